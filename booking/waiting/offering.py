"""Offering free times to those who wait: whoever has waited longest among those a time fits, one person at a time.

The work is rows: a task only wakes it, and two workers at once, or one that dies, make no second offer.
"""

from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

import audit
import outbox
from booking.actions import occupying
from booking.actions.holding import HOLDS_PER_VISITOR, spans, things_of
from booking.models import Hold, WaitingEntry, WaitingOffer
from booking.models.waiting import Answer, Ending
from booking.policies import has_enough_ahead
from booking.rules import rules_of
from booking.waiting.asking import has_waiting_list, why_over
from booking.waiting.fitting import FreeTimes
from booking.waiting.joining import LEFT_OPEN, close, end
from booking.waiting.quiet import is_quiet
from clinic.catalogue import catalogue_of
from clinic.models import Clinic
from common.locks import one_at_a_time
from tray import actions as tray

UNANSWERED_AT_MOST = 3


def offer_all(*, at) -> int:
    """Go through every clinic where somebody waits; how many offers were made."""
    waited_for = Clinic.objects.filter(waiting__ended_at=None, waiting__isnull=False).distinct()
    return sum(len(offer_times(clinic, at=at)) for clinic in waited_for)


def offer_times(clinic, *, at) -> list[WaitingOffer]:
    """End what is over, then offer each free time to the first it fits. Nothing is offered in quiet hours."""
    expire(clinic, at=at)
    waiting = list(in_line(clinic))
    for entry in waiting:
        entry.clinic = clinic
    standing = [entry for entry in waiting if not _ended(entry, at=at)]
    if not has_waiting_list(clinic) or is_quiet(rules_of(clinic), clinic, at=at):
        return []
    times, made = FreeTimes(clinic, at=at), []
    there = list(WaitingOffer.objects.open().filter(entry__clinic=clinic).select_related("entry"))
    asked = {offer.patient_id for offer in there}
    answering = Counter(offer.entry.account_id for offer in there)
    for entry in standing:
        if answering[entry.account_id] >= HOLDS_PER_VISITOR:
            continue
        if entry.patient_id in asked or (
            entry.visit_id is None and has_enough_ahead(clinic, entry.patient_id, at=at)
        ):
            continue
        for slot in times.fitting(entry):
            if offer := offer_one(entry, slot, until=times.until, by=None, at=at):
                times.without(offer.hold)
                made.append(offer)
                asked.add(entry.patient_id)
                answering[entry.account_id] += 1
                break
    return made


def why_no_offer(entry, *, at) -> str:
    """Why nothing can be offered to somebody at this moment, whatever is free; '' where it can.

    `ended`, `off` (no waiting list), `quiet`, `offered` (something is on offer), `enough_ahead`.
    """
    clinic = entry.clinic
    if entry.ended_at or why_over(entry, at=at):
        return "ended"
    if not has_waiting_list(clinic):
        return "off"
    if is_quiet(rules_of(clinic), clinic, at=at):
        return "quiet"
    if WaitingOffer.objects.open().filter(patient=entry.patient_id, until__gt=at).exists():
        return "offered"
    if entry.visit_id is None and has_enough_ahead(clinic, entry.patient_id, at=at):
        return "enough_ahead"
    return ""


def offer_by_hand(entry, start: int, practitioner: int, *, by, at) -> WaitingOffer | None:
    """Staff offer a time (epoch minutes) out of turn, by the same rules. None where it is not to be had any more."""
    expire(entry.clinic, at=at)
    times = FreeTimes(entry.clinic, at=at)
    slot = next((one for one in times.fitting(entry) if tuple(one) == (start, practitioner)), None)
    if slot is None or why_no_offer(entry, at=at):
        return None
    return offer_one(entry, slot, until=times.until, by=by, at=at)


def in_line(clinic):
    """Whoever waits at a clinic, the longest first, with how many offers they left unanswered."""
    unanswered = Count("offers", filter=Q(offers__answer=Answer.EXPIRED))
    rows = WaitingEntry.objects.standing().filter(clinic=clinic).annotate(unanswered=unanswered)
    return rows.with_names()


def _ended(entry, *, at) -> bool:
    because = why_over(entry, at=at)
    if because is None and entry.unanswered >= UNANSWERED_AT_MOST:
        because = Ending.UNANSWERED
    if because is None or not end(entry, because, by=None, at=at):
        return False
    if because == Ending.UNANSWERED:
        tray.put(LEFT_OPEN, clinic=entry.clinic_id, target=entry, patient=entry.patient_id, at=at)
    return True


def expire(clinic, *, at) -> None:
    """Close the offers whose half hour is over: their time is free again."""
    over = WaitingOffer.objects.open().filter(entry__clinic=clinic, until__lte=at)
    for offer in over.select_related("hold", "entry"):
        with transaction.atomic():
            if close(offer, Answer.EXPIRED, at=at):
                entry = offer.entry
                audit.record(
                    "waiting.expired", by=None, target=entry, patient=entry.patient_id, clinic=clinic
                )


def offer_one(entry, slot, *, until, by, at) -> WaitingOffer | None:
    """Keep a time for one person and tell them. None where somebody was faster, or they have an offer already."""
    try:
        return _offer(entry, slot, until=until, by=by, at=at)
    except IntegrityError:  # another worker offers them something at this moment
        return None


@transaction.atomic
def _offer(entry, slot, *, until, by, at):
    one_at_a_time(f"waiting list of clinic {entry.clinic_id}")
    if not WaitingEntry.objects.filter(pk=entry.pk, ended_at=None).exists():
        return None
    there = WaitingOffer.objects.open()
    if there.filter(patient=entry.patient_id).exists():
        return None
    # As many as somebody who books may hold, or whoever waits for many keeps a clinic's day from everybody else.
    theirs = there.filter(entry__account=entry.account_id, entry__clinic=entry.clinic_id)
    if by is None and theirs.count() >= HOLDS_PER_VISITOR:
        return None
    catalogue = catalogue_of(entry.clinic)
    service, practitioner = catalogue.services[entry.service.slug], catalogue.practitioners[slot.practitioner]
    ends_at, begin, finish = spans(service, slot.starts_at)
    held = Hold.objects.create(
        clinic=entry.clinic,
        service=service,
        practitioner=practitioner,
        location=entry.location,
        any_practitioner=entry.practitioner_id is None,
        starts_at=slot.starts_at,
        ends_at=ends_at,
        made_at=at,
        held_until=until,
        visitor=entry.pk.hex,  # no browser made it, and none may have it by its id
        address_digest="",
    )
    things = things_of(entry.clinic, service, practitioner.pk)
    if not occupying.take(things, start=begin, end=finish, at=at, hold=held.pk, held_until=until):
        held.delete()
        return None
    offer = WaitingOffer.objects.create(
        entry=entry, patient_id=entry.patient_id, hold=held, offered_at=at, offered_by=by, until=until
    )
    audit.record("waiting.offered", by=by, target=entry, patient=entry.patient_id, clinic=entry.clinic_id)
    outbox.post(
        "booking.offer",
        clinic=entry.clinic_id,
        account=entry.account,
        patient=entry.patient_id,
        about={"offer": offer.pk},
        dedupe_key=f"booking.offer:{offer.pk}",
        at=at,
    )
    return offer
