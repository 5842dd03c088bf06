"""Passkeys in a real browser with a virtual authenticator, under the content security policy of every page."""

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(cast, wide_page):
    """A page on a device that knows passkeys and whose owner always consents."""
    session = wide_page.context.new_cdp_session(wide_page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return wide_page


def sign_in(page):
    page.goto(reverse("account_login"))
    page.get_by_label("Email address").fill("dov@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/portal/")


def test_add_a_passkey_and_sign_in_with_it(page, axe):
    sign_in(page)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    axe(page)
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_text("Sign in with it without a password").click()
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("heading", name="Your backup codes").wait_for()
    axe(page)
    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Rename My phone").wait_for()
    axe(page)

    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/portal/")
    page.goto(reverse("mfa_index"))
    page.get_by_text("You have one passkey.").wait_for()
    axe(page)


def test_as_a_second_step_after_the_password(page, axe):
    sign_in(page)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("heading", name="Your backup codes").wait_for()
    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_label("Email address").fill("dov@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Second step").wait_for()
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/portal/")


def test_without_scripts_the_button_is_not_there(cast, plain_page):
    plain_page.goto(reverse("account_login"))
    assert not plain_page.get_by_role("button", name="Sign in with a passkey").is_visible()


def test_no_passkey_says_so_in_words(cast, wide_page):
    session = wide_page.context.new_cdp_session(wide_page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "isUserVerified": False}})
    wide_page.goto(reverse("account_login"))
    wide_page.get_by_role("button", name="Sign in with a passkey").click()
    wide_page.get_by_text("No passkey was used.").wait_for()
