"""The portal and the account's pages in a real browser: nothing complains, and axe finds nothing."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from accounts import actions
from accounts.tests.factories import PASSWORD, AccountFactory
from booking.models import Appointment, Preferences
from clinic.models import Clinic
from common import clock
from records.models.access import Relation
from records.tests.factories import GrantFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def family(cast, live_server):
    """Ana with Kit in her family; the demo's host is the live server's."""
    GrantFactory(account=cast.ana, patient=cast.kit_record, relation=Relation.PARENT, colour="amber")
    cast.ana_visit.assignments.add(cast.ana_open)
    return cast


@pytest.fixture
def changes(family):
    """Harbour lets patients cancel and move online."""
    Preferences.objects.filter(clinic=family.harbour).update(cancel_online=True, move_online=True)
    Clinic.objects.filter(pk=family.harbour.pk).update(version=F("version") + 1)


def pages_of(cast):
    one, kit = [cast.ana_record.pk], [cast.kit_record.pk]
    yield reverse("portal:home")
    yield reverse("portal:patient", args=one)
    yield reverse("portal:patient", args=kit)
    yield reverse("portal:visits", args=one)
    yield reverse("portal:visits", args=one) + "?show=cancelled"
    yield reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk])
    yield reverse("portal:cancellation", args=[cast.ana_record.pk, cast.ana_visit.pk])
    move = reverse("portal:move", args=[cast.ana_record.pk, cast.ana_visit.pk])
    yield move
    free = cast.ana_visit.starts_at + timedelta(days=1)
    yield f"{move}?with=petra&start={int(free.timestamp() // 60)}"
    yield reverse("portal:forms", args=one)
    yield reverse("smartforms:open", args=[*one, cast.ana_open.pk])
    yield reverse("smartforms:page", args=[*one, cast.ana_open.pk, 1])
    yield reverse("smartforms:check", args=[*one, cast.ana_open.pk])
    yield reverse("smartforms:sent", args=[*one, cast.ana_sent.pk])
    for name in (
        "account_email",
        "account_change_password",
        "mfa_index",
        "usersessions_list",
        "account_logout",
    ):
        yield reverse(name)


@pytest.mark.parametrize("size", ["phone_page"])
def test_a_walk_through_the_portal(request, family, changes, enter, look_over, size):
    page = enter(request.getfixturevalue(size), family.ana)
    look_over(page, pages_of(family))
    page.goto(reverse("portal:patient", args=[family.ana_record.pk]))
    page.get_by_role("link", name="Change or cancel").click()
    page.get_by_role("heading", name="To change or cancel").wait_for()
    page.get_by_role("link", name="Kit").click()
    page.get_by_text("You’re looking after Kit").wait_for()


def test_a_calendar_address_and_an_answer_to_the_reminder(family, changes, phone_page, enter, look):
    """The pages as they are first met: nothing made, made, two of them; asked, said."""
    Appointment.objects.filter(pk=family.ana_visit.pk).update(reminded_of=F("starts_at"))
    page = enter(phone_page, family.ana)
    page.goto(reverse("portal:visits", args=[family.ana_record.pk]))
    page.get_by_role("link", name="Your calendar").click()
    look(page)
    page.get_by_role("button", name="Make an address").click()
    page.get_by_role("heading", name="Your new address").wait_for()
    look(page)
    assert page.get_by_role("link", name="Open in a calendar").get_attribute("href").startswith("webcal://")
    page.get_by_role("button", name="End this address").click()
    page.get_by_text("This calendar address opens nothing any more.").wait_for()
    page.goto(reverse("portal:patient", args=[family.ana_record.pk]))
    page.get_by_role("link", name="I’ll be there").click()
    page.get_by_role("heading", name="Will you be there?").wait_for()
    look(page)
    page.get_by_role("button", name="I’ll be there").click()
    page.get_by_text("Attendance confirmed").wait_for()
    look(page)


def test_the_doors_to_an_account(family, wide_page, axe):
    page = wide_page
    for name in ("account_login", "account_signup", "account_reset_password", "account_reset_password_done"):
        page.goto(reverse(name))
        axe(page)
    page.complaints.expect("422")
    page.goto(reverse("account_signup"))
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("heading", name="There are two things to fix").wait_for()
    axe(page)
    for name in ("privacy", "accessibility", "outbox:mailbox", "account_email_verification_sent"):
        page.goto(reverse(name))
        axe(page)


def test_proving_an_address_in_another_browser(family, wide_page, axe):
    account = AccountFactory(email="new@example.org", unverified=True)
    link = actions.live_link(account, "verify", email="new@example.org", at=clock.now())
    page = wide_page
    page.goto(reverse("mailed_link", args=[link.token]))
    axe(page)
    page.get_by_role("link", name="Choose a new password").click()
    axe(page)
    page.get_by_label("Choose a password").fill("chosen by the owner")
    page.get_by_role("button", name="Confirm with this password").click()
    page.get_by_text("Your email address is confirmed.").wait_for()
    page.get_by_text("Nothing here yet").wait_for()
    axe(page)
    page.complaints.expect("410")
    page.goto(reverse("mailed_link", args=[link.token]))
    page.get_by_role("heading", name="This link no longer works").wait_for()
    axe(page)


def test_claiming_in_the_browser_that_booked(family, wide_page, axe):
    account = AccountFactory(email="ana@example.org", unverified=True)
    GrantFactory(account=account, patient=family.kit_record, relation=Relation.PARENT)
    link = actions.live_link(account, "claim", email="ana@example.org", at=clock.now())
    page = wide_page
    page.goto(reverse("mailed_link", args=[link.token]))
    axe(page)
    page.get_by_role("button", name="Sign in and continue").click()
    page.get_by_label("Email address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    axe(page)
    page.get_by_role("button", name="Add it to my account").click()
    page.get_by_text("Added to your account.").wait_for()


def test_on_paper_the_letterhead_takes_the_place_of_the_band(family, wide_page, enter):
    enter(wide_page, family.ana).goto(reverse("portal:patient", args=[family.ana_record.pk]))
    letterhead, band = wide_page.locator(".letterhead"), wide_page.locator(".band-row")
    assert (letterhead.is_visible(), band.is_visible()) == (False, True)
    wide_page.emulate_media(media="print")
    assert (letterhead.is_visible(), band.is_visible()) == (True, False)
    assert letterhead.inner_text().splitlines()[0] == "Harbour Clinic"


def test_a_page_whose_stylesheet_has_not_come_yet_is_accessible(family, plain_page, enter, axe):
    plain_page.complaints.expect("Failed to load resource|ERR_")
    enter(plain_page, family.ana).route("**/*.css", lambda route: route.abort())
    plain_page.goto(reverse("portal:patient", args=[family.ana_record.pk]))
    axe(plain_page, without=("color-contrast", "target-size"))
