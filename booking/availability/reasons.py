"""Why a day has no more times: the hours of one practitioner, and the minutes each rule takes from them.

The rules are laid on one after the other, each time by asking `Search.starts`, which the pages ask too. What a rule
takes are the minutes that a visit could have lain in before it and cannot any more, so that hours − all that is
taken = the minutes of the visits that are offered.
"""

from dataclasses import dataclass
from datetime import timedelta

from booking import rules as booking_rules
from booking.availability import slots, wallclock


@dataclass(frozen=True)
class Reasons:
    """All figures in minutes; `taken` are (code of the rule, minutes), `starts` the offered starts in epoch minutes."""

    hours: int
    taken: list[tuple[str, int]]
    starts: list[int]
    offered: int


def reasons_of(search, person, day: int) -> Reasons:
    """The account of one calendar day (an ordinal, in the clinic's zone). One query."""
    window = wallclock.midnight(search.clinic.zone, day), wallclock.midnight(search.clinic.zone, day + 1)
    left = hours = _open(search, person, day, window, for_all=True)
    taken, starts = [], []
    for code, then, minutes in _layers(search, person, day, window):
        taken.append((code, left - minutes))
        left, starts = minutes, then
    return Reasons(hours, taken, starts, left)


def _open(search, person, day, window, *, for_all) -> int:
    blocks = [
        block for one in (day - 1, day) for block in search.blocks(person, one, for_all=for_all)
    ]  # an evening may run into the day
    return _length(slots.clipped(slots.merged(blocks), *window))


def _length(ranges) -> int:
    return sum(high - low for low, high in ranges)


def _layers(search, person, day, window):
    """(code, the starts that are left, the minutes they cover), rule after rule; the first one has no starts yet."""
    for code, stands_in_the_way in _doors(search, person):
        if stands_in_the_way:
            yield code, [], 0
            return
    yield "kept", [], _open(search, person, day, window, for_all=False)
    for code, starts in _sieves(search, person, day):
        visits = slots.merged((start, start + search.shape.minutes) for start in starts)
        yield code, starts, _length(slots.clipped(visits, *window))


def _doors(search, person):
    """What closes the whole day to patients."""
    given = {one.pk for one in search.catalogue.who_gives(search.service, search.location)}
    return [
        ("off", not search.rules.is_online),
        ("by_phone", not search.service.is_online),
        ("not_given", person.pk not in given),
    ]


def _sieves(search, person, day):
    rules, span, taken = search.rules, (day, day), search.taken(day, day)
    midnight = wallclock.to_instant(wallclock.midnight(search.clinic.zone, day))

    def starts(busy, soonest=midnight, **how):
        bounds = search.bounds(day, day, soonest=soonest)
        return search.starts(person, span, slots.merged(busy), bounds, **how)

    away = search.away(person.pk)
    booked = [*away, *taken[person.pk]]
    busy = [*booked, *(one for thing in search.needs for one in [*taken[thing], *search.away(thing)])]
    noticed = search.at + timedelta(hours=rules.notice_hours)
    soonest = booking_rules.earliest_start(rules, search.clinic, at=search.at)
    yield "shape", starts([])
    yield "closed", starts(search.closed)
    yield "away", starts(away)
    yield "booked", starts(booked)
    yield "resource", starts(busy)
    yield "notice", starts(busy, noticed)
    yield "same_day", starts(busy, soonest)
    if day > search.last_day:
        yield "far", []
    elif rules.keeps_together:
        yield "together", starts(busy, soonest, booked=taken[person.pk])
