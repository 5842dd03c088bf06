"""The calendar file, beside a file of gold: any change of what calendars are sent shows as a difference."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from icalendar import Calendar

from booking.calendar_file import calendar_file
from booking.models import Appointment, Booking
from clinic.models import Clinic, Location, Practitioner, Service
from records.models import Patient

GOLD = Path(__file__).parent / "golden"
AT = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)


def visit_at(starts_at, *, number=1, zone="America/Halifax", setting="in_person", **fields):
    """A visit that was never saved: the file asks nothing of the database."""
    clinic = Clinic(name="Harbour Street Clinic", timezone=zone, phone="(902) 555-0142")
    return Appointment(
        pk=UUID(int=number),
        clinic=clinic,
        booking=Booking(clinic=clinic),
        patient=Patient(given_name="Ana", family_name="Cast"),
        service=Service(title="Physiotherapy assessment", setting=setting),
        practitioner=Practitioner(name="Tomas Reyes"),
        location=Location(name="12 Harbour Street", detail="Second floor, Halifax"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **fields,
    )


@pytest.fixture(autouse=True)
def _domain(settings):
    settings.MAIL_DOMAIN, settings.DEFAULT_FROM_EMAIL = "anteroom.example", "no-reply@anteroom.example"


def same_as(name: str, file: bytes):
    """The file equals the one kept in golden/. Calendars end every line with CR LF."""
    kept = (GOLD / f"{name}.ics").read_text().replace("\n", "\r\n")
    assert file.decode() == kept


def test_a_visit_in_winter_time():
    same_as("halifax-winter", calendar_file([visit_at(datetime(2026, 11, 26, 19, 40, tzinfo=UTC))], at=AT))


def test_a_visit_in_summer_time_where_summer_is_in_december():
    visit = visit_at(datetime(2026, 12, 3, 22, 0, tzinfo=UTC), zone="Australia/Sydney")
    same_as("sydney-summer", calendar_file([visit], at=AT))


def test_two_visits_the_night_the_clocks_change():
    # 1:30 comes twice that night in Halifax: once before, once after the change.
    twice = [visit_at(datetime(2026, 11, 1, hour, 30, tzinfo=UTC), number=hour) for hour in (4, 5)]
    same_as("halifax-change", calendar_file(twice, at=AT))


def test_a_cancelled_visit_keeps_its_uid_and_counts_on():
    start = datetime(2026, 11, 26, 19, 40, tzinfo=UTC)
    booked = Calendar.from_ical(calendar_file([visit_at(start)], at=AT))
    gone = calendar_file([visit_at(start, sequence=1)], at=AT + timedelta(days=1), cancelled=True)
    same_as("halifax-cancelled", gone)
    before, after = (file.walk("VEVENT")[0] for file in (booked, Calendar.from_ical(gone)))
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize("zone", ["America/Halifax", "Europe/Dublin", "Asia/Kolkata", "UTC"])
def test_every_zone_says_the_same_instant(zone):
    start = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)
    file = Calendar.from_ical(calendar_file([visit_at(start, zone=zone)], at=AT))
    (event,) = file.walk("VEVENT")
    assert event.decoded("dtstart") == start
    assert event.decoded("dtend") == start + timedelta(hours=1)


@pytest.mark.parametrize("words", ["Physiotherapy", "Ana", "Tomas", "assessment"])
def test_it_says_nothing_of_what_for_and_for_whom(words):
    assert words not in calendar_file([visit_at(AT)], at=AT).decode()


def test_a_visit_by_video_has_no_address():
    (event,) = Calendar.from_ical(calendar_file([visit_at(AT, setting="video")], at=AT)).walk("VEVENT")
    assert event["LOCATION"] == "By video"
