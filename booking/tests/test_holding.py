"""Holding a time: ten minutes, once longer, three per visitor; the old one is kept until the new one is sure."""

from datetime import timedelta

import pytest

from booking.actions import holding
from booking.availability.wallclock import to_minutes
from booking.models import Hold, Occupancy
from clinic.models import Clinic
from common.tests.moment import AT

TEN = AT + timedelta(
    days=2, hours=1, minutes=30
)  # 10:30 in Halifax, free with everybody on a 45-minute rhythm


def hold(cast, start=TEN, *, mark="v", address="a", at=AT, people=None, replaced=None, service=None):
    return holding.hold(
        clinic=Clinic.objects.get(pk=cast.harbour.pk),
        service=service or cast.treatment,
        practitioners=people or [cast.quinn],
        location=cast.at_harbour.place,
        start=to_minutes(start),
        visitor=holding.Visitor(mark, address),
        at=at,
        replaced=replaced,
    )


def test_it_is_held_ten_minutes_breaks_included(cast):
    held = hold(cast)
    row = Occupancy.objects.get(hold=held)
    assert held.held_until == AT + timedelta(minutes=10)
    assert (row.during.lower, row.during.upper) == (TEN, TEN + timedelta(minutes=45))


@pytest.mark.parametrize(
    "start",
    [
        AT - timedelta(days=1),  # past
        AT + timedelta(minutes=30),  # inside the notice
        AT + timedelta(days=2, hours=12),  # outside hours
        TEN + timedelta(minutes=7),  # off the rhythm
        AT + timedelta(days=400),  # beyond the horizon
    ],
)
def test_what_is_not_offered_cannot_be_held_by_hand(cast, start):
    """Case C20."""
    with pytest.raises(holding.NotHeld, match="taken"):
        hold(cast, start)
    assert Hold.objects.count() == 0


def test_a_time_held_by_another_is_refused_and_theirs_stays(cast):
    """Case C4."""
    theirs = hold(cast)
    with pytest.raises(holding.NotHeld, match="taken"):
        hold(cast, mark="other")
    assert Occupancy.objects.get(hold=theirs).released_at is None


def test_no_preference_takes_whoever_is_free_first(cast):
    quarter_past_two = AT + timedelta(days=2, hours=5, minutes=15)
    people = [cast.quinn, cast.petra]
    held = [hold(cast, quarter_past_two, people=people, mark=f"v{n}") for n in range(2)]
    assert [(one.practitioner.pk, one.any_practitioner) for one in held] == [
        (cast.quinn.pk, True),
        (cast.petra.pk, True),
    ]
    with pytest.raises(holding.NotHeld, match="taken"):
        hold(cast, quarter_past_two, people=people, mark="v3")


def test_the_fourth_hold_of_a_visitor_is_refused_until_one_runs_out(cast):
    """Case C6."""
    starts = [TEN + timedelta(minutes=45 * n) for n in range(4)]
    for start in starts[:3]:
        hold(cast, start)
    with pytest.raises(holding.NotHeld, match="too_many"):
        hold(cast, starts[3])
    assert hold(cast, starts[3], at=AT + timedelta(minutes=10)).pk


def test_an_address_may_hold_more_than_a_visitor_but_not_everything(cast, settings):
    settings.HOLDS_PER_ADDRESS = 4
    starts = [TEN + timedelta(minutes=45 * n) for n in range(5)]
    for number, start in enumerate(starts[:4]):
        hold(cast, start, mark=f"v{number}")
    with pytest.raises(holding.NotHeld, match="too_many"):
        hold(cast, starts[4], mark="v9")


def test_changing_the_time_carries_the_answers_and_frees_the_old_one(cast):
    before = hold(cast)
    before.answers = {"note": "knee"}
    before.save()
    after = hold(cast, TEN + timedelta(minutes=45), replaced=before)
    assert after.answers == {"note": "knee"}
    assert not Occupancy.objects.filter(hold=before, released_at=None).exists()


def test_a_change_that_fails_keeps_the_old_time(cast):
    """Case C11."""
    mine = hold(cast)
    hold(cast, TEN + timedelta(minutes=45), mark="other")
    with pytest.raises(holding.NotHeld):
        hold(cast, TEN + timedelta(minutes=45), replaced=mine)
    assert Occupancy.objects.filter(hold=mine, released_at=None).count() == 1


def test_it_can_be_kept_longer_once(cast):
    held = hold(cast)
    later = AT + timedelta(minutes=9)
    assert holding.extend(held, at=later) is True
    assert Occupancy.objects.get(hold=held).held_until == later + timedelta(minutes=10)
    assert holding.extend(held, at=later) is False


def test_what_ran_out_cannot_be_prolonged(cast):
    held = hold(cast)
    assert holding.extend(held, at=held.held_until) is False
