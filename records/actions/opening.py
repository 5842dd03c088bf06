"""What a right secret does: it opens the record, or asks staff first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

import audit
import outbox
from accounts.models import User
from records import contract
from records.actions.alone import alone_with
from records.actions.grants import end_access, give_access, tell_account
from records.models import AccessRequest, Grant, Patient
from records.models.access import Basis, Level, Relation
from records.policies import is_denied
from tray.actions import put, take

ASKED = "access_request"


@dataclass(frozen=True)
class Offer:
    """What the clinic (or the patient) decided to open, and who decided it."""

    patient: Patient
    relation: Relation
    level: Level
    scopes: list[str]
    access_until: datetime | None
    given_by: User
    basis: Basis
    along: UUID | None = None  # the invitation or mail it was offered in


def open_or_ask(offer: Offer, *, account, is_elsewhere: bool, at):
    """Give the grant, or put a request before staff. Returns the Grant or the AccessRequest.

    Asked of staff: a mailed secret shown by another address (C35); a record that somebody else already holds as
    themself; a person the clinic has denied (who learns no more than that the clinic will look).
    """
    alone_with(offer.patient)
    if why := _why_ask(offer, account, is_elsewhere):
        return _ask(offer, account, why, at=at)
    return open_record(offer, account=account, at=at)


def _why_ask(offer, account, is_elsewhere) -> str:
    if is_denied(offer.patient, account):
        return "denied"
    if is_elsewhere:
        return "other_address"
    selves = Grant.objects.filter(
        patient=offer.patient, revoked_at=None, relation=Relation.SELF, level=Level.FULL
    )
    if offer.relation == Relation.SELF and selves.exclude(account=account).exists():
        return "taken"
    return ""


def _ask(offer, account, why, *, at) -> AccessRequest:
    request, made = AccessRequest.objects.get_or_create(
        patient=offer.patient,
        account=account,
        decided_at=None,
        defaults={
            "relation": offer.relation,
            "level": offer.level,
            "scopes": offer.scopes,
            "access_until": offer.access_until,
            "basis": offer.basis,
            "along": offer.along,
            "why": why,
            "asked_at": at,
        },
    )
    if made:
        clinic = offer.patient.clinic_id
        audit.record("access.asked", by=account, target=request, patient=offer.patient, clinic=clinic)
        put(ASKED, clinic=clinic, target=request, patient=offer.patient, at=at)
    return request


def open_record(offer: Offer, *, account, at) -> Grant:
    """Give the grant and tell everybody whom it concerns (D5). A better grant is never made worse by accepting."""
    grant = _grant(offer, account=account, at=at)
    for room in contract.answerers() if offer.along else ():
        room.welcome(along=offer.along, account=account, at=at)
    return grant


def _grant(offer, *, account, at) -> Grant:
    standing = Grant.objects.live(at=at).filter(account=account, patient=offer.patient).first()
    if standing and _keeps(standing, offer):
        return standing
    grant = give_access(
        account=account,
        patient=offer.patient,
        relation=offer.relation,
        level=offer.level,
        by=offer.given_by,
        at=at,
        basis=offer.basis,
        scopes=offer.scopes,
        expires_at=offer.access_until,
    )
    tell_account(grant, "changed" if standing else "gained", at=at)
    tell_others(grant, at=at)
    return grant


def _keeps(standing, offer) -> bool:
    """Whether an account keeps what it has instead of what is offered.

    Somebody who is there in full does when offered less. So does the patient in full, when what is offered is
    somebody else's part of the record (a family may share the address it was sent to); and whoever is there limited,
    when the forms that came by mail can be seen with that.
    """
    if standing.is_full:
        is_somebody_elses = standing.is_self and offer.relation != Relation.SELF
        return offer.level == Level.LIMITED or is_somebody_elses
    return offer.basis == Basis.FORM and (standing.is_self or set(offer.scopes) <= set(standing.scopes))


def tell_others(grant, *, at) -> None:
    """A notice with a way back, for 72 hours: to full holders, the patient's address, whoever gave it (D5)."""
    others = Grant.objects.live(at=at).filter(patient=grant.patient, level=Level.FULL)
    # Whoever has an account reads it in the language they chose; of the mailbox on file the record says which.
    addresses = {grant.patient.email.lower(): ""} if grant.patient.email else {}
    addresses |= {
        one.account.email: one.account.language
        for one in others.exclude(pk=grant.pk).select_related("account")
    }
    if grant.granted_by:
        addresses[grant.granted_by.email] = grant.granted_by.language or get_language()
    addresses.pop(grant.account.email, None)
    for address, language in sorted(addresses.items()):
        outbox.post(
            "records.access_opened",
            clinic=grant.patient.clinic_id,
            patient=grant.patient_id,
            about={"grant": grant.pk, "email": address},
            dedupe_key=f"access-opened:{grant.pk}:{address}",
            locale=language,
            at=at,
        )


@transaction.atomic
def decide_request(request, *, accept: bool, by, at) -> Grant | None:
    """Staff say yes or no to somebody who asked. Yes to a seat that is taken ends the other's. Twice: nothing.

    A yes opens nothing to somebody who is denied, nor when the access asked for would be over by now.
    """
    alone_with(request.patient_id)
    open_one = AccessRequest.objects.filter(pk=request.pk, decided_at=None)
    if not open_one.update(decided_at=at, decided_by=by, accepted=accept):
        return None
    patient = request.patient
    verb = "access.request_accepted" if accept else "access.request_declined"
    audit.record(verb, by=by, target=request, patient=patient, clinic=patient.clinic_id)
    take(ASKED, target=request, by=by, at=at)
    if not accept or is_denied(patient, request.account) or not request.has_time_left(at=at):
        return None
    if request.relation == Relation.SELF and request.level == Level.FULL:
        seats = Grant.objects.filter(
            patient=patient, revoked_at=None, relation=Relation.SELF, level=Level.FULL
        )
        for seat in seats.exclude(account=request.account).select_related("account", "patient"):
            end_access(seat, by=by, at=at, reason="replaced")
            tell_account(seat, "ended", at=at)
    offer = Offer(
        patient=patient,
        relation=Relation(request.relation),
        level=Level(request.level),
        scopes=request.scopes,
        access_until=request.access_until,
        given_by=by,
        basis=Basis(request.basis),
        along=request.along,
    )
    return open_record(offer, account=request.account, at=at)


@transaction.atomic
def take_back(grant, *, at) -> bool:
    """The way back in the notice was pressed: the grant ends, and staff are told."""
    if not end_access(grant, by=None, at=at, reason="taken_back"):
        return False
    tell_account(grant, "ended", at=at)
    put("access_taken_back", clinic=grant.patient.clinic_id, target=grant, patient=grant.patient, at=at)
    return True
