"""Odd zones on the days their clocks change; every zone until 2037 is in `make prove` (B3)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from booking.actions.reminding import remind_all
from booking.availability.wallclock import to_minutes
from booking.models import Appointment, Booking, Preferences
from booking.tests.clock_changes import changes, days_around, deadlines
from common.tests.moment import LONG_AGO
from outbox.models import Message

FAULTS = ("missing", "twice", "minutes", "begins", "deadline")
FROM, UNTIL = (to_minutes(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2026))
# Midnight does not exist, or comes twice; half an hour; two hours; a change that follows the moon.
ODD = [
    "Africa/Cairo", "Asia/Beirut", "America/Asuncion", "America/Havana", "Atlantic/Azores", "Australia/Lord_Howe",
    "Antarctica/Troll", "Africa/Casablanca", "America/Halifax",
]  # fmt: skip


def faults_of(name) -> Counter:
    zone, found = ZoneInfo(name), Counter()
    for change in changes(zone, FROM, UNTIL):
        found += days_around(zone, change) + deadlines(zone, change)
    return found


@pytest.mark.parametrize("name", ODD)
def test_no_hour_is_missing_or_twice_and_deadlines_are_instants(name):
    found = faults_of(name)
    assert {fault: found[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert found["days"] and found["deadlines"]
    # The red control: steps on the wall clock, days of 24 hours.
    assert found["naive minutes"] and found["naive begins"] and found["naive deadline"]


def test_there_are_midnights_that_do_not_exist():
    seen = {name: faults_of(name)["no_midnight"] for name in ODD[:4]}
    assert seen == {"Africa/Cairo": 2, "Asia/Beirut": 2, "America/Asuncion": 1, "America/Havana": 2}


@pytest.mark.parametrize(
    "starts_at",
    [datetime(2027, 3, 14, 13, tzinfo=UTC), datetime(2026, 11, 1, 14, tzinfo=UTC)],
    ids=["forward", "back"],
)
def test_a_reminder_is_due_real_hours_before(cast, starts_at):
    """The clocks of Halifax change in the night before the visit."""
    Preferences.objects.update(reminder_hours=24)
    Appointment.objects.update(reminded_of=F("starts_at"))
    mine = Appointment.objects.filter(pk=cast.ana_visit.pk)
    mine.update(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=40), reminded_of=None)
    due = starts_at - timedelta(hours=24)
    booked = Booking.objects.filter(appointments=cast.ana_visit)

    def reminded(made_at, at):
        booked.update(made_at=made_at)
        remind_all(at=at)
        return Message.objects.filter(kind="booking.reminder").count()

    second = timedelta(seconds=1)
    assert reminded(LONG_AGO, due - second) == 0
    assert reminded(due, due) == 0  # booked no earlier than that: nobody needs reminding
    assert reminded(due - second, due) == 1
