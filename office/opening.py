"""The first day of a clinic: what an operator says makes it, and its owner is sent a link."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http.request import split_domain_port
from django.utils.text import slugify
from django.utils.translation import override

from accounts import actions as accounts
from accounts.models import User
from booking.models import Preferences
from clinic.actions import employ, open_clinic
from clinic.models import Clinic, Membership
from clinic.models.clinic import Role


class Refused(Exception):
    """Why there is no new clinic, in one sentence."""


@transaction.atomic
def open_with_owner(clinic, *, email, by, at, mails=True) -> User:
    """The clinic, its place, its booking rules, and an owner who chooses a password by a link, mailed unless somebody
    else hands it over."""
    open_clinic(clinic, by=by)
    Preferences.objects.create(clinic=clinic, currency=clinic.currency)
    owner = accounts.account_at(email, language=clinic.language, at=at)
    employ(owner, clinic, [Role.OWNER], by=by, at=at)
    if mails and not owner.has_usable_password():
        accounts.send_reset_link(owner, clinic_id=clinic.pk, at=at)
    return owner


def owners_of(clinic) -> list[str]:
    """The addresses of those who own a clinic now."""
    rows = Membership.objects.filter(clinic=clinic, ended_at=None, roles__contains=[Role.OWNER])
    return list(rows.order_by("user__email").values_list("user__email", flat=True))


def owner_at(email) -> User:
    """The account that proved this address."""
    return User.objects.owner_of(email)


def clinic_at(host) -> Clinic | None:
    """The clinic that lists this host."""
    return Clinic.objects.filter(hosts__contains=[host]).first()


def new_clinic(*, name, host, timezone, language, currency, phone, address) -> Clinic:
    """A clinic as the operator described it, not saved yet. Raises Refused with what is wrong."""
    languages = [code for code, _words in settings.LANGUAGES]
    if language not in languages:
        raise Refused(f"--language: “{language}” is not spoken here; choose one of {', '.join(languages)}.")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Refused(f"--currency: write three capital letters, for example CAD, not “{currency}”.")
    if there := Clinic.objects.filter(name__iexact=name).first():
        raise Refused(
            f"“{there.name}” is there already; it answers at {', '.join(there.hosts) or 'no host'}."
        )
    # Names in letters that no address has, and those that read alike, are called after their host.
    slug = slugify(name)[:50]
    if not slug or Clinic.objects.filter(slug=slug).exists():
        slug = slugify(host.replace(".", "-"))[:50]
    told = {
        "timezone": timezone,
        "language": language,
        "currency": currency,
        "phone": phone,
        "address": address,
    }
    clinic = Clinic(slug=slug, name=name, hosts=[host], **told)
    try:
        with override("en"):
            clinic.full_clean()
    except ValidationError as fault:
        field, words = next(iter(fault.message_dict.items()))
        raise Refused(f"{field}: {words[0]}") from None
    return clinic


def host_in(text) -> str:
    """A host name as it is asked for: small letters, no port. Raises Refused for anything else."""
    host, port = split_domain_port(text.strip())
    if not host or port or not re.search(r"[a-z]", host):
        raise Refused(f"--host: “{text}” is no host name; write it alone, for example portal.example.org.")
    return host


def address_in(text) -> str:
    """An email address that an owner can have. Raises Refused for anything else."""
    try:
        validate_email(text)
    except ValidationError:
        raise Refused(f"--owner: “{text}” is no email address, for example nora@example.org.") from None
    owner = User.objects.owner_of(text)
    if owner and not owner.is_active:
        raise Refused(f"--owner: the account of {owner.email} is closed.")
    return text.lower()
