"""Weekly blocks as clinics set them: nights, blocks that touch or overlap, blocks kept for some services (case C15)."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from booking.models import Preferences
from booking.tests.factories import HoldFactory, occupy
from booking.tests.test_finding import THURSDAY, grid, times
from clinic.models import Clinic, HoursException, OpeningHours, Resource, TimeOff
from common.tests.moment import AT

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
HOUR = timedelta(hours=1)


@pytest.fixture
def hours(cast):
    """`hours((weekday, opens, closes), …)`: Petra's week is this now; visits last an hour, breaks none."""

    def set_hours(*blocks, minutes=60):
        type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(minutes=minutes, buffer_after=0)
        cast.treatment.refresh_from_db()
        OpeningHours.objects.filter(practitioner=cast.petra).delete()
        made = [
            OpeningHours.objects.create(
                practitioner=cast.petra,
                location=cast.at_harbour.place,
                weekday=weekday,
                opens=round(opens * 60),
                closes=round(closes * 60),
            )
            for weekday, opens, closes in blocks
        ]
        Clinic.objects.filter(pk=cast.harbour.pk).update(version=F("version") + 1)
        return made

    return set_hours


def test_a_night_is_open_across_midnight(cast, hours):
    grid(cast, 30)
    hours((4, 22, 26))
    assert times(cast, FRIDAY) == ["22:00", "22:30", "23:00", "23:30"]  # this one ends at half past midnight
    assert times(cast, SATURDAY) == ["00:00", "00:30", "01:00"]


def test_an_evening_ends_at_midnight_sharp(cast, hours):
    grid(cast, 30)
    hours((4, 20, 24))
    assert times(cast, FRIDAY)[-1] == "23:00"
    assert times(cast, SATURDAY) == []


def test_an_evening_and_the_morning_after_are_one_block_where_they_touch(cast, hours):
    grid(cast, 30)
    hours((4, 20, 24), (5, 0, 2))
    assert times(cast, FRIDAY)[-2:] == ["23:00", "23:30"]
    hours((4, 20, 24), (5, 0.5, 2))
    assert times(cast, FRIDAY)[-1] == "23:00"


def test_the_night_of_sunday_reaches_into_monday(cast, hours):
    grid(cast, 60)
    hours((6, 22, 26))
    assert times(cast, date(2026, 11, 22)) == ["22:00", "23:00"]
    assert times(cast, date(2026, 11, 23)) == ["00:00", "01:00"]


def test_a_visit_at_night_takes_the_time_of_both_days(cast, hours):
    grid(cast, 30)
    hours((4, 22, 26))
    start = AT.replace(day=21, hour=3, minute=30)  # half past eleven on Friday in Halifax
    HoldFactory(
        clinic=cast.harbour, practitioner=cast.petra, service=cast.treatment, location=cast.at_harbour.place,
        starts_at=start, held_until=AT + HOUR,
    )  # fmt: skip
    assert times(cast, FRIDAY) == ["22:00", "22:30"]
    assert times(cast, SATURDAY) == ["00:30", "01:00"]


def test_a_closed_day_keeps_the_night_that_began_before_it(cast, hours):
    grid(cast, 60)
    hours((4, 22, 26), (5, 9, 12))
    HoursException.objects.create(practitioner=cast.petra, location=cast.at_harbour.place, date=SATURDAY)
    assert times(cast, SATURDAY) == ["00:00", "01:00"]


def test_a_single_night_that_differs(cast, hours):
    grid(cast, 60)
    hours((4, 9, 12))
    HoursException.objects.create(
        practitioner=cast.petra, location=cast.at_harbour.place, date=FRIDAY, opens=23 * 60, closes=25 * 60
    )
    assert times(cast, FRIDAY) == ["23:00"]
    assert times(cast, SATURDAY) == ["00:00"]


def test_blocks_that_touch_are_one(cast, hours):
    grid(cast, 30)
    hours((4, 9, 12), (4, 12, 17))
    assert {"11:30", "12:00"} <= set(times(cast, FRIDAY))
    hours((4, 9, 12), (4, 12.5, 17))
    assert {"11:30", "12:00"} & set(times(cast, FRIDAY)) == set()


def test_blocks_that_overlap_count_once(cast, hours):
    grid(cast, 60)
    hours((4, 9, 13), (4, 11, 15), (4, 12, 13))
    assert times(cast, FRIDAY) == ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00"]
    # Without round starts as well: one visit after the other from nine, not from eleven once more.
    grid(cast, None)
    hours((4, 9, 13), (4, 11, 15), minutes=50)
    assert times(cast, FRIDAY) == ["09:00", "09:50", "10:40", "11:30", "12:20", "13:10", "14:00"]


def test_a_block_for_some_services_joins_the_one_beside_it_for_those_alone(cast, hours):
    grid(cast, 30)
    _morning, noon = hours((4, 9, 12), (4, 12, 14))
    noon.services.add(cast.treatment)
    Clinic.objects.filter(pk=cast.harbour.pk).update(version=F("version") + 1)
    assert times(cast, FRIDAY)[-1] == "13:00"
    assert "11:30" in times(cast, FRIDAY)
    assert times(cast, FRIDAY, service=cast.assessment)[-1] == "11:00"


def test_breaks_may_lie_outside_the_block_and_never_in_another_visit(cast, hours):
    grid(cast, 30)
    hours((4, 9, 11))
    type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(buffer_before=15, buffer_after=15)
    cast.treatment.refresh_from_db()
    Clinic.objects.filter(pk=cast.harbour.pk).update(version=F("version") + 1)
    assert times(cast, FRIDAY) == ["09:00", "09:30", "10:00"]
    held = HoldFactory(
        clinic=cast.harbour, practitioner=cast.petra, service=cast.treatment, location=cast.at_harbour.place,
        starts_at=AT.replace(day=20, hour=14), held_until=AT + HOUR,
    )  # fmt: skip
    assert held.ends_at == AT.replace(day=20, hour=15)  # 10:00 to 11:00, with its breaks 9:45 to 11:15
    assert times(cast, FRIDAY) == []


def test_a_room_in_repair_closes_what_needs_it(cast, hours):
    grid(cast, 60)
    hours((4, 9, 12))
    room = Resource.objects.create(clinic=cast.harbour, name="Pool")
    cast.treatment.resources.add(room)
    TimeOff.objects.create(
        bookable=room, starts_at=AT.replace(day=20, hour=14), ends_at=AT.replace(day=20, hour=15)
    )
    assert times(cast, FRIDAY) == ["09:00", "11:00"]
    assert "10:00" in times(cast, FRIDAY, service=cast.assessment)


def test_two_who_need_one_room_take_turns(cast, hours):
    grid(cast, 60)
    hours((3, 9, 12))
    room = Resource.objects.create(clinic=cast.harbour, name="Pool")
    cast.treatment.resources.add(room)
    held = HoldFactory(
        clinic=cast.harbour, practitioner=cast.quinn, starts_at=AT + timedelta(days=2, hours=1)
    )
    occupy([room], held.starts_at, cast.treatment, hold=held, held_until=AT + HOUR)
    Preferences.objects.filter(clinic=cast.harbour).update(notice_hours=0)
    assert "10:00" not in times(cast, THURSDAY)
