"""A small clinic's first real day: what patients book and send the day before, and what the desk does with it.

Everything goes through pages, as somebody without scripts uses them (`tests/ground/plain.py`): the owner, who sets
the clinic up along the guide and sits at her own desk, and patients, each with a browser of their own. Only mails are
read, and the clock is moved on.
"""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from booking.models import Appointment
from common.tests.moment import AT
from common.tests.pictures import picture
from tests.ground.plain import Plain, words_of
from tests.journeys.steps import link_in, the_mail_to

ROSA, PASSWORD = "rosa@riverside.example", "a green canoe"
TIME = re.compile(r"^\d+:\d\d [ap]m")
EVENING, MORNING = AT + timedelta(hours=9), AT + timedelta(days=1)  # six on Tuesday, nine on Wednesday
ONLINE = [
    ("Ida", "Moe", (4, 5, 1988)), ("Jon", "Berg", (11, 2, 1975)), ("Kaja", "Lie", (23, 9, 1994)),
    ("Lars", "Vik", (1, 12, 1962)), ("Mona", "Dal", (30, 7, 2001)),
]  # fmt: skip
# What the calendar shows when the morning is over: what is to come, then what was.
DAY = [
    "11:00 am Mona Dal: Form missing", "11:30 am Rut Hagen: Form missing", "12:00 pm Olga Ruud: Form missing",
    "12:30 pm Per Foss: Form missing", "1:00 pm Mona Dal: Form missing", "9:00 am Ida Moe: Done",
    "9:30 am Jon Berg: Done", "10:00 am Kaja Lie: Done", "10:30 am Lars Vik: No-show", "11:30 am Nils Aas: Late cancel",
]  # fmt: skip
BY_PHONE = [("Nils", "Aas", (9, 3, 1980)), ("Olga", "Ruud", (17, 6, 1991)), ("Per", "Foss", (2, 8, 1949))]


@pytest.fixture
def it_is(db, monkeypatch):
    """`it_is(moment)`: the clock of the application stands there from now on."""

    def it_is(moment):
        monkeypatch.setattr("common.clock.now", lambda: moment)

    it_is(AT)
    return it_is


def address_of(given) -> str:
    return f"{given.lower()}@example.org"


# The evening before ----------------------------------------------------------------------------------
def opens_a_clinic() -> Plain:
    """By the operator's command; the rest along the guide, with as few words as it takes."""
    told = {"host": "localhost", "timezone": "America/Halifax", "owner": ROSA}
    call_command("create_clinic", "Riverside Clinic", no_input=True, **told)
    rosa = Plain(Client()).goes_to(link_in(the_mail_to(ROSA, at=AT), "/accounts/"))
    rosa.fills("New password", PASSWORD).presses("Use this password").follows("Sign in")
    rosa.fills("Email address", ROSA).fills("Password", PASSWORD).presses("Sign in").sees("Set-up guide")
    rosa.follows("Begin").fills("Telephone", "(902) 555-0190").presses("Save and go on")
    rosa.fills("Name", "3 Quay Road, Halifax").presses("Save and go on").fills("Name", "Vera Lind")
    rosa.presses("Save and go on").sees("Hours of Vera Lind").presses("Save and go on")
    rosa.fills("Title", "Assessment").presses("Save and go on").chooses("Privacy notice").presses(
        "Save and go on"
    )
    return (
        rosa.presses("Save and go on")
        .reads("Patients can book.")
        .presses("Finish")
        .sees("Tuesday 17 November")
    )


def books_online(given, family, born) -> Plain:
    """A stranger chooses tomorrow's next free time, and has an account."""
    one = Plain(Client()).goes_to("/book/").follows("Assessment")
    one.sees("Choose a time").presses(TIME).follows("Create an account").fills("First name", given)
    one.fills("Last name", family).fills("Email address", address_of(given)).fills(
        "Choose a password", PASSWORD
    )
    one.presses("Create account and continue").sees("Who is this visit for?").born(*born).presses("Continue")
    one.sees("Check and confirm").ticks("I understand the cancellation policy").presses("Confirm visit")
    return one.sees("You’re booked")


def sends_the_form(one, name) -> None:
    """By the link of the mail: the address confirmed, the questions, the signature typed, sent."""
    one.goes_to(link_in(the_mail_to(address_of(name.split()[0]), at=EVENING), "/t/"))
    one.presses("Yes, confirm it").sees("Forms").follows("Privacy notice").follows("Start").presses(
        "Continue"
    ).sees("Your wishes")
    one.ticks("By email").chooses("No", nth=1).presses("Continue").sees("That you have read it")
    one.chooses("I have read it").fills("Your full name", name).presses("Continue").sees("Check")
    one.presses("Send my answers").reads("Sent on Tuesday 17 November")


def sends_a_referral(one) -> None:
    one.goes_to("/portal/").follows("Records").attaches("Files to send", picture(kind="JPEG"))
    one.selects("What is it?", "Referral").presses("Send").reads("1 file is sent to the clinic.")


# The desk --------------------------------------------------------------------------------------------
def comes_in(rosa) -> Plain:
    """Hours later she signs in again."""
    rosa.goes_to("/office/").fills("Email address", ROSA).fills("Password", PASSWORD)
    return rosa.presses("Sign in")


