"""The bulk invitation in a real browser, on a desk and in the hand, with scripts and without."""

import pytest

from accounts.tests.factories import PASSWORD
from office.tests.test_in_browser import overflows, sign_in
from records.models import Invitation
from records.tests.bulk import AGES, patient, rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "wilhelmina.konstantina.van.der.wolkenstein-oppenheimer@a-very-long-host-name.example.org"


@pytest.fixture
def street(cast):
    rules(cast.harbour, **AGES)
    for name, years, email in (
        ("Mum Vale", 44, "vale@example.org"), ("Teen Vale", 15, "vale@example.org"),
        ("Him Roy", 60, "roy@example.org"), ("Her Roy", 61, "roy@example.org"), ("Solo Lam", 30, LONG),
        ("Paper Poe", 70, ""), ("Lone Kid", 9, ""), ("Twin Low", 33, ""), ("Twin Low", 33, ""),
    ):  # fmt: skip
        patient(cast.harbour, name, years, email)


def press_send(page):
    page.locator("#send button").first.click()
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/office/invitations/*-*/")


@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_invite(cast, street, open_page, axe, width):
    page = open_page(width=width)
    sign_in(page, cast.nora)
    for address in ("", "?show=no-email", "?show=alone", "?show=twins", "?show=locked"):
        page.goto(f"/office/invitations/{address}")
        assert not overflows(page), address
        axe(page)
    page.goto("/office/invitations/")
    button = page.locator("#send button").first
    assert button.inner_text().strip() == "Send 3 invites"
    page.get_by_role("checkbox", name="Send to roy@example.org").uncheck()
    assert button.inner_text().strip() == "Send 2 invites"
    press_send(page)
    assert page.locator(".count").first.inner_text().split("\n")[0] == "3"
    assert not overflows(page)
    axe(page)
    page.get_by_role("button", name="Stop: send no more").click()
    assert page.locator(".toast").inner_text() == "Stopped. What has not left stays here."
    axe(page)
    assert set(Invitation.objects.values_list("revoked_because", flat=True)) == {"stopped"}
    page.goto("/office/reports/duplicate-emails/")
    assert not overflows(page)
    axe(page)


def test_without_scripts_the_button_makes_no_promise(cast, street, plain_page):
    sign_in(plain_page, cast.nora)
    plain_page.goto("/office/invitations/")
    assert plain_page.locator("#send button").first.inner_text().strip() == "Send the ticked invites"
    plain_page.get_by_label("Leave all families out").check()
    press_send(plain_page)
    assert list(Invitation.objects.values_list("email", flat=True)) == [LONG]
    plain_page.get_by_role("link", name="Look again").click()
    assert plain_page.locator("h1").inner_text().startswith("Invitations of ")


@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_look_into_what_went_wrong(cast, open_page, axe, width):
    """The reports, and the portal as somebody else sees it, with its way out."""
    page = open_page(width=width)
    sign_in(page, cast.finn)
    ana, kit = cast.ana_record.pk, cast.kit_record.pk
    for address in (
        "/office/reports/",
        "/office/reports/sign-in/",
        "/office/reports/sign-in/?email=ana@example.org",
        "/office/reports/sign-in/?email=nobody@example.org",
        "/office/reports/forms/",
        f"/office/reports/forms/?patient={ana}",
        f"/office/see-as/{cast.ben.pk}/portal/p/{kit}/",
    ):
        page.goto(address)
        assert not overflows(page), address
        axe(page)
    page.get_by_role("link", name="Forms").last.click()
    assert page.url.endswith(f"/office/see-as/{cast.ben.pk}/portal/p/{kit}/forms/")
    page.complaints.expect("403")
    page.get_by_role("link", name="Harbour intake").first.click()
    assert page.locator("h1").inner_text() == "Not while looking as somebody"
    axe(page)
    page.get_by_role("link", name="Stop looking").click()
    assert page.locator("h1").inner_text() == "Kit Cast"
    axe(page)
