"""Hours on the wall become instants, exactly, also on the nights when clocks change (cases C12, C13, C15, C18)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.availability.slots import Shape, starts
from booking.availability.wallclock import midnight, open_minutes, to_instant, to_minutes

TORONTO, HALIFAX, LORD_HOWE = (
    ZoneInfo(name) for name in ("America/Toronto", "America/Halifax", "Australia/Lord_Howe")
)


def offered(zone, day, opens, closes, minutes):
    """The starts of a block as (wall clock, zone abbreviation)."""
    blocks = open_minutes(zone, day.toordinal(), opens * 60, closes * 60)
    found = starts(blocks, [], Shape(minutes), earliest=0, latest=10**9)
    return [to_instant(one).astimezone(zone).strftime("%H:%M %Z") for one in found]


def test_an_ordinary_day_is_just_its_hours():
    assert offered(HALIFAX, date(2026, 11, 26), 9, 12, 60) == ["09:00 AST", "10:00 AST", "11:00 AST"]


def test_the_night_the_clocks_go_forward_has_no_hour_that_does_not_exist():
    assert offered(TORONTO, date(2027, 3, 14), 0, 6, 30) == [
        "00:00 EST", "00:30 EST", "01:00 EST", "01:30 EST",
        "03:00 EDT", "03:30 EDT", "04:00 EDT", "04:30 EDT", "05:00 EDT", "05:30 EDT",
    ]  # fmt: skip


def test_the_night_the_clocks_go_back_offers_both_hours_each_once():
    assert offered(TORONTO, date(2026, 11, 1), 0, 4, 30) == [
        "00:00 EDT", "00:30 EDT", "01:00 EDT", "01:30 EDT", "01:00 EST", "01:30 EST",
        "02:00 EST", "02:30 EST", "03:00 EST", "03:30 EST",
    ]  # fmt: skip


def test_a_block_that_ends_inside_the_repeated_hour_is_open_in_both_of_them():
    day = date(2026, 11, 1).toordinal()
    ranges = open_minutes(TORONTO, day, 30, 90)
    assert [(high - low) for low, high in ranges] == [60, 30]


@pytest.mark.parametrize("day", [date(2026, 10, 4), date(2027, 4, 4)])
def test_half_an_hour_of_change_leaves_no_gap_and_no_repeat(day):
    blocks = open_minutes(LORD_HOWE, day.toordinal(), 0, 360)
    found = starts(blocks, [], Shape(30), earliest=0, latest=10**9)
    assert [b - a for a, b in zip(found, found[1:], strict=False)] == [30] * (len(found) - 1)
    assert len(found) == (11 if day.month == 10 else 13)


def test_hours_cross_midnight_and_end_exactly_at_twenty_four():
    assert offered(HALIFAX, date(2026, 11, 26), 22, 26, 60)[-1] == "01:00 AST"
    assert offered(HALIFAX, date(2026, 11, 26), 20, 24, 60)[-1] == "23:00 AST"


def test_a_midnight_that_does_not_exist_is_the_first_minute_after_it():
    zone = ZoneInfo("America/Santiago")  # clocks go forward at 24:00 on 5 September 2026
    first = to_instant(midnight(zone, date(2026, 9, 6).toordinal())).astimezone(zone)
    assert first.strftime("%Y-%m-%d %H:%M") == "2026-09-06 01:00"


def test_minutes_and_instants_are_each_other():
    instant = datetime(2026, 11, 26, 19, 40, tzinfo=ZoneInfo("UTC"))
    assert to_instant(to_minutes(instant)) == instant
