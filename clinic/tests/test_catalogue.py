"""When somebody is open: the day's exceptions, else the week; one answer for the booking pages and the office."""

from datetime import date

import pytest

from clinic.catalogue import catalogue_of
from clinic.models import Clinic
from clinic.tests.factories import (
    HoursExceptionFactory,
    LocationFactory,
    OpeningHoursFactory,
    PractitionerFactory,
    ServiceFactory,
    work_week,
)

MONDAY = date(2026, 11, 16)
NINE, TEN, NOON, ONE, FIVE = (hour * 60 for hour in (9, 10, 12, 13, 17))


@pytest.fixture
def open_on(db):
    """`open_on(person, place, day, service)`, asked of the clinic as it is now."""

    def ask(person, place, day=MONDAY, service=None):
        catalogue = catalogue_of(Clinic.objects.get(pk=person.clinic_id))
        return catalogue.open_on(person.pk, place.pk, day.toordinal(), service=service)

    return ask


@pytest.fixture
def petra(db):
    return PractitionerFactory()


@pytest.fixture
def place(petra):
    place = LocationFactory(clinic=petra.clinic)
    work_week(petra, place)
    return place


def test_the_week_rules_where_nothing_else_is_said(open_on, petra, place):
    assert open_on(petra, place) == [(NINE, FIVE)]
    assert open_on(petra, place, date(2026, 11, 21)) == []
    assert open_on(petra, LocationFactory(clinic=petra.clinic)) == []


def test_exceptions_replace_their_day_and_no_other(open_on, petra, place):
    where = {"practitioner": petra, "location": place, "date": MONDAY}
    HoursExceptionFactory(**where, opens=TEN, closes=NOON)
    HoursExceptionFactory(**where, opens=ONE, closes=FIVE)
    assert sorted(open_on(petra, place)) == [(TEN, NOON), (ONE, FIVE)]
    assert open_on(petra, place, date(2026, 11, 23)) == [(NINE, FIVE)]


def test_a_closed_day_is_closed(open_on, petra, place):
    HoursExceptionFactory(practitioner=petra, location=place, date=MONDAY)
    assert open_on(petra, place) == []


def test_a_date_may_be_kept_for_some_services_too(open_on, petra, place):
    that_day = HoursExceptionFactory(practitioner=petra, location=place, date=MONDAY, opens=TEN, closes=NOON)
    first, other = ServiceFactory(clinic=petra.clinic), ServiceFactory(clinic=petra.clinic)
    assert open_on(petra, place, service=other) == [(TEN, NOON)]
    that_day.services.add(first)  # nothing else is saved: the catalogue is a new one all the same
    assert [open_on(petra, place, service=service) for service in (first, other)] == [[(TEN, NOON)], []]
    assert open_on(petra, place) == [(TEN, NOON)]


def test_hours_kept_for_some_services_are_open_to_those_and_to_whoever_asks_for_none(open_on, petra, place):
    evening = OpeningHoursFactory(practitioner=petra, location=place, weekday=0, opens=FIVE, closes=20 * 60)
    first, other = ServiceFactory(clinic=petra.clinic), ServiceFactory(clinic=petra.clinic)
    evening.services.add(first)
    assert open_on(petra, place, service=other) == [(NINE, FIVE)]
    assert open_on(petra, place, service=first) == [(NINE, FIVE), (FIVE, 20 * 60)]
    assert open_on(petra, place) == [(NINE, FIVE), (FIVE, 20 * 60)]
