"""Creating an account. Whether an address is known must not show anywhere: not to a stranger, not to a claimant."""

import re

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD
from accounts.tests.mailed import arrived, path_in

KNOWN, UNKNOWN = "ana@example.org", "new@example.org"
TYPED = "a password of the claim"


@pytest.fixture
def house(cast):
    """Harbour, where Ana has an account and the owner of `new@` has none."""
    return cast


def sign_up(email, password=TYPED, client=None, **fields):
    client = client or Client()
    return client, client.post(reverse("account_signup"), {"email": email, "password": password, **fields})


def seen(response, *addresses) -> tuple:
    """What a visitor could measure: status, where it leads, how long the page is, without seals and addresses."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for address in addresses:
        body = body.replace(address, "")
    return response.status_code, response.headers.get("Location", ""), len(body), sorted(response.cookies)


def test_a_new_account_is_signed_in_at_once_and_proves_its_address_by_mail(house, at):
    client, response = sign_up(UNKNOWN)
    assert response.url == "/portal/"
    account = User.objects.get(email=UNKNOWN)
    assert (get_user(client), account.is_verified) == (account, False)
    (sent,) = arrived(at=at)
    assert (sent.to, sent.subject) == ([UNKNOWN], "Confirm your email address")


def test_known_and_unknown_addresses_get_the_same_answers(house, at):
    answers = []
    for email in (KNOWN, UNKNOWN):
        client, response = sign_up(email)
        pages = [client.get(path) for path in ("/portal/", reverse("account_email"), reverse("mfa_index"))]
        answers.append([seen(page, email) for page in (response, *pages)])
    assert answers[0] == answers[1]


def test_only_the_mail_tells_them_apart(house, at):
    for email in (KNOWN, UNKNOWN):
        sign_up(email)
    known, unknown = sorted(arrived(at=at), key=lambda sent: sent.to)
    assert (known.to, known.subject) == ([KNOWN], "You already have an account")
    assert (unknown.to, unknown.subject) == ([UNKNOWN], "Confirm your email address")


def test_a_claim_cannot_learn_from_signing_in_that_its_address_has_an_owner(house, at):
    """The password of a claim leads to the same page whether or not the address is owned."""
    answers = []
    for email in (KNOWN, UNKNOWN):
        sign_up(email)
        elsewhere = Client()
        answers.append(
            seen(elsewhere.post(reverse("account_login"), {"login": email, "password": TYPED}), email)
        )
        assert not get_user(elsewhere).is_authenticated
    assert answers[0] == answers[1]
    assert answers[0][1] == reverse("account_email_verification_sent")


def test_nor_from_being_asked_for_its_password_again(house, at):
    answers = []
    for email in (KNOWN, UNKNOWN):
        client, _response = sign_up(email)
        answers.append(seen(client.post(reverse("account_reauthenticate"), {"password": TYPED}), email))
    assert answers[0] == answers[1]
    assert answers[0][0] == 302


def test_a_dozen_accounts_under_one_address_are_one_mail(house, at):
    for _ in range(3):
        assert sign_up(KNOWN)[1].status_code == 302
    assert len(arrived(at=at)) == 1


def test_a_claim_does_not_lock_the_owner_out(house, at):
    sign_up(KNOWN, PASSWORD)  # even with the owner's own password
    owner = Client()
    assert owner.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD}).url == "/portal/"
    assert get_user(owner) == house.ana


def test_a_claim_cannot_plant_a_second_factor(house, at):
    """What is set up before the address is proved could outlive the proof."""
    client, _response = sign_up(KNOWN)
    client.post(reverse("account_reauthenticate"), {"password": TYPED})
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).url == reverse("mfa_index")


@pytest.mark.parametrize(
    "typed, words",
    [
        ({"email": "", "password": TYPED}, "Enter your email address"),
        ({"email": "ana", "password": TYPED}, "Enter an email address like name@example.com"),
        ({"email": UNKNOWN, "password": ""}, "Choose a password"),
        ({"email": UNKNOWN, "password": "short"}, "This password is too short"),
        ({"email": UNKNOWN, "password": "with a \x00 in it"}, "Null characters are not allowed"),
        ({"email": f"{'a' * 300}@example.org", "password": TYPED}, "at most 254 characters"),
    ],
)
def test_bad_input_is_told_in_words_and_keeps_the_address(house, typed, words):
    response = Client().post(reverse("account_signup"), typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_somebody_signed_in_needs_no_new_account(house, client, sign_in):
    assert sign_in(client, house.ana).get(reverse("account_signup")).url == "/portal/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "http:evil"]
)
@pytest.mark.parametrize("name", ["account_signup", "account_login"])
def test_afterwards_nobody_is_led_off_the_site(house, at, name, elsewhere):
    fields = {"account_signup": {"email": UNKNOWN}, "account_login": {"login": KNOWN}}[name]
    response = Client().post(reverse(name), {**fields, "password": PASSWORD, "next": elsewhere})
    assert response.url == "/portal/"


def test_nor_to_another_clinic_of_the_same_house(house, at):
    response = Client().post(
        reverse("account_login"),
        {"login": KNOWN, "password": PASSWORD, "next": "http://lakeside.localhost/portal/"},
    )
    assert response.url == "/portal/"


def test_afterwards_one_is_back_at_the_exact_step(house, at):
    step = "/book/h/00000000-0000-4000-8000-000000000000/patient/"
    assert sign_up(UNKNOWN, next=step)[1].url == step
    response = Client().post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD, "next": step})
    assert response.url == step


def test_wrong_passwords_come_to_an_end(house, at):
    client = Client()
    for _ in range(6):
        response = client.post(reverse("account_login"), {"login": KNOWN, "password": "wrong"})
    assert "Too many tries" in response.content.decode()
    assert client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD}).status_code == 200


def test_the_mail_to_a_known_address_leads_to_signing_in(house, at):
    sign_up(KNOWN)
    (sent,) = arrived(at=at)
    page = Client().get(path_in(sent), follow=True)
    assert "Sign in to your own account" in page.content.decode()
