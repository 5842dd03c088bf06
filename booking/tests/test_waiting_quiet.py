"""Quiet hours by the clinic's clock, also in the nights in which it changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.models import Preferences
from booking.waiting.quiet import is_quiet, runs_until
from clinic.models import Clinic

HALIFAX = ZoneInfo("America/Halifax")


def clinic():
    return Clinic(timezone="America/Halifax")


def at(text) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HALIFAX).astimezone(UTC)


@pytest.mark.parametrize(
    "now, quiet, until",
    [
        ("2026-11-17 09:00:30", False, "2026-11-17 09:30:30"),
        ("2026-11-17 20:30", False, "2026-11-17 21:00"),
        ("2026-11-17 20:45", False, "2026-11-18 08:15"),
        ("2026-11-17 21:00", True, "2026-11-18 08:30"),
        ("2026-11-18 07:59", True, "2026-11-18 08:30"),
        ("2026-11-18 08:00", False, "2026-11-18 08:30"),
        # The night of 31 October has an hour more, that of 13 March one less: still until eight.
        ("2026-10-31 20:45", False, "2026-11-01 08:15"),
        ("2027-03-13 20:45", False, "2027-03-14 08:15"),
    ],
)
def test_the_night_does_not_count(now, quiet, until):
    rules = Preferences()
    assert is_quiet(rules, clinic(), at=at(now)) is quiet
    assert runs_until(rules, clinic(), at=at(now)) == at(until)


def test_quiet_hours_of_a_day_and_none_at_all():
    siesta = Preferences(quiet_from=12, quiet_until=14)
    assert runs_until(siesta, clinic(), at=at("2026-11-17 11:50")) == at("2026-11-17 14:20")
    assert not is_quiet(siesta, clinic(), at=at("2026-11-17 23:00"))
    never = Preferences(quiet_from=21, quiet_until=21)
    assert not is_quiet(never, clinic(), at=at("2026-11-17 23:00"))
    assert runs_until(never, clinic(), at=at("2026-11-17 20:50")) == at("2026-11-17 21:20")


def test_nearly_always_quiet():
    """An hour and a bit of two days, where nothing else is left."""
    rules = Preferences(quiet_from=9, quiet_until=8)
    now = at("2026-11-17 08:50")
    assert runs_until(rules, clinic(), at=now) == now + timedelta(hours=23, minutes=30)
