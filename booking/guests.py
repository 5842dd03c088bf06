"""Guests: a visit booked without an account, the link that leads back to it, and keeping it in an account after all
(product §4; security D5)."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

import audit
from accounts import tries
from booking.models import Appointment, Booking, ManageLink
from common import tokens
from common.locks import one_at_a_time
from records.actions import give_limited_access
from records.actions.alone import alone_with
from records.models import Grant
from records.models.access import Relation
from records.policies import is_denied, is_locked_down

PURPOSE = "guest_visit"
AN_HOUR = timedelta(hours=1)
OPEN_AFTER = timedelta(hours=24)  # how long after the visit the link still shows it


class EnoughForAddress(Exception):
    """A mailbox that nobody proved has as many visits ahead as guests may book with it (`VISITS_BEFORE_PROOF`)."""


class NotKept(Exception):
    """The visit cannot go into this account: the link opens nothing more, or the clinic denied the account."""


def count_or_refuse(clinic, email: str, *, at) -> None:
    """Raises EnoughForAddress. Held until the transaction ends, or two tabs at once would each book the last one."""
    one_at_a_time(f"guest {tokens.keyed_digest('guest address', email.lower())}")
    if has_enough(clinic, email, at=at):
        raise EnoughForAddress


def has_enough(clinic, email: str, *, at) -> bool:
    """Whether a mailbox has as many visits ahead as guests may book with it. One query.

    What was booked with it within the hour counts whatever became of it: anybody types an address, and each time it
    gets a mail.
    """
    mine = Appointment.objects.filter(clinic=clinic, patient__email__iexact=email)
    lately = mine.filter(booking__manage_link__made_at__gt=at - AN_HOUR)
    ahead = Appointment.objects.coming(at=at).filter(booking__guest_email__iexact=email, clinic=clinic)
    return (ahead | lately).count() >= settings.VISITS_BEFORE_PROOF


def count_network(network: str, *, at) -> bool:
    """Count a visit that a guest confirms from a network; False where it had as many within the hour as it may hold.

    A confirmed visit holds its time for good and asks for no proof, so that nobody fills a clinic's days by script.
    """
    hourly = tries.Limit("guests' visits", settings.HOLDS_PER_ADDRESS, AN_HOUR)
    return tries.count([hourly.of(network)], at=at)


def token_of(link: ManageLink) -> str:
    """The secret of a link, for the mail that carries it."""
    return tokens.derive(PURPOSE, link.pk, link.nonce)


def link_of(token: str) -> ManageLink | None:
    """The link a token is the secret of, whether it still opens anything or not; None for anything else."""
    row_id = tokens.row_of(token) if token else None
    link = ManageLink.objects.select_related("booking").filter(pk=row_id).first() if row_id else None
    return link if link and tokens.matches(token, PURPOSE, link.pk, link.nonce) else None


def visit_of(link, *, at) -> Appointment | None:
    """The visit that a link opens now; None when it opens nothing.

    It ends a day after the visit, when the booking is kept in an account, when the address is no longer the one on
    file (case C69), and when the record was locked down since.
    """
    if link is None or link.ended_at:
        return None
    rows = Appointment.objects.filter(booking=link.booking_id).with_names()
    visit = rows.select_related("clinic", "booking__manage_link").first()
    if visit is None or at >= visit.ends_at + OPEN_AFTER:
        return None
    is_on_file = visit.patient.email.lower() == link.booking.guest_email.lower()
    if not is_on_file or is_locked_down(visit.patient_id, at=at, issued_at=link.made_at):
        return None
    return visit


def live_link(booking, *, at) -> ManageLink | None:
    """The link that a mail about a guest's booking may carry."""
    link = ManageLink.objects.select_related("booking").filter(booking=booking).first()
    return link if visit_of(link, at=at) else None


@transaction.atomic
def keep_in_account(link, *, by, at) -> Appointment:
    """The visit goes into an account, which gets limited access to its patient; no second record (product §4).

    Whoever has access to that record already keeps it as it is. Twice changes nothing. Raises NotKept.
    """
    # The record before its link, as whoever corrects an address takes them.
    for patient in Appointment.objects.filter(booking=link.booking_id).values_list("patient", flat=True):
        alone_with(patient)
    link = ManageLink.objects.select_for_update(of=("self",)).select_related("booking").get(pk=link.pk)
    visit = visit_of(link, at=at)
    if visit is None or is_denied(visit.patient, by):
        raise NotKept
    if not Grant.objects.live_or_resting(at=at).filter(account=by, patient=visit.patient).exists():
        give_limited_access(account=by, patient=visit.patient, relation=link.relation, at=at)
    Booking.objects.filter(pk=link.booking_id).update(account=by, guest_email="")
    Appointment.objects.filter(booking=link.booking_id).update(made_online_by=by)
    ManageLink.objects.filter(pk=link.pk).update(kept_at=at, kept_by=by, ended_at=at)
    audit.record("appointment.kept", by=by, target=visit, patient=visit.patient_id, clinic=visit.clinic_id)
    return visit


@dataclass(frozen=True)
class AsGuest:
    """A guest as the pages of a visit take whoever has access to it: whose it is, and in which colour."""

    patient: object
    is_self: bool
    relation: str
    colour: str = "plum"
    is_full: bool = False

    @classmethod
    def of(cls, visit) -> "AsGuest":
        """The guest behind a visit."""
        relation = visit.booking.manage_link.relation
        return cls(visit.patient, relation == Relation.SELF, relation)
