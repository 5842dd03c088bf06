"""One day of the clinic: hours, lanes, days on which the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking.tests.factories import HoldFactory
from clinic.models import OpeningHours
from clinic.tests.factories import ClosureFactory, HoursExceptionFactory, TimeOffFactory, work_week
from common.tests.moment import AT
from office.day import the_days
from office.presenters.columns import LEAST, _in_lanes, calendar
from tests.story import visit

TUESDAY = date(2026, 11, 17)
DAY = timedelta(days=1)


def the_day(clinic, day, *, at):
    return the_days(clinic, [day], at=at)[0]


def spans(cast, day=TUESDAY):
    cast.harbour.refresh_from_db()
    found = the_day(cast.harbour, day, at=AT)
    return found.open_spans(cast.petra)


def column_of(shown, person):
    return next(column for column in shown["columns"] if column["name"] == person.name)


def test_hours_are_those_of_the_week(cast):
    assert spans(cast) == [(540, 1020)]
    assert spans(cast, date(2026, 11, 22)) == []


def test_a_day_that_differs_replaces_the_week(cast):
    common = {"practitioner": cast.petra, "location": cast.at_harbour.place}
    HoursExceptionFactory(**common, date=TUESDAY, opens=600, closes=660)
    assert spans(cast) == [(600, 660)]
    HoursExceptionFactory(**common, date=date(2026, 11, 18))
    assert spans(cast, date(2026, 11, 18)) == []


def test_time_off_is_taken_out(cast):
    TimeOffFactory(bookable=cast.petra, starts_at=AT + timedelta(hours=3), ends_at=AT + timedelta(hours=4))
    assert spans(cast) == [(540, 720), (780, 1020)]


def test_hours_past_midnight_reach_into_the_next_day(cast):
    OpeningHours.objects.all().delete()
    work_week(cast.petra, cast.at_harbour.place, opens=22 * 60, closes=26 * 60, days=[1])
    assert spans(cast) == [(1320, 1440)]
    assert spans(cast, date(2026, 11, 18)) == [(0, 120)]


def test_on_a_closed_day_nobody_is_in_and_everybody_is_shown(cast):
    OpeningHours.objects.filter(practitioner=cast.petra).delete()
    work_week(cast.petra, cast.at_harbour.place, opens=22 * 60, closes=26 * 60, days=[0, 1, 2])
    ClosureFactory(clinic=cast.lakeside, first_day=TUESDAY - DAY, last_day=TUESDAY + DAY)
    ClosureFactory(clinic=cast.harbour, first_day=TUESDAY, last_day=TUESDAY)
    # The night before ends at midnight, and what the closed day began goes on after it.
    around = [spans(cast, TUESDAY + DAY * days) for days in (-1, 0, 1)]
    assert around == [[(1320, 1440)], [], [(0, 120), (1320, 1440)]]
    shown = calendar(the_day(cast.harbour, TUESDAY, at=AT), "")
    closed = [{"kind": "closed", "minute": 480, "minutes": 600, "classes": "at h8 m0 hh10 mm0 block-closed"}]
    assert [(one["name"], one["detail"], one["blocks"]) for one in shown["columns"]] == [
        ("Petra Cast", "Closed", closed),
        ("Quinn Cast", "Closed", closed),
    ]


def test_a_visit_stays_in_sight_on_a_day_that_was_closed_since(cast):
    visit(cast.at_harbour, cast.quinn, cast.kit_record, AT)
    ClosureFactory(clinic=cast.harbour, first_day=TUESDAY)
    spans(cast)
    shown = calendar(the_day(cast.harbour, TUESDAY, at=AT), "")
    assert [(one["name"], one["detail"]) for one in shown["columns"]] == [("Quinn Cast", "Closed, 1 visit")]


@pytest.mark.parametrize(
    ("day", "longer"),
    [(date(2026, 11, 1), 60), (date(2026, 3, 8), -60), (TUESDAY, 0)],
    ids=["25 hours", "23 hours", "24 hours"],
)
def test_days_on_which_the_clocks_change(cast, day, longer):
    """A visit over the change lasts as long as it lasts; the page holds."""
    start = datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)  # 1:30 in Halifax, first time round
    visit(cast.at_harbour, cast.petra, cast.ana_record, start, service=cast.assessment)
    found = the_day(cast.harbour, day, at=AT)
    assert (found.clock_change, len(found.visits)) == (longer, 1)
    block = next(
        block for block in column_of(calendar(found, "/"), cast.petra)["blocks"] if block["kind"] == "visit"
    )
    assert block["minutes"] == 60
    assert block["minute"] in {30, 90}


def test_the_hour_that_comes_twice_holds_two_visits_side_by_side(cast):
    first = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)  # 1:00 in Halifax, and an hour later 1:00 again
    for start in (first, first + timedelta(hours=1)):
        visit(cast.at_harbour, cast.petra, cast.ana_record, start)
    shown = calendar(the_day(cast.harbour, date(2026, 11, 1), at=AT), "/")
    blocks = [block for block in column_of(shown, cast.petra)["blocks"] if block["kind"] == "visit"]
    assert [(block["minute"], block["lane"], block["lanes"]) for block in blocks] == [(60, 1, 2), (60, 2, 2)]


def test_a_visit_over_midnight_is_on_both_days(cast):
    late = datetime(2026, 11, 18, 3, 40, tzinfo=UTC)  # 23:40 on Tuesday
    visit(cast.at_harbour, cast.petra, cast.ana_record, late)
    places = []
    for day in (TUESDAY, TUESDAY + timedelta(days=1)):
        blocks = column_of(calendar(the_day(cast.harbour, day, at=AT), "/"), cast.petra)["blocks"]
        places += [(block["minute"], block["minutes"]) for block in blocks if block["kind"] == "visit"]
    assert places == [(1415, 25), (0, 25)]


def test_nothing_is_drawn_too_small_to_hit(cast):
    cast.treatment.minutes = 5
    cast.treatment.save()
    for minutes in (0, 5, 10):
        start = AT + timedelta(hours=1, minutes=minutes)
        cast.treatment.buffer_after = 0
        visit(cast.at_harbour, cast.petra, cast.ana_record, start, service=cast.treatment)
    blocks = column_of(calendar(the_day(cast.harbour, TUESDAY, at=AT), "/"), cast.petra)["blocks"]
    drawn = [block for block in blocks if block["kind"] == "visit"]
    assert [(block["minutes"], block["lane"], block["lanes"]) for block in drawn] == [
        (25, 1, 3),
        (25, 2, 3),
        (25, 3, 3),
    ]


def block(minute, minutes=LEAST):
    return {"kind": "visit", "minute": minute, "minutes": minutes}


def test_lanes_are_used_again_as_soon_as_they_are_free():
    shown = _in_lanes([block(540), block(555), block(570), block(600)], "/list")
    assert [(one["lane"], one["lanes"]) for one in shown] == [(1, 2), (2, 2), (1, 2), (1, 0)]


def test_more_than_three_at_once_are_told_and_shown_in_the_list():
    shown = _in_lanes([block(540, 60) for _n in range(5)], "/list")
    assert [(one["lane"], one["lanes"]) for one in shown] == [(1, 3), (2, 3), (3, 3)]
    assert (shown[2]["text"], shown[2]["url"]) == ("3 more, see the list", "/list")


def test_a_held_time_is_dashed_until_it_runs_out(cast):
    common = {
        "clinic": cast.harbour,
        "practitioner": cast.petra,
        "service": cast.treatment,
        "location": cast.at_harbour.place,
    }
    HoldFactory(**common, starts_at=AT + timedelta(hours=2), held_until=AT + timedelta(minutes=5, seconds=30))
    HoldFactory(**common, starts_at=AT + timedelta(hours=4), held_until=AT)
    blocks = column_of(calendar(the_day(cast.harbour, TUESDAY, at=AT), "/"), cast.petra)["blocks"]
    held = [block for block in blocks if block["kind"] == "held"]
    assert [(block["minute"], block["minutes"], block["text"]) for block in held] == [
        (660, 40, "Held online, 6 min")
    ]


def test_a_column_for_whoever_is_in_or_has_visits(cast):
    def names(day):
        return [person.name for person in the_day(cast.harbour, day, at=AT).people]

    OpeningHours.objects.filter(practitioner=cast.quinn, weekday__in=[1, 3]).delete()
    cast.harbour.refresh_from_db()
    assert names(TUESDAY) == ["Petra Cast"]
    visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(days=2))
    assert names(date(2026, 11, 19)) == ["Petra Cast", "Quinn Cast"]
    assert names(date(2026, 11, 22)) == ["Petra Cast", "Quinn Cast"]


def test_whoever_left_keeps_a_column_on_days_with_visits(cast):
    cast.petra.retired_at = AT
    cast.petra.save()
    cast.harbour.refresh_from_db()
    names = [
        [person.name for person in the_day(cast.harbour, day, at=AT).people]
        for day in (TUESDAY, TUESDAY + timedelta(days=2))
    ]
    assert names == [["Quinn Cast"], ["Quinn Cast", "Petra Cast"]]
