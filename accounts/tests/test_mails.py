"""What the mails of this room say, complete in each of their two parts."""

from email.utils import getaddresses

import pytest

from accounts.mail import what_happened
from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived
from outbox import actions

NOTICES = [
    "password_changed",
    "password_set",
    "password_reset",
    "email_changed",
    "email_confirm",
    "email_deleted",
    "totp_activated",
    "totp_deactivated",
    "webauthn_added",
    "webauthn_removed",
    "recovery_codes_generated",
]


def post(kind, account, *, clinic, at, **about):
    actions.post(kind, clinic=clinic, account=account, about=about, dedupe_key=f"{kind}:{about}", at=at)
    (sent,) = arrived(at=at)
    return sent


def html_of(sent):
    return next(part.content for part in sent.alternatives if part.mimetype == "text/html")


@pytest.mark.parametrize("name", [*NOTICES, "something_new"])
def test_every_notice_says_in_words_what_happened(cast, at, name):
    sent = post("accounts.notice", cast.ana, clinic=cast.harbour, at=at, notice=name)
    assert sent.subject == "Your account was changed"
    assert what_happened(name) in sent.body and what_happened(name) in html_of(sent)
    assert "/accounts/password/reset/" in sent.body
    assert name not in sent.body


def test_only_the_unforeseen_has_the_general_words():
    general = what_happened("something_new")
    assert [name for name in NOTICES if what_happened(name) == general] == []


@pytest.mark.parametrize(
    "kind, about", [("accounts.verify", {}), ("accounts.reset", {"email": "o'neill&sons@example.org"})]
)
def test_text_and_html_carry_the_same_link_and_the_clinics_name(cast, at, kind, about):
    account = AccountFactory(email="o'neill&sons@example.org", unverified=True)
    sent = post(kind, account, clinic=cast.harbour, at=at, **about)
    link = next(line for line in sent.body.splitlines() if line.startswith("http://testserver:8000/"))
    assert f'href="{link}"' in html_of(sent)
    assert sent.from_email.startswith('"Harbour Clinic" <')
    assert "Harbour Clinic" in sent.body and "Harbour Clinic" in html_of(sent)
    assert "&#x27;" not in sent.body + sent.subject


@pytest.mark.parametrize("name", ["Harbour\\", '"Har"bour\\" <x@y.z>', "Port, (Clinic); é\\"])
def test_no_name_of_a_clinic_spoils_the_address_a_mail_comes_from(cast, at, settings, name):
    settings.DEFAULT_FROM_EMAIL = "no-reply@anteroom.example"
    type(cast.harbour).objects.filter(pk=cast.harbour.pk).update(name=name)
    sent = post("accounts.notice", cast.ana, clinic=cast.harbour, at=at, notice="password_changed")
    assert [address for _name, address in getaddresses([sent.message()["From"]])] == [
        "no-reply@anteroom.example"
    ]


def test_a_mail_of_another_clinic_is_signed_by_it(cast, at):
    sent = post("accounts.notice", cast.ana, clinic=cast.lakeside, at=at, notice="password_changed")
    assert "Lakeside Clinic" in sent.body and "Harbour" not in sent.body
    assert "http://lakeside.localhost:8000/" in sent.body


def test_a_proved_address_needs_no_proof(cast, at):
    actions.post("accounts.verify", account=cast.ana, dedupe_key="x", at=at)
    assert arrived(at=at) == []


def test_a_mail_made_again_on_a_retry_carries_the_same_link(cast, at):
    from accounts.mail import verify
    from outbox.models import Message

    account = AccountFactory(email="new@example.org", unverified=True)
    actions.post("accounts.verify", clinic=cast.harbour, account=account, dedupe_key="x", at=at)
    message = Message.objects.get()
    assert verify(message, at=at).body == verify(message, at=at).body
