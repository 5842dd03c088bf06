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

from common.tests.moment import AT
from common.tests.pictures import picture
from tests.ground.plain import Plain
from tests.journeys.steps import link_in, the_mail_to

ROSA, PASSWORD = "rosa@riverside.example", "a green canoe"
TIME = re.compile(r"^\d+:\d\d [ap]m")
MORNING = AT + timedelta(days=1)  # Wednesday, nine o'clock
ONLINE = [
    ("Ida", "Moe", (4, 5, 1988)), ("Jon", "Berg", (11, 2, 1975)), ("Kaja", "Lie", (23, 9, 1994)),
    ("Lars", "Vik", (1, 12, 1962)), ("Mona", "Dal", (30, 7, 2001)),
]  # fmt: skip
BY_PHONE = [("Nils", "Aas", (9, 3, 1980)), ("Olga", "Ruud", (17, 6, 1991)), ("Per", "Foss", (2, 8, 1949))]
WALK_INS = [("Rut", "Hagen", (5, 5, 1985)), ("Ida", "Moe", (4, 5, 1988))]


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
    call_command("new_clinic", "Riverside Clinic", host="localhost", timezone="America/Halifax", owner=ROSA)
    rosa = Plain(Client()).goes_to(link_in(the_mail_to(ROSA, at=AT), "/accounts/"))
    rosa.fills("New password", PASSWORD).presses("Use this password").follows("Sign in")
    rosa.fills("Email address", ROSA).fills("Password", PASSWORD).presses("Sign in").sees("Set-up guide")
    rosa.follows("Begin").fills("Telephone", "(902) 555-0190").presses("Save and go on")
    rosa.fills("Name", "3 Quay Road, Halifax").presses("Save and go on").fills("Name", "Vera Lind")
    rosa.presses("Save and go on").sees("Hours of Vera Lind").presses("Save and go on")
    rosa.fills("Title", "Assessment").presses("Save and go on").chooses("Privacy notice").presses("Save and go on")
    return rosa.presses("Save and go on").reads("Patients can book.").presses("Finish").sees("Tuesday 17 November")


def books_online(given, family, born) -> Plain:
    """A stranger chooses tomorrow's next free time, and has an account."""
    one = Plain(Client()).goes_to("/book/").follows("Assessment").chooses("Vera").presses("Continue")
    one.sees("Choose a time").presses(TIME).follows("Create an account").fills("First name", given)
    one.fills("Last name", family).fills("Email address", address_of(given)).fills("Choose a password", PASSWORD)
    one.presses("Create account and continue").sees("Who is this visit for?").born(*born).presses("Continue")
    one.sees("Check and confirm").ticks("I understand the cancellation policy").presses("Confirm visit")
    return one.sees("You’re booked")


def test_a_day(it_is):
    rosa = opens_a_clinic()
    patients = {given: books_online(given, family, born) for given, family, born in ONLINE}
    print(patients["Ida"].answer.content.decode())
    print([a.text_content() for a in patients["Ida"].page.iter("a")])