def looks_at_the_day(rosa) -> Plain:
    """Wednesday, as a list."""
    return rosa.goes_to("/office/calendar/?day=2026-11-18&view=list").sees("Wednesday 18 November")


def has_a_new_patient(rosa, given, family, born, **told) -> Plain:
    rosa.goes_to("/office/patients/new/").sees("New patient").fills("First name", given)
    rosa.fills("Last name", family).born(*born)
    for label, words in told.items():
        rosa.fills(label, words)
    return rosa.presses("Make the record").sees(f"{given} {family}")


def books_next(rosa) -> Plain:
    """From the page of a patient: the first time that is free."""
    return (
        rosa.follows("Book a visit").presses("Show times").follows(TIME).presses("Save").reads("Appointments")
    )


def books_in_a_week(rosa, name) -> Plain:
    """What comes next, from the visit of today."""
    opens_the_visit(rosa, name).follows("Overview").follows("Book a visit").born(25, 11, 2026).presses(
        "Show times"
    )
    return rosa.follows(TIME).presses("Save").reads("Wed 25 Nov")


def fits_in(rosa, time) -> Plain:
    """Who walks in gets a time that patients could not book any more."""
    rosa.follows("Book a visit").selects("With", "Vera Lind").fills("At a time of your own", time).presses(
        "Show times"
    )
    rosa.reads("Patients could not book this time").fills("Why it is made all the same", "Walked in")
    return rosa.presses("Save").reads("Appointments")


def opens_the_visit(rosa, name) -> Plain:
    return looks_at_the_day(rosa).follows(re.compile(name)).sees(name)


def notes(rosa, name, *what) -> None:
    """What the desk notes with a visit: that they are here, that it is done, that nobody came."""
    opens_the_visit(rosa, name)
    for one in what:
        rosa.presses(one)


def files_what_waits(rosa, given) -> None:
    rosa.goes_to("/office/tray/").follows(re.compile(f"^Look at it.*{given}")).presses(f"File for {given}")
    rosa.reads(f"It is in the record of {given}")


def joins(rosa, *, kept) -> None:
    """Two records of one person become one; the password is asked once more."""
    rosa.goes_to("/office/reports/").follows("Possible duplicates").reads("Mona Dal", "Mona Dahl")
    rosa.follows("Compare").follows("One person: see what joining does").fills("Password", PASSWORD)
    rosa.presses("Continue")
    if kept not in words_of(rosa.page.find_class("summary")[0][0]):
        rosa.follows("Keep this one instead")
    rosa.presses("Join the two records").sees(kept)


def the_evening_before(rosa) -> None:
    """Five book online, three of them send their form and two a referral; three call."""
    patients = {given: books_online(given, family, born) for given, family, born in ONLINE}
    for given, family, _born in ONLINE[:3]:
        sends_the_form(patients[given], f"{given} {family}")
    for given in ("Ida", "Lars"):
        sends_a_referral(patients[given])
    looks_at_the_day(comes_in(rosa)).reads("5 visits, 2 forms missing")
    for person in BY_PHONE:
        books_next(has_a_new_patient(rosa, *person, Mobile="9025550111"))


def the_morning(rosa) -> None:
    """Somebody has a cold; the first are here, and what patients sent is filed."""
    looks_at_the_day(comes_in(rosa)).reads("8 visits", "11:30 am", "12:00 pm", "12:30 pm")
    opens_the_visit(rosa, "Nils Aas").follows("Late cancel").fills("Why?", "A cold").presses(
        "Note a late cancel"
    )
    rosa.reads("Late cancel", "Cancelled late by")
    for given in ("Ida", "Lars"):
        files_what_waits(rosa, given)


def before_noon(rosa) -> None:
    """Three were seen, one did not come, two walk in: one of them is known under another spelling."""
    comes_in(rosa)
    for name in ("Ida Moe", "Jon Berg", "Kaja Lie"):
        notes(rosa, name, "Here", "Done")
    notes(rosa, "Lars Vik", "No-show")
    fits_in(has_a_new_patient(rosa, "Rut", "Hagen", (5, 5, 1985)), "11:30")
    fits_in(has_a_new_patient(rosa, "Mona", "Dahl", (30, 7, 2001), Email=address_of("Mona")), "13:00")
    joins(rosa, kept="Mona Dal")
    for name in ("Ida Moe", "Kaja Lie"):
        books_in_a_week(rosa, name)


def test_a_day_at_the_desk(it_is):
    rosa = opens_a_clinic()
    it_is(EVENING)
    the_evening_before(rosa)
    it_is(MORNING - timedelta(minutes=30))
    the_morning(rosa)
    it_is(MORNING + timedelta(hours=2, minutes=20))
    before_noon(rosa)

    rows = looks_at_the_day(rosa).page.find_class("agenda")[0].iter("li")
    assert [words_of(row).replace("VLAssessment", ":") for row in rows] == DAY
    rosa.goes_to("/office/tray/").reads_nothing_of("Referral")
    rosa.goes_to("/office/reports/missed/").reads("Nils Aas", "Lars Vik").reads_nothing_of("Mona", "Rut")
    visits = Appointment.objects.all()
    assert (visits.count(), visits.exclude(made_online_by=None).count()) == (12, 5)
