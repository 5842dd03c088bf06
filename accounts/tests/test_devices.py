"""The cookie of a known device: who gets it, what it says, and when it is worth nothing."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import devices
from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived, path_in


def sign_in_by_hand(account, client=None):
    client = client or Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    return client


def is_known(client, account) -> bool:
    request = RequestFactory().get("/")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    return bool(devices.mark_of(request, account))


def test_signing_in_makes_a_browser_known_to_that_account_alone(cast):
    client = sign_in_by_hand(cast.ana)
    assert [is_known(client, account) for account in (cast.ana, cast.ben, cast.zoe)] == [True, False, False]


def test_a_family_shares_a_computer(cast):
    client = Client()
    for account in (cast.ana, cast.ben, cast.ana):
        sign_in_by_hand(account, client)
        client.post(reverse("account_logout"))
    assert [is_known(client, account) for account in (cast.ana, cast.ben, cast.cleo)] == [True, True, False]


def test_it_holds_the_five_who_signed_in_last(cast):
    client, people = Client(), AccountFactory.create_batch(6)
    for account in people:
        sign_in_by_hand(account, client)
        client.post(reverse("account_logout"))
    assert [is_known(client, account) for account in people] == [False] + [True] * 5


def test_it_is_for_us_only_and_says_nothing(cast):
    cookie = sign_in_by_hand(cast.ana).cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True, "Lax", "/", 365 * 24 * 3600,
    )  # fmt: skip
    assert re.fullmatch(r"[\w-]{22}\.[0-9a-f]{32}:[\w-]+:[\w-]+", cookie.value)
    assert str(cast.ana.pk) not in cookie.value


def test_over_https_it_is_bound_to_the_host(cast, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = sign_in_by_hand(cast.ana).cookies["__Host-device"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_changed_by_a_letter_it_is_nothing(cast):
    client = sign_in_by_hand(cast.ana)
    client.cookies["device"] = client.cookies["device"].value[:-1]
    assert not is_known(client, cast.ana)


def test_a_new_password_forgets_every_device(cast):
    client = sign_in_by_hand(cast.ana)
    cast.ana.set_password("another good password")
    cast.ana.save()
    assert not is_known(client, cast.ana)


@pytest.mark.parametrize("email", ["ana@example.org", "new@example.org"])
def test_an_account_that_only_claims_an_address_makes_no_device_known(cast, email):
    """Or whoever makes accounts by the dozen would have as many counters to guess Ana's password with."""
    client = Client()
    client.post(reverse("account_signup"), {"email": email, "password": PASSWORD})
    assert "device" not in client.cookies
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD + "!"})
    assert "device" not in client.cookies


def test_confirming_an_address_makes_the_browser_known(cast, at):
    client = Client()
    client.post(reverse("account_signup"), {"email": "new@example.org", "password": PASSWORD})
    (sent,) = arrived(at=at)
    client.get(path_in(sent))
    client.post(reverse("account_confirm"))
    account = type(cast.ana).objects.get(email="new@example.org")
    assert is_known(client, account)
