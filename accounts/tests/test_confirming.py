"""Proving an address: looking changes nothing, a link works once, and whoever typed the address keeps no way in."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts import actions, links
from accounts.models import MailedLink, User
from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived, path_in
from audit.models import Event

EMAIL, TYPED, CHOSEN = "new@example.org", "a password of the claim", "chosen by the owner"


@pytest.fixture
def browser(cast):
    """The browser in which somebody just made an account for `new@example.org`."""
    client = Client()
    client.post(reverse("account_signup"), {"email": EMAIL, "password": TYPED})
    return client


@pytest.fixture
def path(browser, at):
    """Where the mailed link leads."""
    (sent,) = arrived(at=at)
    return path_in(sent)


def account():
    return User.objects.get(email=EMAIL)


def is_signed_in(client) -> bool:
    return client.get("/portal/").status_code == 200


def test_the_secret_leaves_the_address_at_once(path):
    assert Client().get(path).url == reverse("account_confirm")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(browser, path, method):
    for client in (browser, Client()):
        assert getattr(client, method)(path, follow=True).status_code == 200
    assert not account().is_verified


def test_in_the_same_browser_one_press_proves_it(browser, path):
    browser.get(path)
    assert browser.post(reverse("account_confirm")).url == "/portal/"
    assert account().is_verified
    assert account().emailaddress_set.get().verified
    assert Event.objects.filter(verb="account.verified", actor=account().pk).count() == 1


def test_elsewhere_the_password_is_asked(path):
    elsewhere = Client()
    elsewhere.get(path)
    assert elsewhere.post(reverse("account_confirm"), {"password": "wrong one"}).status_code == 422
    assert not account().is_verified
    assert elsewhere.post(reverse("account_confirm"), {"password": TYPED}).url == "/portal/"
    assert account().is_verified
    assert get_user(elsewhere) == account()


def test_whoever_has_the_mailbox_but_not_the_password_shuts_the_other_out(browser, path):
    """Somebody typed a stranger's address. The stranger confirms, and the typist has lost the account."""
    assert is_signed_in(browser)
    owner = Client()
    owner.get(path)
    response = owner.post(reverse("account_confirm"), {"how": "new", "password": CHOSEN})
    assert response.url == "/portal/"
    assert get_user(owner) == account()
    assert not is_signed_in(browser)
    again = Client().post(reverse("account_login"), {"login": EMAIL, "password": TYPED})
    assert (again.status_code, "don’t fit" in again.content.decode()) == (200, True)
    assert Client().post(reverse("account_login"), {"login": EMAIL, "password": CHOSEN}).url == "/portal/"


def test_a_pending_change_of_address_does_not_survive_that(browser, path, at):
    """The typist also asked to change the address to one of their own, to keep a foot in the door."""
    browser.post(reverse("account_reauthenticate"), {"password": TYPED})
    browser.post(reverse("account_email"), {"email": "typist@example.org", "action_add": ""})
    owner = Client()
    owner.get(path)
    owner.post(reverse("account_confirm"), {"how": "new", "password": CHOSEN})
    (sent,) = arrived(at=at)
    typist = Client()
    typist.get(path_in(sent))
    assert typist.get(reverse("account_confirm")).url.startswith(reverse("account_login"))
    assert typist.post(reverse("account_confirm"), {"how": "new", "password": CHOSEN}).url.startswith(
        "/accounts/login/"
    )
    assert account().email == EMAIL


def test_a_new_address_followed_in_another_s_account_leads_nowhere_but_says_so(browser, path, at):
    browser.get(path)
    browser.post(reverse("account_confirm"))
    browser.post(reverse("account_reauthenticate"), {"password": TYPED})
    browser.post(reverse("account_email"), {"email": "moved@example.org", "action_add": ""})
    (sent,) = [mail for mail in arrived(at=at) if mail.to == ["moved@example.org"]]
    other = Client()
    other.force_login(AccountFactory(email="other@example.org"))
    page = other.get(path_in(sent), follow=True)
    assert page.status_code == 410
    assert "signed in as other@example.org" in page.content.decode()
    assert account().email == EMAIL


def test_a_weak_new_password_is_refused_and_nothing_is_proved(path):
    owner = Client()
    owner.get(path)
    assert owner.post(reverse("account_confirm"), {"how": "new", "password": "short"}).status_code == 422
    assert not account().is_verified


