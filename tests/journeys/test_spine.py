"""The way through the house: a stranger books, has an account, fills in the form, and the clinic reads it.

The same story on a phone with JavaScript, and at a desk without; the pages have tests of their own in every way.
"""

import re

import pytest

from booking.models import Appointment
from common.tests.moment import AT
from smartforms.models import Response
from tests.journeys.steps import Traveller, chooses_a_time, link_in, makes_an_account, the_mail_to

BROWSERS = {
    "phone": {"width": 390, "height": 844, "is_mobile": True, "has_touch": True},
    "desk without script": {"width": 1280, "script": False},
}
EMAIL, PASSWORD = "sara.long-named-stranger.from-afar@example.org", "a blue bicycle"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("browser_kind", BROWSERS)
def test_a_stranger_books_for_a_child_and_sends_the_form(cast, open_page, axe, browser_kind):
    sara = Traveller(open_page(**BROWSERS[browser_kind]), axe)
    chooses_a_time(sara)
    makes_an_account(sara, email=EMAIL, password=PASSWORD)
    sara.sees("Who is this visit for?").chooses("My child or someone else")
    sara.fills("First name", "Elis").fills("Last name", "Stranger").born(14, 1, 2014)
    sara.presses("Continue").sees("Check and confirm").ticks("I understand the cancellation policy")
    sara.presses("Confirm visit for Elis").sees("Elis is booked")

    visit = Appointment.objects.get(made_online_by__email=EMAIL)
    message = the_mail_to(EMAIL, at=AT)
    assert "Assessment" not in message.body + message.subject
    assert [name for name, _content, _kind in message.attachments] == ["visit.ics"]

    # The same browser: the portal is open at once, for what was entered here.
    sara.follows("Do it later from your portal").sees("Elis")
    sara.page.get_by_text("Not started").first.wait_for()

    # Another device: the mail proves the address, the password the person.
    phone = Traveller(open_page(width=390, height=844), axe)
    phone.goes_to(link_in(message, "/t/")).sees("Confirm your email address")
    assert "/t/" not in phone.page.url
    phone.fills("Password", PASSWORD).presses(re.compile("Confirm"))
    phone.sees("Forms").follows(re.compile("Harbour intake"))
    _fill_first_page(phone, words="He fell")
    phone.sees("How you sleep")
    assert Response.objects.get(patient=visit.patient).submitted_at is None

    # Back on the first device, where it was left.
    sara.goes_to("/portal/").sees("Elis")
    sara.page.get_by_text("In progress").first.wait_for()
    sara.follows(re.compile("Harbour intake"))
    sara.sees("How you sleep").fills(re.compile("How many hours"), "8").presses("Continue").sees("Check")
    sara.presses(re.compile("Send")).sees("Harbour intake").page.get_by_text(
        "Sent on Tuesday 17 November"
    ).wait_for()
    response = Response.objects.get(patient=visit.patient)
    assert (response.patient, set(map(str, sum(response.answers.values(), [])))) == (
        visit.patient,
        {"o1", "He fell", "8"},
    )

    # The clinic reads it: Petra or Quinn, whoever is seeing Elis.
    staff = Traveller(open_page(width=1280), axe)
    account = {cast.petra.pk: cast.petra_account, cast.quinn.pk: cast.quinn_account}[visit.practitioner_id]
    account.set_password(PASSWORD)
    account.save()
    staff.goes_to("/office/").sees("Sign in").fills("Email address", account.email).fills(
        "Password", PASSWORD
    )
    staff.presses("Sign in")
    staff.goes_to(f"/office/patients/{visit.patient_id}/").sees("Elis Stranger")
    staff.follows(re.compile("Harbour intake")).page.get_by_text("He fell").wait_for()


def _fill_first_page(who, *, words):
    if who.page.locator("h1", has_text="How you feel").count() == 0:
        who.page.get_by_role("link", name=re.compile("Start|Continue")).or_(
            who.page.get_by_role("button", name=re.compile("Start|Continue"))
        ).first.click()
    who.sees("How you feel").chooses("Well").fills(re.compile("In your own words"), words).presses("Continue")


def test_a_returning_patient_books_again_without_a_second_anything(cast, open_page, axe):
    from accounts.models import User
    from records.models import Patient

    cast.ben.set_password(PASSWORD)
    cast.ben.save()
    before = (User.objects.count(), Patient.objects.count())
    ben = Traveller(open_page(width=390, height=844), axe)
    ben.goes_to("/book/").follows("Sign in").sees("Sign in")
    ben.fills("Email address", cast.ben.email).fills("Password", PASSWORD).presses("Sign in")
    ben.page.get_by_role("button", name="Sign out").or_(ben.page.get_by_text("Kit")).first.wait_for()
    chooses_a_time(ben, practitioner="Quinn")
    ben.sees("Who is this visit for?").chooses("Kit Cast").presses("Continue")
    ben.sees("Check and confirm").ticks("I understand the cancellation policy").presses(
        "Confirm visit for Kit"
    )
    ben.sees("Kit is booked")
    assert (User.objects.count(), Patient.objects.count()) == before
    ben.presses("Sign out").page.get_by_role("link", name="Sign in").wait_for()


def test_a_time_somebody_else_took_keeps_the_answers(cast, open_page, axe):
    from booking.models import Hold, Occupancy

    sara = Traveller(open_page(width=1280), axe)
    sara.page.complaints.expect("409")
    chooses_a_time(sara, service="Treatment", practitioner="Quinn")
    makes_an_account(sara, email=EMAIL, password=PASSWORD)
    sara.sees("Who is this visit for?").born(3, 2, 1990).fills(
        re.compile("Anything Quinn should know"), "My knee"
    )
    sara.presses("Continue").sees("Check and confirm")
    held = Hold.objects.get()
    past = AT.replace(hour=AT.hour - 1)
    Hold.objects.update(held_until=past)
    Occupancy.objects.filter(hold=held).update(held_until=past)
    from booking.tests.test_holding import hold

    hold(cast, held.starts_at, mark="faster")
    sara.ticks("I understand the cancellation policy").presses("Confirm visit").sees("Choose a time")
    sara.page.get_by_text("is no longer free").first.wait_for()
    sara.page.locator(".lost button").first.click()
    sara.sees("Check and confirm").page.get_by_text("My knee").wait_for()
