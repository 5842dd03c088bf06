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


def instants(file: bytes, name: str) -> list:
    """What a calendar reads, in UTC: times of a zone that repeat are equal to no others (PEP 495)."""
    return [event.decoded(name).astimezone(UTC) for event in Calendar.from_ical(file).walk("VEVENT")]


def test_a_visit_in_winter_time():
    same_as("halifax-winter", calendar_file([visit_at(datetime(2026, 11, 26, 19, 40, tzinfo=UTC))], at=AT))


def test_a_visit_in_summer_time_where_summer_is_in_december():
    visit = visit_at(datetime(2026, 12, 3, 22, 0, tzinfo=UTC), zone="Australia/Sydney")
    same_as("sydney-summer", calendar_file([visit], at=AT))


def test_two_visits_the_night_the_clocks_change():
    # 1:30 comes twice that night in Halifax: once before, once after the change.
    twice = [visit_at(datetime(2026, 11, 1, hour, 30, tzinfo=UTC), number=hour) for hour in (4, 5)]
    same_as("halifax-change", calendar_file(twice, at=AT))


def test_a_visit_during_which_the_clocks_go_forward():
    # From half past one to half past three: an hour.
    start = datetime(2027, 3, 14, 5, 30, tzinfo=UTC)
    file = calendar_file([visit_at(start)], at=AT)
    same_as("halifax-spring", file)
    assert instants(file, "dtstart") == [start]
    assert instants(file, "dtend") == [start + timedelta(hours=1)]


def test_a_zone_whose_clocks_change_by_half_an_hour():
    """Lord Howe Island: 10½ hours ahead in winter, 11 in summer. The second of two equal times is in UTC."""
    starts = [datetime(2027, 4, 3, 14, 45, tzinfo=UTC), datetime(2027, 4, 3, 15, 15, tzinfo=UTC)]
    visits = [visit_at(one, number=n, zone="Australia/Lord_Howe") for n, one in enumerate(starts, 1)]
    file = calendar_file(visits, at=AT)
    same_as("lord-howe", file)
    assert instants(file, "dtstart") == starts


def test_a_moved_visit_keeps_its_uid_and_counts_on():
    start = datetime(2026, 11, 26, 19, 40, tzinfo=UTC)
    moved = calendar_file([visit_at(start + timedelta(days=1), sequence=1)], at=AT + timedelta(hours=1))
    same_as("halifax-moved", moved)
    before, after = (
        Calendar.from_ical(file).walk("VEVENT")[0]
        for file in (calendar_file([visit_at(start)], at=AT), moved)
    )
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_all_visits_of_a_booking_are_one_file():
    """A family's afternoon: one after the other, and two at the same time; one zone for all."""
    start = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
    hours = (0, 1, 1)
    visits = [visit_at(start + timedelta(hours=hour), number=n) for n, hour in enumerate(hours, 1)]
    visits[2].service.setting = "video"
    file = calendar_file(visits, at=AT)
    same_as("halifax-family", file)
    assert len(Calendar.from_ical(file).walk("VTIMEZONE")) == 1


def test_names_with_marks_of_their_own():
    """Commas, semicolons, quotes, backslashes and line breaks of a name are text, and end no line early."""
    visit = visit_at(datetime(2026, 11, 26, 19, 40, tzinfo=UTC))
    visit.clinic.name = 'Bösch, Söhne; „Reha“ \\ "Physio": ' + "ü" * 60
    visit.location.name, visit.location.detail = "Gasse 1; Hof, links", "2. Stock\nEND:VEVENT\nBEGIN:VALARM"
    file = calendar_file([visit], at=AT)
    same_as("marks", file)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert b"\n" not in file.replace(b"\r\n", b"") and b"\r" not in file.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert event["SUMMARY"] == f"Visit at {visit.clinic.name}"
    assert event["LOCATION"] == f"{visit.location.name}, {visit.location.detail}"
    assert event["ORGANIZER"].params["CN"] == visit.clinic.name


def test_a_series_keeps_its_hour_across_the_change_of_clocks():
    # Weekly at 10:30 in Halifax: 14:30 in winter, 13:30 from 14 March on.
    weeks = [
        datetime(2027, 3, day, hour, 30, tzinfo=UTC) for day, hour in ((4, 14), (11, 14), (18, 13), (25, 13))
    ]
    series = [visit_at(start, number=number) for number, start in enumerate(weeks, 1)]
    same_as("halifax-series", calendar_file(series, at=AT))


def test_a_cancelled_visit_keeps_its_uid_and_counts_on():
    start = datetime(2026, 11, 26, 19, 40, tzinfo=UTC)
    booked = Calendar.from_ical(calendar_file([visit_at(start)], at=AT))
    gone = calendar_file([visit_at(start, sequence=1)], at=AT + timedelta(days=1), cancelled=True)
    same_as("halifax-cancelled", gone)
    before, after = (file.walk("VEVENT")[0] for file in (booked, Calendar.from_ical(gone)))
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (Calendar.from_ical(gone)["METHOD"], after["STATUS"]) == ("CANCEL", "CANCELLED")


def test_nobody_is_invited():
    """PUBLISH, and no ATTENDEE: no "Decline" whose answer nobody reads (see the module)."""
    file = calendar_file([visit_at(AT)], at=AT)
    assert Calendar.from_ical(file)["METHOD"] == "PUBLISH"
    assert b"ATTENDEE" not in file and b"RSVP" not in file


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
