"""A clinic is made by one command, set up in one evening, and booked by a stranger in under a minute.

The owner has nothing but the mail she was sent and the guide that her office opens on. The stranger has a phone and
comes from the clinic's own website, on which the owner pasted the code of the button.

Why that is under a minute: the keystroke-level model reckons 0.28 s for a letter, 1.1 s for a tap and 1.35 s of
thought for a page (`tests/journeys/counting.py`). What it takes is counted and held exactly, so that a page, a tap or a
field more fails here. How long the script itself takes says nothing about people; it is printed (`pytest -s`).
"""

import re
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command

from booking.models import Appointment
from common.tests.moment import AT
from tests.journeys.counting import Counting
from tests.journeys.steps import link_in, makes_an_account, the_mail_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROSA, PASSWORD = "rosa@riverside.example", "a green canoe"
SARA = {"email": "sara@example.org", "password": "a blue bicycle"}
DESK = {"width": 1280}
PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
ON = "Save and go on"


@pytest.fixture
def riverside(at, live_server, settings):
    """A clinic as the command makes it, where staff need a second step, as on any real installation."""
    settings.PORT, settings.STAFF_SECOND_FACTOR = str(urlsplit(live_server.url).port), True
    told = {"host": "localhost", "timezone": "America/Halifax", "owner": ROSA}
    call_command("create_clinic", "Riverside Clinic", **told)


class Website(HTTPServer):
    """The clinic's own website, at a host and port of its own: a page without a line of ours but the pasted code."""

    code = ""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.address = f"http://www.riverside.localhost:{self.server_port}"


class Page(BaseHTTPRequestHandler):
    """What the website answers, whatever is asked."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        head = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        words = (
            f"<!doctype html><html lang=en><title>Riverside</title>{head}<h1>Riverside</h1>{self.server.code}"
        )
        self.wfile.write(words.encode())

    def log_message(self, *_words):
        """Nothing: a test is quiet."""


@pytest.fixture
def website():
    with Website() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def code_of(secret) -> str:
    """What the app on Rosa's phone shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def comes_in(rosa):
    """By the mailed link: a password, the second step, the office."""
    rosa.goes_to(link_in(the_mail_to(ROSA, at=AT), "/accounts/")).sees("Choose a new password")
    rosa.fills(re.compile("password", re.I), PASSWORD).presses("Use this password")
    rosa.sees("Your password is changed").follows("Sign in").sees("Sign in")
    rosa.fills("Email address", ROSA).fills("Password", PASSWORD).presses("Sign in")
    rosa.sees("Two-step sign-in").follows("Set up the app").sees("Is it still you?")
    rosa.fills("Password", PASSWORD).presses("Continue").sees("Set up an authenticator app")
    secret = rosa.page.locator("#authenticator_secret").inner_text()
    rosa.fills("Code from the app", code_of(secret)).presses("Turn on").sees("Your backup codes")
    rosa.follows("Back").sees("Set-up guide")


def says_who_they_are(rosa):
    """The clinic, and where it is."""
    rosa.follows("Begin").sees("Your clinic").fills("Telephone", "(902) 555-0190")
    rosa.fills("When the telephone is answered", "9 am to 5 pm, weekdays").presses(ON)
    rosa.sees("Where visits happen").fills("Name", "3 Quay Road, Halifax").presses(ON)


def takes_on_two(rosa):
    """Vera works all day, as most do; Timo until noon."""
    rosa.sees("Who patients see").fills("Name", "Vera Lind").presses("Save and add another")
    rosa.page.get_by_text("Vera Lind is saved.").wait_for()
    rosa.sees("Who patients see").fills("Name", "Timo Aho").presses(ON)
    rosa.sees("Hours of Vera Lind").presses(ON).sees("Hours of Timo Aho")
    for row in range(5):
        rosa.fills("Closes", "12:00", nth=row)
    rosa.presses(ON)


def offers_a_service(rosa):
    rosa.sees("What patients book").fills("Title", "Assessment").fills("Minutes", "45").fills("Price", "110")
    rosa.taps_on(rosa.page.get_by_text("More about it"))
    rosa.fills("Break before", "5").fills("Break after", "10").presses(ON)
    rosa.sees("A form before the visit").chooses("Privacy notice").presses(ON)


def copies_the_button(rosa, site) -> str:
    rosa.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rosa.page.complaints.expect("422")  # the code follows each choice, also one that cannot be saved yet
    rosa.sees("The button for your website").chooses("In a window over the page")
    rosa.fills("Sites that may show booking", site)
    rosa.page.locator("#button-code", has_text="data-anteroom").wait_for()
    rosa.presses("Copy").page.get_by_text("Copied").first.wait_for()
    code = rosa.page.evaluate("navigator.clipboard.readText()")
    rosa.presses(ON).sees("Does everything fit?")
    return code


def evening(rosa, site) -> str:
    """Everything, in one evening, along the guide; gives the code that goes onto the website."""
    comes_in(rosa)
    says_who_they_are(rosa)
    takes_on_two(rosa)
    offers_a_service(rosa)
    code = copies_the_button(rosa, site)
    rosa.page.get_by_text("Patients can book.").wait_for()
    rosa.page.get_by_text("Everything fits together.").wait_for()
    rosa.presses("Finish").sees("Tuesday")
    return code


def books(sara, site):
    """From the clinic's website to “You're booked”."""
    sara.goes_to(site).follows("Book a visit")
    frame = sara.page.get_by_role("dialog", name="Book a visit").locator("iframe").content_frame
    sara.taps_on(frame.get_by_role("link", name="Assessment"))
    sara.taps_on(frame.locator("label.choice", has_text="Timo"))
    sara.taps_on(frame.get_by_role("button", name="Continue"))
    sara.taps_on(frame.locator("button[name=start]").first)
    sara.page.wait_for_url("**/book/h/**")
    makes_an_account(sara, **SARA)
    sara.sees("Who is this visit for?").born(3, 2, 1990).presses("Continue")
    sara.sees("Check and confirm").ticks("I understand the cancellation policy").presses("Confirm visit")
    sara.sees("You’re booked")


def test_a_clinic_is_set_up_in_one_evening_and_a_stranger_books_in_a_minute(
    riverside, website, open_page, axe
):
    rosa = Counting(open_page(**DESK), axe)
    website.code = evening(rosa, website.address)
    print(f"\nthe evening: {rosa.told}")
    assert (rosa.pages, rosa.taps, rosa.fields) == (19, 43, 21)

    sara = Counting(open_page(**PHONE), axe)
    began = time.monotonic()
    books(sara, website.address)
    print(f"the stranger: {sara.told}; the script, axe included, took {time.monotonic() - began:.0f} s")
    assert (sara.pages, sara.taps, sara.fields, sara.letters) == (9, 17, 7, 48)
    assert sara.seconds < 60

    # The first time there is with Timo; he and nobody else is taken, breaks included.
    visit = Appointment.objects.get(made_online_by__email=SARA["email"])
    assert (visit.practitioner.name, visit.starts_at) == ("Timo Aho", AT + timedelta(days=1))
    around = (visit.starts_at - timedelta(minutes=5), visit.starts_at + timedelta(minutes=55))
    taken = [(one.thing.name, one.during.lower, one.during.upper) for one in visit.occupancies.all()]
    assert taken == [("Timo Aho", *around)]
