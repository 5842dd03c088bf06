"""From a foreign page's button to a visit, moved, reminded of and cancelled in time; the hour goes to the next in line.

One script, on a phone with JavaScript and at a desk without.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from booking.actions.reminding import remind_all
from booking.models import Appointment, Preferences, WebsiteButton
from booking.tests.waiting import full_friday, offers, wait
from common.tests.moment import AT
from outbox import delivery
from tests.journeys.steps import Traveller, link_in, makes_an_account, the_mail_to
from tests.journeys.test_spine import BROWSERS, EMAIL, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY_BEFORE = AT + timedelta(days=2)  # of Friday at nine


@pytest.fixture
def clinic(cast, live_server):
    """Harbour lets patients change visits online; a foreign page has its button; Quinn's Friday has one time."""
    port = urlsplit(live_server.url).port
    WebsiteButton.objects.create(
        clinic=cast.harbour,
        sites=[f"http://site.localhost:{port}"],
        opens_as="popup",
        practitioner=cast.quinn,
    )
    Preferences.objects.filter(clinic=cast.harbour).update(
        cancel_online=True, move_online=True, cancel_notice_hours=4, reminder_hours=24, undo_minutes=0
    )
    first, _rest = full_friday(cast)
    Appointment.objects.filter(pk=first.pk).update(cancelled_at=AT, cancelled_by=cast.nora)
    first.occupancies.update(released_at=AT)
    cast.site = f"http://site.localhost:{port}/demo/site/"
    return cast


def now_is(monkeypatch, instant):
    monkeypatch.setattr("common.clock.now", lambda: instant)


def books_from_the_foreign_page(who, site, has_script):
    """Thursday at the first free time, in the popup or by the plain link; the time is held at the top."""
    who.goes_to(site).page.get_by_role("link", name="Book a visit").click()
    page = who.page
    if has_script:
        page = who.page.get_by_role("dialog", name="Book a visit").locator("iframe").content_frame
    page.get_by_role("link", name=re.compile("Treatment")).click()
    page.locator("label.choice", has_text="Quinn").or_(page.locator("button[name=start]")).first.wait_for()
    if page.locator("label.choice", has_text="Quinn").count():
        page.locator("label.choice", has_text="Quinn").click()
        page.get_by_role("button", name="Continue").click()
    page.locator("button[name=start]").first.click()
    who.page.wait_for_url("**/book/h/**")


@pytest.mark.parametrize("browser_kind", BROWSERS)
def test_a_stranger_books_moves_cancels_and_the_next_in_line_gets_the_hour(
    clinic, open_page, axe, monkeypatch, browser_kind
):
    cast, settings = clinic, BROWSERS[browser_kind]
    sara = Traveller(open_page(**settings), axe)
    books_from_the_foreign_page(sara, cast.site, settings.get("script", True))
    makes_an_account(sara, email=EMAIL, password=PASSWORD)
    sara.sees("Who is this visit for?").born(3, 2, 1990).presses("Continue")
    sara.sees("Check and confirm").ticks("I understand the cancellation policy").presses("Confirm visit")
    sara.sees("You’re booked")
    visit = Appointment.objects.get(made_online_by__email=EMAIL)
    assert visit.starts_at < AT + timedelta(days=3)

    # The mail proves the address, in the same browser.
    sara.goes_to(link_in(the_mail_to(EMAIL, at=AT), "/t/")).sees("Confirm your email address").presses(
        "Confirm"
    )
    page = f"/portal/p/{visit.patient_id}/visits/{visit.pk}/"

    # She moves it to the one time of Friday.
    sara.goes_to(page).sees("Your visit on").follows("Move this visit").sees("Move this visit")
    friday = sara.page.locator("section.day, .week-day", has_text="20").locator("button[name=start]")
    friday.first.click()
    sara.sees("Move this visit?").presses("Move this visit").sees("Your visit on Friday 20 November")
    assert the_mail_to(EMAIL, at=AT + timedelta(minutes=1)).subject == (
        "Moved: your visit is now on Friday 20 November, 9:00 am"
    )

    # Ben waits for that day, for Kit; there is nothing for him.
    entry = wait(cast, cast.ben, cast.kit_record)
    assert offers(cast) == []

    # A day before she is reminded; she cannot come, and cancels in time.
    now_is(monkeypatch, DAY_BEFORE)
    remind_all(at=DAY_BEFORE)
    reminder = the_mail_to(EMAIL, at=DAY_BEFORE)
    assert reminder.subject == "Reminder: your visit on Friday 20 November, 9:00 am"
    sara.goes_to(link_in(reminder, "/portal/")).page.locator("h1").wait_for()
    sara.goes_to(page)
    if sara.page.get_by_role("heading", name="Sign in").count():  # two days later the session is over
        sara.fills("Email address", EMAIL).fills("Password", PASSWORD).presses("Sign in")
    sara.sees("Your visit on").follows("Cancel this visit").sees("Cancel this visit?")
    sara.fills(re.compile("Why are you cancelling"), "I am away").presses("Cancel this visit")
    sara.sees("Your visit on").page.get_by_text("Visit cancelled. The time is free again.").first.wait_for()

    # The hour is kept for Ben, who takes it.
    (offer,) = offers(cast, at=DAY_BEFORE)
    assert offer.entry_id == entry.pk
    delivery.drain(at=DAY_BEFORE)
    cast.ben.set_password(PASSWORD)
    cast.ben.save()
    ben = Traveller(open_page(**settings), axe)
    ben.goes_to(link_in(the_mail_to(cast.ben.email, at=DAY_BEFORE), "/portal/")).sees("Sign in")
    ben.fills("Email address", cast.ben.email).fills("Password", PASSWORD).presses("Sign in")
    ben.page.get_by_role("button", name=re.compile("Take it for Kit")).click()
    ben.sees("Kit is booked")
    taken = Appointment.objects.standing().get(patient=cast.kit_record, starts_at=AT + timedelta(days=3))
    assert (taken.practitioner, taken.made_online_by) == (cast.quinn, cast.ben)
