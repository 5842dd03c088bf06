from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http.request import validate_host
from django.urls import reverse

from clinic.letterhead import site_of
from common import clock
from office import opening


class Command(BaseCommand):
    """A new clinic and its owner. Run again it says what is there; exit 1 and one sentence where it cannot be."""

    help = (
        "Make a clinic with one place, and mail its owner a link to choose a password. "
        "Everything else its owner sets up in the office. Harmless when repeated."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="What patients call the clinic.")
        parser.add_argument("--host", required=True, help="Where it answers, for example portal.example.org.")
        parser.add_argument("--timezone", required=True, metavar="ZONE", help="For example America/Halifax.")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="Who sets the clinic up.")
        parser.add_argument("--language", default="en", metavar="CODE", help="en or fr; en unless said.")
        parser.add_argument("--currency", default="CAD", metavar="CODE", help="CAD unless said.")
        parser.add_argument("--phone", default="", help="The number patients are asked to call.")
        parser.add_argument("--address", default="", help="Street and town; names the first place, too.")

    def handle(self, *, name, host, owner, **options):
        told = ("timezone", "language", "currency", "phone", "address")
        try:
            email, host = opening.address_in(owner), opening.host_in(host)
            if there := opening.clinic_at(host):
                return self._is_there(there, name, host, email)
            clinic = opening.new_clinic(name=name, host=host, **{one: options[one] for one in told})
            account = opening.open_with_owner(clinic, email=email, by=None, at=clock.now())
        except opening.Refused as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"“{clinic.name}” is at {site_of(clinic)}/office/")
        if account.has_usable_password():
            self.stdout.write(f"{email} owns it and signs in with the password of the account that is there.")
        else:
            again = site_of(clinic) + reverse("account_reset_password")
            self.stdout.write(
                f"{email} owns it. A link to choose a password is on its way there; it works for 30 minutes, "
                f"later ones come from {again}"
            )
        if not validate_host(host, settings.ALLOWED_HOSTS):
            self.stderr.write(f"Add {host} to ALLOWED_HOSTS: until then nobody reaches it.")

    def _is_there(self, clinic, name, host, email):
        owners = opening.owners_of(clinic)
        if clinic.name.lower() != name.lower() or email not in owners:
            whose = f"of {', '.join(owners)}" if owners else "which nobody owns"
            raise opening.Refused(f"{host} is the host of “{clinic.name}”, {whose}; nothing was changed.")
        self.stdout.write(
            f"“{clinic.name}” is there: {site_of(clinic)}/office/, {clinic.timezone}, {clinic.language}, "
            f"{clinic.currency}, owned by {', '.join(owners)}. Nothing was changed."
        )
