"""A forgotten password: the mail, its link, and what else comes of it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived, path_in
from outbox.models import Message

NEW = "another good password"


def ask(email, client=None):
    return (client or Client()).post(reverse("account_reset_password"), {"email": email})


def choose(path, password=NEW):
    """Follow a mailed link and choose; the browser that did, and the last answer."""
    client = Client()
    form = client.get(path, follow=True)
    return client, client.post(form.request["PATH_INFO"], {"password1": password})


def fits(email, password) -> bool:
    response = Client().post(reverse("account_login"), {"login": email, "password": password})
    return response.status_code == 302


def test_from_the_mail_to_the_new_password(cast, at):
    there = Client()
    there.force_login(cast.ana)
    assert ask("ana@example.org").url == reverse("account_reset_password_done")
    (sent,) = arrived(at=at)
    assert (sent.to, sent.subject) == (["ana@example.org"], "Choose a new password")
    here, answer = choose(path_in(sent))
    assert answer.url == reverse("account_reset_password_from_key_done")
    assert (fits("ana@example.org", NEW), fits("ana@example.org", PASSWORD)) == (True, False)
    assert not get_user(there).is_authenticated
    assert not get_user(here).is_authenticated  # a second factor is still asked when signing in
    (told,) = arrived(at=at)
    assert "A new password was chosen for your account" in told.body


def test_whoever_never_had_a_password_reads_that_an_account_was_made_for_them(cast, at):
    made = AccountFactory(email="rosa@example.org", verified_at=at, last_login=None)
    made.set_unusable_password()
    made.save()
    ask("rosa@example.org")
    (sent,) = arrived(at=at)
    assert sent.subject == "Choose your password"
    for words in (sent.body, sent.alternatives[0].content):
        assert "An account was made for you at Harbour Clinic." in words
        assert "If you did not ask for this" not in words
    _client, answer = choose(path_in(sent))
    assert answer.url == reverse("account_reset_password_from_key_done")
    assert fits("rosa@example.org", NEW)


def test_the_secret_leaves_the_address_at_once(cast, at):
    ask("ana@example.org")
    (sent,) = arrived(at=at)
    assert Client().get(path_in(sent)).url.endswith("-set-password/")


def test_it_works_once(cast, at):
    ask("ana@example.org")
    (sent,) = arrived(at=at)
    choose(path_in(sent))
    page = Client().get(path_in(sent), follow=True)
    assert "This link no longer works" in page.content.decode()


def test_for_thirty_minutes(cast, at, monkeypatch):
    from accounts.mail import default_token_generator

    ask("ana@example.org")
    (sent,) = arrived(at=at)
    # The library's own clock: whole seconds since 2001, local and without a zone.
    now = default_token_generator._now()
    for minutes, works in ((29, True), (31, False)):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(
            "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self, t=later: t
        )
        page = Client().get(path_in(sent), follow=True)
        assert ("This link no longer works" in page.content.decode()) is not works


def test_an_unknown_address_gets_no_mail(cast, at):
    ask("nobody@example.org")
    assert arrived(at=at) == []
    dropped = Message.objects.order_by("kind").values_list("kind", "dropped_because", "about")
    assert list(dropped) == [
        ("accounts.reset", "no such account", {}), ("records.invitation_again", "nothing to accept", {}),
    ]  # fmt: skip


def test_asked_for_again_and_again_it_is_one_mail_in_three_minutes(cast, at, monkeypatch):
    for _ in range(4):
        ask("ana@example.org")
    assert len(arrived(at=at)) == 1
    later = at + timedelta(minutes=3)
    monkeypatch.setattr("common.clock.now", lambda: later)
    ask("ANA@example.org")
    assert [sent.to for sent in arrived(at=later)] == [["ana@example.org"]]


def test_who_was_shut_out_gets_none(cast, at):
    AccountFactory(email="new@example.org", is_active=False)
    ask("new@example.org")
    assert arrived(at=at) == []


def test_of_several_that_claim_an_address_the_newest_is_mailed_once(cast, at):
    for day in range(3):
        newest = AccountFactory(
            email="new@example.org", unverified=True, date_joined=at - timedelta(days=3 - day)
        )
    ask("new@example.org")
    (sent,) = arrived(at=at)
    choose(path_in(sent))
    assert User.objects.owner_of("new@example.org") == newest


def test_it_is_written_in_the_language_of_the_account_not_of_whoever_asks(cast, at):
    User.objects.filter(pk=cast.ana.pk).update(language="fr")
    ask("ana@example.org")
    (sent,) = arrived(at=at)
    assert sent.subject == "Choisissez un nouveau mot de passe"


def test_whoever_opened_the_mail_has_proved_the_address(cast, at):
    account = AccountFactory(email="new@example.org", unverified=True)
    ask("new@example.org")
    (sent,) = arrived(at=at)
    choose(path_in(sent))
    account.refresh_from_db()
    assert account.is_verified
    assert fits("new@example.org", NEW)


def test_somebody_who_typed_the_address_first_is_out(cast, at):
    typist = Client()
    typist.post(reverse("account_signup"), {"email": "new@example.org", "password": PASSWORD})
    arrived(at=at)
    ask("new@example.org")
    (sent,) = arrived(at=at)
    choose(path_in(sent))
    assert not get_user(typist).is_authenticated
    assert not fits("new@example.org", PASSWORD)


def test_of_several_accounts_with_an_address_only_the_owner_is_mailed(cast, at):
    AccountFactory(email="ana@example.org", unverified=True)
    ask("ana@example.org")
    (sent,) = arrived(at=at)
    choose(path_in(sent))
    cast.ana.refresh_from_db()
    assert cast.ana.check_password(NEW)


@pytest.mark.parametrize(
    "path", ["/accounts/password/reset/key/1-x/", "/accounts/password/reset/key/zzz-set-password/"]
)
def test_made_up_links_open_nothing(cast, path):
    page = Client().get(path, follow=True)
    assert page.status_code in (200, 404)
    assert 'name="password1"' not in page.content.decode()
