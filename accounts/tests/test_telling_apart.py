"""Whatever exists for an address, each door does the same work and says the same: hashes, queries, bytes (B14)."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.hashers import Argon2idForTests
from accounts.models import User
from accounts.tests.factories import PASSWORD, AccountFactory
from common.tests.moment import AT

CHANGING = {"Content-Length", "Expires"}
WRONG, CHOSEN = "a wrong password", "a blue bicycle"


def claims(count, email):
    return AccountFactory.create_batch(count, email=email, unverified=True)


# What there may be for an address.
SITUATIONS = {
    "nobody": lambda email: None,
    "its owner": lambda email: AccountFactory(email=email),
    "an owner who was shut out": lambda email: AccountFactory(email=email, is_active=False),
    "one that claims it": lambda email: claims(1, email),
    "five that claim it": lambda email: claims(5, email),
    "its owner and one that claims it": lambda email: (AccountFactory(email=email), claims(1, email)),
    "its owner and five that claim it": lambda email: (AccountFactory(email=email), claims(5, email)),
}


@contextmanager
def counted(monkeypatch):
    """Passwords hashed meanwhile, real and stand-in ones."""
    hashes = []
    with monkeypatch.context() as patch:
        for name in ("encode", "verify"):
            work = getattr(Argon2idForTests, name)
            patch.setattr(
                Argon2idForTests,
                name,
                lambda self, *given, _name=name, _work=work: hashes.append(_name) or _work(self, *given),
            )
        yield hashes


def heard(response, email) -> tuple:
    """What a visitor could measure of an answer."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for word in (email, re.escape(email)):
        body = body.replace(word, "")
    kept = {name: value for name, value in response.headers.items() if name not in CHANGING}
    return response.status_code, len(body), kept, sorted(response.cookies)


def measured(number, email, knock, monkeypatch) -> dict:
    """One knock at a door, from a network of its own so that no limit remembers another."""
    client = Client(REMOTE_ADDR=f"10.1.{number}.1")
    act = knock(client, email)
    with counted(monkeypatch) as hashes, CaptureQueriesContext(connection) as queries:
        response = act()
    return {"hashes": len(hashes), "queries": len(queries), "answer": heard(response, email)}


def sign_in_refused(client, email):
    return lambda: client.post(reverse("account_login"), {"login": email, "password": WRONG})


def sign_up(client, email):
    return lambda: client.post(reverse("account_signup"), {"email": email, "password": CHOSEN})


def sign_up_again(client, email):
    """Right after another sign-up of the address, when its mail is on the way already."""
    sign_up(Client(REMOTE_ADDR="10.2.0.1"), email)()
    return sign_up(client, email)


def forgotten(client, email):
    return lambda: client.post(reverse("account_reset_password"), {"email": email})


def confirm_refused(client, email):
    """The mailed link of an account that claims the address, in another browser, with a wrong password."""
    account = AccountFactory(email=email, unverified=True)
    link = actions.live_link(account, "verify", email=email, at=AT)
    client.get(reverse("mailed_link", args=[link.token]))
    return lambda: client.post(reverse("account_confirm"), {"password": WRONG})


DOORS = {
    sign_in_refused: {"hashes": 3},
    sign_up: {"hashes": 1},
    sign_up_again: {"hashes": 1},
    forgotten: {"hashes": 0},
}


@pytest.mark.parametrize("knock", DOORS, ids=lambda knock: knock.__name__)
def test_nothing_tells_what_exists_for_an_address(cast, monkeypatch, knock):
    seen = {}
    for number, (name, make) in enumerate(SITUATIONS.items()):
        email = f"someone{number}@example.org"
        make(email)
        seen[name] = measured(number, email, knock, monkeypatch)
    expected = seen["nobody"]
    assert expected["hashes"] == DOORS[knock]["hashes"]
    assert seen == dict.fromkeys(SITUATIONS, expected)


@pytest.mark.parametrize("others", [0, 5])
def test_the_confirm_page_takes_one_hash_however_many_claim_the_address(cast, monkeypatch, others):
    claims(others, "someone@example.org")
    found = measured(others, "someone@example.org", confirm_refused, monkeypatch)
    assert (found["hashes"], found["answer"][0]) == (1, 422)


def test_a_claim_is_let_in_by_its_password_after_as_many_hashes_with_an_owner_as_without(cast, monkeypatch):
    seen = []
    for number, make in enumerate((lambda email: None, lambda email: AccountFactory(email=email))):
        email = f"someone{number}@example.org"
        make(email)
        claim = AccountFactory(email=email, unverified=True)
        User.objects.filter(email=email).exclude(pk=claim.pk).update(password=make_password(CHOSEN))

        def knock(client, email):
            return lambda: client.post(reverse("account_login"), {"login": email, "password": PASSWORD})

        seen.append(measured(number, email, knock, monkeypatch))
    assert (seen[0]["hashes"], seen[0]["answer"]) == (seen[1]["hashes"], seen[1]["answer"])
