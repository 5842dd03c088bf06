"""The ways into, around and out of a visit in a real browser: by day, in the dark, with an error, at both widths."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booking import guests
from booking.models import Appointment, Preferences
from booking.models.preferences import AccountPanel
from booking.tests.test_holding import TEN
from booking.tests.waiting import full_friday, offers, wait
from clinic.tests.factories import TimeOffFactory
from common.tests.moment import AT
from portal.tests.test_guests import book
from tests.story import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCHEMES = ("light", "dark")


@pytest.fixture
def harbour(cast, live_server):
    """Harbour lets guests book and patients change online; Ana asked for a visit, and waits for another day."""
    Preferences.objects.filter(clinic=cast.harbour).update(
        account_panel=AccountPanel.OPTIONAL, cancel_online=True, move_online=True
    )
    cast.harbour.refresh_from_db()
    cast.asked = visit(
        cast.at_harbour, cast.petra, cast.ana_record, AT + timedelta(days=6), by=cast.ana, requested_at=AT,
        booking__account=cast.ana,
    )  # fmt: skip
    return cast


def in_both(page, scheme):
    page.emulate_media(color_scheme=scheme)
    return page


@pytest.mark.parametrize("scheme", SCHEMES)
def test_behind_a_guest_s_link(harbour, open_page, look, scheme):
    made = book(harbour, start=TEN)
    page = in_both(open_page(width=390), scheme)
    page.goto(reverse("mailed_link", args=[guests.token_of(made.booking.manage_link)]))
    look(page)
    for name in ("guest_cancellation", "guest_move", "guest_keeping"):
        page.goto(reverse(name))
        look(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_guest_s_steps_and_their_errors(harbour, open_page, look, scheme):
    page = in_both(open_page(width=390), scheme)
    page.complaints.expect("422")
    page.goto("/book/treatment/quinn/")
    page.locator("button[name=start]").first.click()
    look(page)
    page.get_by_role("button", name="Continue without an account").click()
    look(page)
    page.get_by_role("button", name="Continue").click()
    page.locator(".error").first.wait_for()
    look(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_who_waits_and_is_offered_a_time(harbour, open_page, enter, look, scheme):
    ana, cast = in_both(enter(open_page(width=390), harbour.ana), scheme), harbour
    first, _rest = full_friday(cast)
    entry = wait(cast, cast.ana, cast.ana_record)
    place = reverse("portal:waiting_entry", args=[cast.ana_record.pk, entry.pk])
    ana.goto(place)
    look(ana)
    Appointment.objects.filter(pk=first.pk).update(cancelled_at=AT, cancelled_by=cast.nora)
    first.occupancies.update(released_at=AT)
    assert len(offers(cast)) == 1
    ana.goto(place)
    ana.get_by_role("button", name="Take this time").wait_for()
    look(ana)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_patient_asked_for_and_their_calendar(harbour, open_page, enter, look, scheme):
    ana, cast = in_both(enter(open_page(width=390), harbour.ana), scheme), harbour
    for name in ("visit", "cancellation"):
        ana.goto(reverse(f"portal:{name}", args=[cast.ana_record.pk, cast.asked.pk]))
        look(ana)
    ana.goto(reverse("portal:feeds"))
    look(ana)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_team_answers_and_sees_who_waits(harbour, open_page, enter, look, scheme):
    cast = harbour
    wait(cast, cast.ben, cast.kit_record)
    away = {"starts_at": cast.asked.starts_at, "ends_at": cast.asked.ends_at}
    TimeOffFactory(bookable=cast.petra, **away)
    finn = in_both(enter(open_page(width=1280), cast.finn), scheme)
    finn.complaints.expect("422")
    for address in (
        reverse("office:visit_requests"),
        reverse("office:visit_answer", args=[cast.ana_record.pk, cast.asked.pk]),
        reverse("office:waiting"),
        reverse("office:calendar"),
    ):
        finn.goto(address)
        look(finn, staff=True)
    finn.goto(reverse("office:visit_answer", args=[cast.ana_record.pk, cast.asked.pk]))
    finn.get_by_role("button", name="Approve").click()
    finn.locator(".error").first.wait_for()
    look(finn, staff=True)
