"""Faults that others' booking systems had (security, A5), put into ours one at a time: each must be found.

The last three are ours: of what is booked all or nothing, a part is kept; a closed day is another one elsewhere.
"""

import contextlib
from datetime import UTC
from types import SimpleNamespace
from unittest.mock import patch

from booking import objections, rules
from booking.actions import answering, by_staff, confirming, holding, moving, occupying
from booking.availability import finding, wallclock
from booking.family import holding as family_holding
from booking.waiting import fitting, offering


def _with_words(room, name, words, others):
    """A statement of SQL with other words in it; they must be there, or nothing would be put in."""
    assert words in getattr(room, name)
    return patch.object(room, name, getattr(room, name).replace(words, others))


def buffer_left_out_of_the_recheck():
    """A time that is taken again after its hold ran out is taken without its breaks."""

    def bare(held, until):
        things = holding.things_of(held.clinic, held.service, held.practitioner_id)
        return [(thing, held.starts_at, held.ends_at, held.pk, until) for thing in things]

    return [patch.object(confirming, "stretches", bare)]


def closed_ranges():
    """`[]` for `[)`: what ends when another begins is in its way."""
    half_open, closed = "tstzrange(%(start)s, %(end)s)", "tstzrange(%(start)s, %(end)s, '[]')"
    return [_with_words(occupying, "_TAKE", half_open, closed)]


def day_of_utc():
    """The last day that may be booked is counted in UTC."""

    def last_day(rules, _clinic, *, at):
        return at.astimezone(UTC).date().toordinal() + rules.days_ahead

    return [patch.object(rules, "last_day", last_day)]


def expired_hold_blocks():
    """A hold that ran out is not swept aside by whoever wants its time."""
    return [_with_words(occupying, "_SWEEP", "held_until <= %(at)s", "false AND %(at)s IS NOT NULL")]


def live_hold_ignored():
    """Holds are neither looked at nor respected."""
    return [
        _with_words(finding, "_TAKEN", "OR found.held_until > %(at)s", ""),
        _with_words(occupying, "_SWEEP", "held_until <= %(at)s", "held_until IS NOT NULL"),
    ]


def move_frees_first():
    """The old time is given back before the new one is sure."""
    real = moving.move

    def move(visit, wish, *, at, **how):
        occupying.give_back(at=at, appointment=visit.pk)
        return real(visit, wish, at=at, **how)

    return [patch.object(moving, "move", move)]


def cancel_does_not_free():
    """A cancelled visit keeps its time."""
    real = occupying.give_back

    def give_back(*, at, **whose):
        return 0 if "appointment" in whose else real(at=at, **whose)

    return [patch.object(occupying, "give_back", give_back)]


def one_offer_to_two():
    """A time that is offered is not kept, so the next in line is offered it too."""
    careless = SimpleNamespace(take=lambda *_things, **_how: True)
    return [
        patch.object(offering, "occupying", careless),
        patch.object(fitting.FreeTimes, "without", lambda _times, _held: None),
    ]


def approve_does_not_recheck():
    """What came up since a visit was asked for is not looked at."""
    return [patch.object(answering, "objections_to_request", lambda _visit, *, at: [])]


def resource_ignored():
    """Only the practitioner is taken, whatever room the service needs."""

    def alone(_clinic, _service, practitioner_id):
        return [practitioner_id]

    return [patch.object(room, "things_of", alone) for room in (holding, confirming, objections)]


def family_keeps_what_it_got():
    """The times of a family that somebody else has not taken meanwhile stay held, and the old ones are given back."""
    return [patch.object(family_holding, "_hold_plan", family_holding._hold_plan.__wrapped__)]


def series_keeps_what_it_got():
    """The weeks of a series before the one that somebody else has stay booked."""
    return [patch.object(by_staff, "book_series", by_staff.book_series.__wrapped__)]


def closed_by_utc():
    """The clinic's closed days are those of UTC."""

    def closed(search):
        days = search.catalogue.closed
        return [tuple(wallclock.midnight(UTC, day) for day in (one.first, one.last + 1)) for one in days]

    return [patch.object(finding.Search, "closed", property(closed))]


FAULTS = {
    "buffer left out of the re-check": buffer_left_out_of_the_recheck,
    "[] for [)": closed_ranges,
    "UTC day for a per-day rule": day_of_utc,
    "expired hold blocks": expired_hold_blocks,
    "live hold ignored": live_hold_ignored,
    "move frees first": move_frees_first,
    "cancel does not free": cancel_does_not_free,
    "one offer to two": one_offer_to_two,
    "approve does not re-check": approve_does_not_recheck,
    "resource ignored": resource_ignored,
    "family keeps what it got": family_keeps_what_it_got,
    "series keeps what it got": series_keeps_what_it_got,
    "closed days of UTC": closed_by_utc,
}
NOT_YET: dict[str, str] = {}  # name → why it cannot be put in yet


@contextlib.contextmanager
def put_in(name: str):
    """While this lasts, the product has this fault."""
    with contextlib.ExitStack() as stack:
        for one in FAULTS[name]():
            stack.enter_context(one)
        yield
