import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http.request import validate_host
from django.urls import reverse

from accounts.mail import reset_path
from clinic.letterhead import site_of
from common import clock
from office import opening

# What has to be said, and how it is asked for where somebody sits at the keyboard.
ASKED = {
    "name": "What patients call the clinic: ",
    "host": "Where it answers, for example portal.example.org: ",
    "timezone": "Its time zone, for example America/Halifax: ",
    "owner": "The owner’s email address: ",
}


class Command(BaseCommand):
    """A clinic and its owner. Run again it says what is there; exit 1 and one sentence where it cannot be."""

    help = (
        "Make a clinic with one place, and mail its owner a link to choose a password (or print it). "
        "Everything else its owner sets up in the office. Harmless when repeated. "
        "What is not said is asked for, unless --no-input."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default="", help="What patients call the clinic.")
        parser.add_argument("--host", default="", help="Where it answers, for example portal.example.org.")
        parser.add_argument("--timezone", default="", metavar="ZONE", help="For example America/Halifax.")
        parser.add_argument("--owner", default="", metavar="EMAIL", help="Who sets the clinic up.")
        parser.add_argument("--language", default="en", metavar="CODE", help="en or fr; en unless said.")
        parser.add_argument("--currency", default="CAD", metavar="CODE", help="CAD unless said.")
        parser.add_argument("--phone", default="", help="The number patients are asked to call.")
        parser.add_argument("--address", default="", help="Street and town; names the first place, too.")
        parser.add_argument(
            "--print-link", action="store_true", help="Print the owner’s one-time link instead of mailing it."
        )
        parser.add_argument("--no-input", action="store_true", help="Never ask: for scripts.")

    def handle(self, *, no_input, print_link, **told):
        told = self._asked(told, may_ask=not no_input and sys.stdin.isatty())
        name, at = told["name"], clock.now()
        facts = ("timezone", "language", "currency", "phone", "address")
        try:
            email, host = opening.address_in(told["owner"]), opening.host_in(told["host"])
            if there := opening.clinic_at(host):
                return self._is_there(there, name, host, email, print_link)
            clinic = opening.new_clinic(name=name, host=host, **{one: told[one] for one in facts})
            account = opening.open_with_owner(clinic, email=email, by=None, at=at, mails=not print_link)
        except opening.Refused as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"“{clinic.name}” is at {site_of(clinic)}/office/")
        self._tell_way_in(clinic, account, print_link)
        if not validate_host(host, settings.ALLOWED_HOSTS):
            self.stderr.write(f"Add {host} to ALLOWED_HOSTS: until then nobody reaches it.")

    def _asked(self, told, *, may_ask) -> dict:
        missing = [name for name in ASKED if not told[name].strip()]
        if missing and not may_ask:
            words = ", ".join(one if one == "name" else f"--{one}" for one in missing)
            raise CommandError(f"Say also: {words}.")
        try:
            return told | {name: input(ASKED[name]).strip() for name in missing}
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Nothing was made.") from None

    def _tell_way_in(self, clinic, account, print_link):
        if account.has_usable_password():
            self.stdout.write(
                f"{account.email} owns it and signs in with the password of the account that is there."
            )
            return
        again = site_of(clinic) + reverse("account_reset_password")
        if print_link:
            self.stdout.write(f"{account.email} owns it. The link to choose a password, for them alone:")
            self.stdout.write(site_of(clinic) + reset_path(account))
            self.stdout.write(f"It works once, for 30 minutes; later ones come from {again}")
            return
        self.stdout.write(
            f"{account.email} owns it. A link to choose a password is on its way there; it works for 30 minutes, "
            f"later ones come from {again}"
        )

    def _is_there(self, clinic, name, host, email, print_link):
        owners = opening.owners_of(clinic)
        if clinic.name.lower() != name.lower() or email not in owners:
            whose = f"of {', '.join(owners)}" if owners else "which nobody owns"
            raise opening.Refused(f"{host} is the host of “{clinic.name}”, {whose}; nothing was changed.")
        self.stdout.write(
            f"“{clinic.name}” is there: {site_of(clinic)}/office/, {clinic.timezone}, {clinic.language}, "
            f"{clinic.currency}, owned by {', '.join(owners)}. Nothing was changed."
        )
        if print_link:
            self._tell_way_in(clinic, opening.owner_at(email), print_link)
