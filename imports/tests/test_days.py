"""Days and times as they are written elsewhere."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from imports.days import Unclear, both_of, day_of, instant_of, order_of, time_of

HALIFAX = ZoneInfo("America/Halifax")


@pytest.mark.parametrize("text, order", [
    ("1988-05-04", "ymd"), ("1988/5/4", "dmy"), ("04/05/1988", "dmy"), ("4.5.1988", "dmy"), ("05-04-1988", "mdy"),
    ("4 May 1988", "ymd"), ("May 4, 1988", "ymd"), ("4 mai 1988", "ymd"), ("1988-05-04 00:00:00", "ymd"),
    ("1988-05-04T00:00:00Z", "ymd"), ("Wed 4 May 1988", "dmy"),
])  # fmt: skip
def test_a_day(text, order):
    assert day_of(text, order) == date(1988, 5, 4)


@pytest.mark.parametrize(
    "text", ["04/05/88", "31/31/1999", "29/02/1999", "yesterday", "1988", "4 jui 1988", ""]
)
def test_what_is_no_day_is_not_guessed_at(text):
    with pytest.raises(Unclear):
        day_of(text, "dmy")


def test_the_order_of_a_column():
    assert order_of(["1988-05-04"]) == "ymd"
    assert order_of(["04/05/1988", "13/05/1988"]) == "dmy"
    assert order_of(["04/05/1988", "05/13/1988"]) == "mdy"


@pytest.mark.parametrize("text, at", [
    ("14:30", time(14, 30)), ("2:30 PM", time(14, 30)), ("2:30pm", time(14, 30)), ("14 h 30", time(14, 30)),
    ("9h", time(9)), ("12:00 am", time(0)), ("12 p.m.", time(12)), ("14:30:00", time(14, 30)),
])  # fmt: skip
def test_a_time(text, at):
    assert time_of(text) == at


@pytest.mark.parametrize("text", ["25:00", "14", "13 pm", "noon", "10:75"])
def test_what_is_no_time(text):
    with pytest.raises(Unclear):
        time_of(text)


def test_both_in_one_cell():
    assert both_of("2026-12-01T14:30:00", "ymd") == (date(2026, 12, 1), time(14, 30))
    assert both_of("01/12/2026 2:30 pm", "dmy") == (date(2026, 12, 1), time(14, 30))
    with pytest.raises(Unclear, match="no time beside the day"):
        both_of("2026-12-01", "ymd")


def test_hours_that_a_clock_skips_or_repeats():
    assert instant_of(date(2027, 3, 13), time(2, 30), HALIFAX) == datetime(2027, 3, 13, 6, 30, tzinfo=UTC)
    with pytest.raises(Unclear, match="clocks skip this time"):
        instant_of(date(2027, 3, 14), time(2, 30), HALIFAX)
    with pytest.raises(Unclear, match="comes twice"):
        instant_of(date(2027, 11, 7), time(1, 30), HALIFAX)


def test_the_last_evening_of_all_is_no_date():
    """How some systems write “never”: said of its row, and the rest of the file goes on."""
    with pytest.raises(Unclear, match="There is no such date."):
        instant_of(date(9999, 12, 31), time(23, 59), HALIFAX)
