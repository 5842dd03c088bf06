"""Changes that meet: two visits want one slot, a patient moves while staff cancel. One outcome each, no slot lost.

Red control: with the constraint away both visits get the slot; without asking for what was seen, both changes happen.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from booking.actions import by_staff, moving
from booking.actions.by_staff import Objected
from booking.actions.cancelling import cancel
from booking.actions.moving import ChangedMeanwhile, move
from booking.appointments import Appointments
from booking.models import Move
from booking.tests.guard import overlapping_pairs, without_the_guard
from booking.tests.test_moving import NEXT_DAY, NINE, held, read, wish
from common.tests.at_once import at_once
from common.tests.moment import AT
from outbox.models import Message

DAYS = [NEXT_DAY + timedelta(days=3 + number) for number in (0, 1, 2, 3, 4, 7)]  # Monday on

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def together(*acts) -> list:
    """All acts at the same moment; what each said, or that it was refused."""
    said = [type(one) if isinstance(one, (Objected, ChangedMeanwhile)) else one for one in at_once(*acts)]
    assert [one for one in said if isinstance(one, Exception)] == []
    return said


def moves_to(cast, visit, starts_at):
    now = read(visit)
    return lambda: move(now, wish(cast, starts_at, of=visit), by=cast.ana, at=AT)


def both_to_one_slot(cast, days) -> int:
    """Ana's and Kit's visits want the same time, day after day; how often both got it."""
    twice = 0
    for day in days:
        before = {one.pk: read(one).starts_at for one in (cast.ana_visit, cast.kit_visit)}
        said = together(moves_to(cast, cast.ana_visit, day), moves_to(cast, cast.kit_visit, day))
        after = [read(one) for one in (cast.ana_visit, cast.kit_visit)]
        there = [one for one in after if one.starts_at == day]
        twice += len(there) == 2
        assert len(there) == sum(isinstance(one, Move) for one in said) >= 1
        for one in after:
            (taken,) = held(one)
            assert taken == (cast.petra.pk, one.starts_at)
            assert one in there or one.starts_at == before[one.pk]
    return twice


def test_two_visits_to_one_slot(cast):
    assert both_to_one_slot(cast, DAYS) == 0
    assert overlapping_pairs() == 0


def test_red_control_without_the_guards_both_get_it(cast, monkeypatch):
    """The lock, the look and the constraint away: the same crowd must double-book."""
    monkeypatch.setattr(moving, "one_at_a_time", lambda _what: None)
    monkeypatch.setattr(moving, "objections_to", lambda _wish, *, at: [])
    nothing = {cast.petra.pk: []}
    monkeypatch.setattr(by_staff, "overlaps", lambda _wish, *, at: nothing)
    with without_the_guard():
        assert both_to_one_slot(cast, DAYS) > 0
        assert overlapping_pairs() > 0


def longer_and_moved(cast, days) -> int:
    """Ana's visit becomes longer while Kit's moves into the time after it; how often both had that time."""
    twice = 0
    for day in days:
        move(read(cast.ana_visit), wish(cast, day), by=cast.ana, at=AT, tells=False)
        late = read(cast.kit_visit).starts_at
        longer = replace(wish(cast, day), minutes=90)
        now = read(cast.ana_visit)
        said = together(
            lambda now=now, longer=longer: move(now, longer, by=cast.finn, at=AT),
            moves_to(cast, cast.kit_visit, day + timedelta(hours=1)),
        )
        done = [isinstance(one, Move) for one in said]
        twice += done == [True, True]
        assert any(done)
        assert (read(cast.ana_visit).ends_at - day == timedelta(minutes=90)) is done[0]
        assert (read(cast.kit_visit).starts_at == late) is not done[1]
    return twice


def test_made_longer_into_a_time_that_another_visit_takes(cast):
    assert longer_and_moved(cast, DAYS[:3]) == 0
    assert overlapping_pairs() == 0


def test_red_control_without_the_guards_both_have_the_time(cast, monkeypatch):
    monkeypatch.setattr(moving, "one_at_a_time", lambda _what: None)
    monkeypatch.setattr(moving, "objections_to", lambda _wish, *, at: [])
    monkeypatch.setattr(by_staff, "overlaps", lambda _wish, *, at: {cast.petra.pk: []})
    with without_the_guard():
        assert longer_and_moved(cast, DAYS[:3]) > 0
        assert overlapping_pairs() > 0


def test_two_visits_change_places_and_neither_is_lost(cast):
    kit_at, ana_at = read(cast.kit_visit).starts_at, read(cast.ana_visit).starts_at
    said = together(moves_to(cast, cast.ana_visit, kit_at), moves_to(cast, cast.kit_visit, ana_at))
    assert said == [Objected, Objected]
    assert (held(cast.ana_visit), held(cast.kit_visit)) == (
        [(cast.petra.pk, NINE)],
        [(cast.petra.pk, kit_at)],
    )


def moved_and_cancelled(cast) -> list[tuple]:
    """Ana moves while Finn cancels what both just looked at, with a fresh visit each round; what happened."""
    from tests.story import visit

    outcomes = []
    for day in DAYS:
        one = visit(cast.at_harbour, cast.quinn, cast.ana_record, day, by=cast.ana)
        now, asked = read(one), wish(cast, day + timedelta(hours=3), of=one, practitioner=cast.quinn)
        said = together(
            lambda now=now, asked=asked: move(now, asked, by=cast.ana, at=AT),
            lambda now=now: cancel(now, by=cast.finn, at=AT),
        )
        after = read(one)
        mails = Message.objects.filter(about__appointment=str(one.pk)).count()
        outcomes.append(
            (
                isinstance(said[0], Move),
                said[1],
                bool(after.cancelled_at),
                after.sequence,
                len(held(one)),
                mails,
            )
        )
    return outcomes


MOVED, CANCELLED = (True, False, False, 1, 1, 1), (False, True, True, 1, 0, 1)


def test_moved_and_cancelled_at_once_is_one_of_them(cast):
    assert set(moved_and_cancelled(cast)) <= {MOVED, CANCELLED}


def test_red_control_without_asking_what_was_seen_both_happen(cast, monkeypatch):
    real = Appointments.filter

    def careless(rows, *args, **named):
        if "pk" in named:
            named.pop("sequence", None)
        return real(rows, *args, **named)

    monkeypatch.setattr(Appointments, "filter", careless)
    for scope in ("unmet", "agreed"):  # whichever of the two comes first
        monkeypatch.setattr(Appointments, scope, lambda rows: rows.all())
    outcomes = moved_and_cancelled(cast)
    assert set(outcomes) - {MOVED, CANCELLED}