def test_a_link_works_once(browser, path):
    browser.get(path)
    browser.post(reverse("account_confirm"))
    other = Client()
    other.get(path)
    assert other.get(reverse("account_confirm")).status_code == 410
    assert other.post(reverse("account_confirm"), {"how": "new", "password": CHOSEN}).status_code == 410
    assert account().check_password(TYPED)


def test_two_presses_at_once_spend_it_once(browser, path, at):
    link = MailedLink.objects.get(account=account())
    assert [actions.use_link(link, at=at), actions.use_link(link, at=at)] == [True, False]


def test_after_a_fortnight_it_is_over(browser, path, at, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: at + actions.VERIFY_LINK_LIFE)
    other = Client()
    other.get(path)
    assert other.get(reverse("account_confirm")).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 64, "A" * 63 + "=", "é"])
def test_a_made_up_link_is_refused_like_a_spent_one(cast, token):
    made_up = Client()
    made_up.get(reverse("mailed_link", args=[token]), follow=True)
    assert made_up.get(reverse("account_confirm")).status_code == 410


def test_a_link_of_another_purpose_proves_nothing(browser, path, at):
    link = actions.live_link(account(), "claim", email=EMAIL, at=at)
    assert links.find(link.token, purpose="verify") is None
    session = browser.session
    session["mailed_link"] = link.token
    session.save()
    assert browser.post(reverse("account_confirm")).status_code == 410
    assert not account().is_verified


def test_a_new_link_ends_the_older(browser, path, at):
    old = MailedLink.objects.get(account=account())
    fresh = actions.live_link(account(), "verify", email="other@example.org", at=at)
    old.refresh_from_db()
    assert (old.is_live(at=at), fresh.is_live(at=at)) == (False, True)


def test_an_address_proved_by_somebody_else_meanwhile_is_to_be_claimed(browser, path):
    AccountFactory(email=EMAIL)
    other = Client()
    other.get(path)
    assert other.get(reverse("account_confirm")).url == reverse("records_claim")


def test_only_one_account_owns_an_address(browser, path, at):
    rival = AccountFactory(email=EMAIL, unverified=True)
    first = actions.live_link(account_of(browser), "verify", email=EMAIL, at=at)
    second = actions.live_link(rival, "verify", email=EMAIL, at=at)
    assert [actions.verify_address(link, at=at) for link in (first, second)] == [True, False]
    second.refresh_from_db()
    assert second.used_at is None


def account_of(client):
    return get_user(client)


# A new address for an account --------------------------------------------------------------------


def test_a_new_address_counts_once_it_is_proved_and_the_old_one_is_told(client, sign_in, cast, at):
    ana = sign_in(client, cast.ana)
    ana.post(reverse("account_reauthenticate"), {"password": "kettle harbour sparrow"})
    ana.post(reverse("account_email"), {"email": "Anna@Example.org", "action_add": ""})
    cast.ana.refresh_from_db()
    assert cast.ana.email == "ana@example.org"
    (sent,) = arrived(at=at)
    assert sent.to == ["anna@example.org"]
    ana.get(path_in(sent))
    assert ana.post(reverse("account_confirm")).status_code == 302
    cast.ana.refresh_from_db()
    assert cast.ana.email == "anna@example.org"
    (told,) = arrived(at=at + timedelta(minutes=1))
    assert told.to == ["ana@example.org"]
    assert "another email address" in told.body


def test_changing_it_asks_for_the_password_first(client, sign_in, cast):
    response = sign_in(client, cast.ana).post(
        reverse("account_email"), {"email": "x@example.org", "action_add": ""}
    )
    assert response.url.startswith(reverse("account_reauthenticate"))


def test_changing_to_a_taken_address_looks_the_same_and_mails_its_owner(client, sign_in, cast, at):
    ana = sign_in(client, cast.ana)
    ana.post(reverse("account_reauthenticate"), {"password": "kettle harbour sparrow"})
    assert (
        ana.post(reverse("account_email"), {"email": "ben@example.org", "action_add": ""}).url
        == "/accounts/email/"
    )
    (sent,) = arrived(at=at)
    assert (sent.to, sent.subject) == (["ben@example.org"], "You already have an account")
