"""The page of times puts few starts on the calendar; what it says is as if it had put them all there."""

from collections import namedtuple
from random import Random
from zoneinfo import ZoneInfo

import pytest

from booking.availability.wallclock import local_day, midnight, to_instant
from booking.presenters.choosing import told_of, week_page
from common.tests.moment import AT

Week = namedtuple("Week", "monday earlier later")
Clinic = namedtuple("Clinic", "zone")


def page(starts, clinic, monday):
    free = [(start, to_instant(start).astimezone(clinic.zone)) for start in starts]
    return week_page(clinic, free, Week(monday, "before", "after"), is_open=lambda day: True, at=AT)


@pytest.mark.parametrize("zone", ["America/Halifax", "Australia/Lord_Howe", "America/Santiago"])
def test_the_page_is_the_same(zone):
    zone, draw = ZoneInfo(zone), Random(7)
    today = AT.astimezone(zone).date().toordinal()
    first = today - (today - 1) % 7
    low, high = (midnight(zone, day) for day in (first, first + 210))  # over a change of the clocks
    for crowd in (0, 1, 2, 5, 40, 900):
        starts = sorted(draw.sample(range(low, high, 15), crowd))
        for monday in range(first, first + 210, 21):
            told = told_of(starts, zone, monday)
            assert page(told, Clinic(zone), monday) == page(starts, Clinic(zone), monday)
            assert len(told) <= 4 + sum(monday <= local_day(one, zone) < monday + 7 for one in starts)
