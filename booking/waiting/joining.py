"""Joining the waiting list and leaving it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

import audit
from booking.actions import holding
from booking.actions.registering import known_already, put_forward_typed, register
from booking.models import WaitingEntry, WaitingOffer
from booking.models.waiting import Answer, Ending, PartOfDay
from booking.waiting.asking import MOST, grant_of, has_waiting_list, visit_to_move
from booking.waiting.waking import wake_soon
from clinic.models import Location, Practitioner, Service
from common.locks import one_at_a_time
from records.actions.alone import alone_with

LEFT_OPEN = "waiting.unanswered"  # in the tray: somebody whom no mail reaches may want to be called
VERBS = {Ending.TAKEN: "waiting.taken", Ending.LEFT: "waiting.left", Ending.REMOVED: "waiting.removed"}


class CannotWait(Exception):
    """Nobody waits for this: `why` is `off`, `no_access`, `visit_gone` or `too_many`."""

    def __init__(self, why):
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Wanted:
    """What somebody waits for: on some days (both included), or with `visit` (an id) a time before that visit.

    `practitioner` None: anyone.
    """

    service: Service
    location: Location
    practitioner: Practitioner | None = None
    visit: object = None
    first_day: date | None = None
    last_day: date | None = None
    part: str = PartOfDay.ANY


@transaction.atomic
def join(patient, wanted: Wanted, *, account, by, at) -> WaitingEntry:
    """Put an account on the waiting list for a patient. Joining twice for the same is once; a visit is waited for once.

    `by` is the account itself, or staff. Raises CannotWait.
    """
    clinic = patient.clinic
    if not has_waiting_list(clinic):
        raise CannotWait("off")
    if grant_of(account, patient.pk, at=at) is None:
        raise CannotWait("no_access")
    _alone(account)
    alone_with(patient)
    if wanted.visit is not None:
        visit = visit_to_move(account, wanted.visit, at=at)
        if visit is None or visit.patient_id != patient.pk:
            raise CannotWait("visit_gone")
    facts = {
        "service": wanted.service,
        "location": wanted.location,
        "practitioner": wanted.practitioner,
        "visit_id": wanted.visit,
        "first_day": wanted.first_day,
        "last_day": wanted.last_day,
        "part": wanted.part,
    }
    waits = WaitingEntry.objects.standing().filter(clinic=clinic)
    same = waits.filter(
        patient=patient, **({"visit": wanted.visit} if wanted.visit else facts | {"account": account})
    )
    if found := same.first():
        return found
    if waits.filter(account=account).count() >= MOST:
        raise CannotWait("too_many")
    entry = WaitingEntry.objects.create(
        clinic=clinic, account=account, patient=patient, joined_at=at, joined_by=by, **facts
    )
    audit.record("waiting.joined", by=by, target=entry, patient=patient, clinic=clinic)
    wake_soon(clinic)
    return entry


@transaction.atomic
def join_as_new(person, wanted: Wanted, *, clinic, by, at) -> WaitingEntry:
    """Put somebody on the list whom the clinic does not know yet: they get a proper record (product §4).

    `person` are the answers of `booking.forms.Person`, `by` is the account that typed them. Typed twice, also at once,
    they are one. Raises CannotWait; then no record was made either.
    """
    _alone(by)
    patient = known_already(person, clinic=clinic, account=by, at=at)
    if patient is None:
        patient = register(person, clinic=clinic, email=by.email, by=by, at=at)
    else:
        put_forward_typed(patient, person, by=by, at=at)
    patient.clinic = clinic
    return join(patient, wanted, account=by, by=by, at=at)


def _alone(account) -> None:
    """What an account waits for is counted, and whom it typed is looked for: two presses at once take turns."""
    one_at_a_time(f"waiting of {account.pk}")


@transaction.atomic
def end(entry, because: Ending, *, by, at) -> bool:
    """Take somebody off the list; what they were offered is free again. Twice changes nothing: False."""
    standing = WaitingEntry.objects.filter(pk=entry.pk, ended_at=None)
    if not standing.update(ended_at=at, ended_because=because):
        return False
    for offer in WaitingOffer.objects.open().filter(entry=entry).select_related("hold"):
        close(offer, Answer.TAKEN if because == Ending.TAKEN else Answer.WITHDRAWN, at=at)
        wake_soon(entry.clinic_id)
    verb = VERBS.get(because, "waiting.ended")
    audit.record(verb, by=by, target=entry, patient=entry.patient_id, clinic=entry.clinic_id)
    return True


def close(offer, answer: Answer, *, at) -> bool:
    """Write down how an offer ended, and give its time back unless it was taken. Twice changes nothing: False."""
    if not WaitingOffer.objects.open().filter(pk=offer.pk).update(closed_at=at, answer=answer):
        return False
    if answer != Answer.TAKEN:
        holding.release(offer.hold, at=at)
    return True
