"""Somebody changed the address of an account: for 72 hours its old address can take it back (case C42)."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import User
from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived, path_in
from accounts.tests.test_forgotten_password import choose
from audit.models import Event

BACK, THIEF, HOUR = "account_address_back", "thief@example.org", timedelta(hours=1)


def change(account, email, *, at):
    """The account proves another address; the mail to the one it had."""
    link = actions.live_link(account, "verify", email=email, at=at)
    assert actions.verify_address(link, at=at)
    account.refresh_from_db()
    (told,) = arrived(at=at)
    return told


def follow(told) -> Client:
    browser = Client()
    assert browser.get(path_in(told)).url == reverse(BACK)
    return browser


@pytest.fixture
def told(cast, at):
    return change(cast.ana, THIEF, at=at)


def test_a_press_takes_it_back_and_shuts_the_other_out(cast, at, told):
    thief = Client()
    thief.force_login(cast.ana)
    thief.get("/portal/")
    assert told.to == ["ana@example.org"]
    browser = follow(told)
    assert "ana@example.org" in browser.get(reverse(BACK)).text
    assert User.objects.get(pk=cast.ana.pk).email == THIEF  # looking changes nothing
    assert browser.post(reverse(BACK)).url == reverse("account_login")
    cast.ana.refresh_from_db()
    assert (cast.ana.email, cast.ana.has_usable_password()) == ("ana@example.org", False)
    assert not get_user(thief).is_authenticated
    assert Event.objects.get(verb="account.address_taken_back").actor == cast.ana.pk
    (reset,) = arrived(at=at)
    assert reset.to == ["ana@example.org"]
    choose(path_in(reset))
    cast.ana.refresh_from_db()
    assert cast.ana.has_usable_password() and not cast.ana.check_password(PASSWORD)
    assert browser.post(reverse(BACK)).status_code == 410  # once


def test_for_seventy_two_hours(cast, at, told, monkeypatch):
    browser = follow(told)
    monkeypatch.setattr("common.clock.now", lambda: at + 71 * HOUR)
    assert browser.get(reverse(BACK)).status_code == 200
    monkeypatch.setattr("common.clock.now", lambda: at + 72 * HOUR)
    assert (browser.get(reverse(BACK)).status_code, browser.post(reverse(BACK)).status_code) == (410, 410)
    assert User.objects.get(pk=cast.ana.pk).email == THIEF


def test_changing_it_again_does_not_end_the_first_way_back(cast, at, told):
    again = change(cast.ana, "elsewhere@example.org", at=at + HOUR)
    assert (again.to, "/accounts/password/reset/" in again.body) == ([THIEF], True)
    follow(told).post(reverse(BACK))
    assert User.objects.get(pk=cast.ana.pk).email == "ana@example.org"


def test_an_address_that_is_somebody_else_s_by_now_stays_theirs(cast, at, told):
    AccountFactory(email="ana@example.org")
    assert follow(told).post(reverse(BACK)).status_code == 410
    assert User.objects.get(pk=cast.ana.pk).email == THIEF


def test_in_the_browser_of_the_account_itself_it_signs_out(cast, at, told):
    browser = Client()
    browser.force_login(cast.ana)
    browser.get("/portal/")
    browser.get(path_in(told))
    assert browser.post(reverse(BACK)).status_code == 302
    assert not get_user(browser).is_authenticated
