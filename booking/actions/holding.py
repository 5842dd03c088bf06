"""Holding a time while somebody books it: ten minutes, once longer, at most three per visitor.

Choosing again never starts the minutes anew (product §4; docs/adr/0002).
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, UUIDField
from django.db.models.functions import Coalesce

from booking.actions import occupying
from booking.availability import wallclock
from booking.availability.finding import Search
from booking.models import Hold
from clinic.catalogue import catalogue_of
from common.locks import one_at_a_time
from common.tokens import keyed_digest

HOLD_FOR = timedelta(minutes=10)
REST = timedelta(minutes=10)  # between a visitor's minutes on one time and their next
HOLDS_PER_VISITOR = 3
GUEST = "guest"


@dataclass(frozen=True)
class Visitor:
    """Whoever is booking: a random mark in the browser's session, and a keyed digest of the network address."""

    mark: str
    address: str


class NotHeld(Exception):
    """The time could not be held. `reason` is `taken` (somebody was faster, or it is not on offer) or `too_many`."""

    def __init__(self, reason):
        self.reason = reason
        super().__init__(reason)


def count_or_refuse(visitor, replaced, *, more=1, at) -> None:
    """Raise NotHeld where a visitor, or their address, holds enough. `replaced` are holds that are given back for it.

    The times of a family day count as one for the visitor, and each (`more` of them) for the address.
    """
    # A rule that counts rows needs a lock, or two tabs at once would each be the third.
    one_at_a_time(f"holds from {visitor.address}")
    live = Hold.objects.filter(released_at=None, appointment=None, held_until__gt=at)
    live = live.exclude(pk__in=[one.pk for one in replaced])
    choice = Coalesce("family_day_id", "pk", output_field=UUIDField())
    theirs, near = Q(visitor=visitor.mark), Q(address_digest=visitor.address)
    held = live.filter(theirs | near).aggregate(
        theirs=Count(choice, distinct=True, filter=theirs), near=Count("pk", filter=near)
    )
    if held["theirs"] >= HOLDS_PER_VISITOR or held["near"] + more > settings.HOLDS_PER_ADDRESS:
        raise NotHeld("too_many")


def spans(service, starts_at, minutes=None):
    """The visit's end, and the stretch it occupies with its breaks: (ends_at, from, until).

    `minutes` is how long it lasts, where that is not as long as the service usually does.
    """
    ends_at = starts_at + timedelta(minutes=minutes or service.minutes)
    before, after = timedelta(minutes=service.buffer_before), timedelta(minutes=service.buffer_after)
    return ends_at, starts_at - before, ends_at + after


def things_of(clinic, service, practitioner_id) -> list[int]:
    """Everything a visit keeps busy: the practitioner and the service's rooms and machines."""
    return [practitioner_id, *catalogue_of(clinic).needs.get(service.pk, ())]


def with_names(held, clinic) -> Hold:
    """The hold with its clinic and what the catalogue knows of it; only what is no longer offered is fetched anew."""
    catalogue = catalogue_of(clinic)
    held.clinic = clinic
    for one in catalogue.services.values():
        if one.pk == held.service_id:
            held.service = one
    if held.practitioner_id in catalogue.practitioners:
        held.practitioner = catalogue.practitioners[held.practitioner_id]
    if held.location_id in catalogue.locations:
        held.location = catalogue.locations[held.location_id]
    return held


def stretches(held, until) -> list[tuple]:
    """What a hold keeps busy until an instant, as `occupying.take_for` takes it."""
    _ends, begin, end = spans(held.service, held.starts_at)
    things = things_of(held.clinic, held.service, held.practitioner_id)
    return [(thing, begin, end, held.pk, until) for thing in things]


def minutes_for(visitor, practitioner, starts_at, ends_at, *, at) -> dict:
    """When a hold was first made, until when it lasts and whether it was kept longer.

    A visitor has one measure of minutes for a stretch of somebody's day. Whoever chooses the time again, another that
    overlaps it, or comes back to it after a different one goes on with what is left. Nothing left: it is written down
    and holds nobody off, until it has rested.
    """
    begun = Hold.objects.filter(
        visitor=visitor.mark,
        practitioner=practitioner,
        appointment=None,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
        held_until__gt=at - REST,
    )
    first = begun.order_by("made_at", "-held_until").values("made_at", "held_until", "extended_at").first()
    return first or {"made_at": at, "held_until": at + HOLD_FOR, "extended_at": None}


@transaction.atomic
def hold(*, clinic, service, practitioners, location, start, visitor, at, replaced=None) -> Hold:
    """Hold a start (epoch minutes) with the first of the practitioners who is free. Raises NotHeld.

    `replaced` is the visitor's earlier hold: its answers come along, and its time is given back only now that the
    new one is sure.
    """
    count_or_refuse(visitor, [replaced] if replaced else [], at=at)
    search = Search(
        clinic, service, practitioners, location, at=at, ignoring_hold=replaced.pk if replaced else None
    )
    day = wallclock.local_day(start, clinic.zone)
    free = {slot.practitioner for slot in search.free(day, day) if slot.start == start}
    starts_at = wallclock.to_instant(start)
    ends_at, begin, end = spans(service, starts_at)
    if replaced:
        release(replaced, at=at)
    for practitioner in practitioners:
        if practitioner.pk not in free:
            continue
        made = Hold.objects.create(
            clinic=clinic,
            service=service,
            practitioner=practitioner,
            location=location,
            any_practitioner=len(practitioners) > 1,
            starts_at=starts_at,
            ends_at=ends_at,
            visitor=visitor.mark,
            address_digest=visitor.address,
            answers=replaced.answers if replaced else {},
            **minutes_for(visitor, practitioner, starts_at, ends_at, at=at),
        )
        things = things_of(clinic, service, practitioner.pk)
        if occupying.take(things, start=begin, end=end, at=at, hold=made.pk, held_until=made.held_until):
            return made
        made.delete()
    # Leaving by the exception undoes the release above: the old time is still held.
    raise NotHeld("taken")


def mark_of(account) -> str:
    """Whose answers they are: of an account, or a guest's."""
    return str(account.pk) if account is not None and account.is_authenticated else GUEST


def keep_answers(held, answers: dict, *, by) -> None:
    """Keep what an account or a guest (None) answered with the time it was for, as long as that is not a visit yet."""
    held.answers = {**answers, "by": mark_of(by)}
    Hold.objects.filter(pk=held.pk, appointment=None).update(answers=held.answers)


def answers_seen(*holds) -> str:
    """A fingerprint of the times and answers a page showed, so that confirming books what was seen."""
    shown = sorted((str(held.pk), held.answers) for held in holds)
    return keyed_digest("answers", json.dumps(shown, sort_keys=True))


@transaction.atomic
def extend(*holds, at) -> bool:
    """Keep them longer, all or none: once, another ten minutes from now."""
    until, keys = at + HOLD_FOR, [held.pk for held in holds]
    rows = Hold.objects.select_for_update().filter(pk__in=keys, released_at=None, appointment=None)
    fresh = [held.pk for held in rows.order_by("pk") if not held.extended_at and held.held_until > at]
    if len(fresh) < len(keys):
        return False
    Hold.objects.filter(pk__in=fresh).update(extended_at=at, held_until=until)
    prolonged = [occupying.prolong(key, until=until, at=at) for key in fresh]
    return all(prolonged)


@transaction.atomic
def release(*holds, at) -> None:
    """Give the time back. Twice changes nothing."""
    for held in holds:
        if Hold.objects.filter(pk=held.pk, released_at=None, appointment=None).update(released_at=at):
            occupying.give_back(at=at, hold=held.pk)
