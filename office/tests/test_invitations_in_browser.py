"""The bulk invitation in a real browser, on a desk and in the hand, with scripts and without."""

import pytest

from accounts.tests.factories import PASSWORD
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


def test_everybody_can_invite(cast, street, wide_page, enter, look_over, look):
    page = enter(wide_page, cast.nora)
    shown = ("", "?show=no-email", "?show=alone", "?show=twins", "?show=locked")
    look_over(page, [f"/office/invitations/{which}" for which in shown], staff=True)
    page.goto("/office/invitations/")
    button = page.locator("#send button").first
    assert button.inner_text().strip() == "Send 3 invites"
    page.get_by_role("checkbox", name="Send to roy@example.org").uncheck()
    assert button.inner_text().strip() == "Send 2 invites"
    press_send(page)
    assert page.locator(".count").first.inner_text().split("\n")[0] == "3"
    look(page, staff=True)
    page.get_by_role("button", name="Stop: send no more").click()
    assert page.locator(".toast").inner_text() == "Stopped. What has not left stays here."
    look(page, staff=True)
    assert set(Invitation.objects.values_list("revoked_because", flat=True)) == {"stopped"}
    look_over(page, ["/office/reports/duplicate-emails/"], staff=True)


def test_without_scripts_the_button_makes_no_promise(cast, street, plain_page, enter):
    enter(plain_page, cast.nora).goto("/office/invitations/")
    assert plain_page.locator("#send button").first.inner_text().strip() == "Send the ticked invites"
    plain_page.get_by_label("Leave all families out").check()
    press_send(plain_page)
    assert list(Invitation.objects.values_list("email", flat=True)) == [LONG]
    plain_page.get_by_role("link", name="Look again").click()
    assert plain_page.locator("h1").inner_text().startswith("Invitations of ")


def test_everybody_can_look_into_what_went_wrong(cast, wide_page, enter, look_over, look):
    """The reports, and the portal as somebody else sees it, with its way out."""
    page = enter(wide_page, cast.finn)
    ana, kit = cast.ana_record.pk, cast.kit_record.pk
    addresses = [
        "/office/reports/",
        "/office/reports/sign-in/",
        "/office/reports/sign-in/?email=ana@example.org",
        "/office/reports/sign-in/?email=nobody@example.org",
        "/office/reports/forms/",
        f"/office/reports/forms/?patient={ana}",
        f"/office/see-as/{cast.ben.pk}/portal/p/{kit}/",
    ]
    look_over(page, addresses, staff=True)
    page.get_by_role("link", name="Forms").last.click()
    assert page.url.endswith(f"/office/see-as/{cast.ben.pk}/portal/p/{kit}/forms/")
    page.complaints.expect("403")
    page.get_by_role("link", name="Harbour intake").first.click()
    assert page.locator("h1").inner_text() == "Not while looking as somebody"
    look(page, staff=True)
    page.get_by_role("link", name="Stop looking").click()
    assert page.locator("h1").inner_text() == "Kit Cast"
