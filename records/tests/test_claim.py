"""Something was entered under an address that has an owner. The owner may add it; whoever typed it gains nothing."""

import re

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import MailedLink
from accounts.tests.factories import PASSWORD, AccountFactory
from audit.models import Event
from records.models import Patient
from records.models.access import Level
from records.tests.factories import GrantFactory, PatientFactory

CLAIM = "/portal/claim/"


@pytest.fixture
def typist(cast):
    """Somebody who typed Ana's address, in a browser of their own, and entered a child named Typed."""
    client = Client()
    client.post(
        reverse("account_signup"), {"email": "ana@example.org", "password": "a password of the claim"}
    )
    record = PatientFactory(clinic=cast.harbour, given_name="Typed")
    GrantFactory(account=get_user(client), patient=record, relation="parent")
    client.record = record
    return client


@pytest.fixture
def link(typist, at):
    return actions.live_link(get_user(typist), "claim", email="ana@example.org", at=at)


def opened(link, account=None) -> Client:
    """A browser that followed the link, signed in as somebody or not."""
    client = Client()
    if account:
        client.force_login(account)
    assert client.get(reverse("mailed_link", args=[link.token])).url == CLAIM
    return client


def unsealed(page) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())


def records_of(account, at):
    return set(Patient.objects.visible_to(account, at=at))


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(cast, link, typist, at, method):
    ana = opened(link, cast.ana)
    assert getattr(ana, method)(CLAIM).status_code == 200
    assert records_of(cast.ana, at) == {cast.ana_record}
    assert MailedLink.objects.get(pk=link.pk).is_live(at=at)


def test_the_owner_adds_it_with_one_press(cast, link, typist, at):
    ana = opened(link, cast.ana)
    assert "It is for: <b>Typed</b>" in ana.get(CLAIM).content.decode()
    assert ana.post(CLAIM).url == "/portal/"
    assert records_of(cast.ana, at) == {cast.ana_record, typist.record}
    grant = cast.ana.grants.get(patient=typist.record)
    assert (grant.level, grant.relation, grant.granted_by) == (Level.LIMITED, "parent", None)
    assert (
        Event.objects.filter(verb="access.claimed", actor=cast.ana.pk, patient=typist.record.pk).count() == 1
    )


def test_the_typist_is_out_and_never_saw_anything_of_the_owner(cast, link, typist, at):
    account = get_user(typist)
    before = typist.get("/portal/", follow=True)
    assert records_of(account, at) == {typist.record}
    opened(link, cast.ana).post(CLAIM)
    after = typist.get("/portal/", follow=True)
    assert not get_user(typist).is_authenticated
    for page in (before, after):
        assert "Ana" not in page.content.decode().replace("ana@example.org", "")
    assert records_of(account, at) == set()
    again = Client().post(
        reverse("account_login"), {"login": "ana@example.org", "password": "a password of the claim"}
    )
    assert again.status_code == 200 and "don’t fit" in again.content.decode()


def test_the_typists_own_form_of_the_page_opens_nothing(cast, link, typist):
    """The account that entered it is not its owner, even in the browser that did."""
    typist.get(reverse("mailed_link", args=[link.token]))
    assert typist.post(CLAIM).status_code == 410
    assert get_user(typist).is_authenticated


@pytest.mark.parametrize("who", ["ben", "dov", "nora", None])
def test_nobody_else_can_take_it(cast, link, typist, at, who):
    account = getattr(cast, who) if who else None
    client = opened(link, account)
    assert "Typed" not in client.get(CLAIM).content.decode()
    before = records_of(account, at) if account else set()
    refused = client.post(CLAIM)
    assert refused.status_code == 410
    assert (records_of(account, at) if account else set()) == before
    assert MailedLink.objects.get(pk=link.pk).is_live(at=at)


def test_refusals_read_the_same(cast, link, typist, at):
    foreign = opened(link, cast.ben)
    spent = opened(link, cast.ben)
    refused = unsealed(foreign.post(CLAIM))
    actions.use_link(link, at=at)
    assert unsealed(spent.post(CLAIM)) == refused


def test_signed_out_it_asks_to_sign_in_and_comes_back(cast, link, typist, at):
    client = opened(link)
    words = client.get(CLAIM).content.decode()
    assert "Sign in to your own account" in words and "Typed" not in words
    to_sign_in = client.post(CLAIM, {"how": "sign-in"})
    assert to_sign_in.url == f"/accounts/login/?next={CLAIM}"
    signed_in = client.post(to_sign_in.url, {"login": "ana@example.org", "password": PASSWORD})
    assert signed_in.url == CLAIM
    assert client.post(CLAIM).url == "/portal/"
    assert typist.record in records_of(cast.ana, at)


def test_in_the_browser_that_booked_it_the_other_account_is_signed_out_first(cast, link, typist, at):
    typist.get(reverse("mailed_link", args=[link.token]))
    assert "signed out first" in typist.get(CLAIM).content.decode()
    typist.post(CLAIM, {"how": "sign-in"})
    assert not get_user(typist).is_authenticated
    typist.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD, "next": CLAIM})
    assert typist.post(CLAIM).url == "/portal/"


def test_a_link_is_spent_once(cast, link, typist, at):
    first, second = opened(link, cast.ana), opened(link, cast.ana)
    assert (first.post(CLAIM).status_code, second.post(CLAIM).status_code) == (302, 410)


def test_an_old_link_is_over(cast, link, typist, at, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: link.expires_at)
    assert opened(link, cast.ana).get(CLAIM).status_code == 410


def test_a_link_for_an_address_nobody_owns_is_no_claim(cast, at):
    account = AccountFactory(email="new@example.org", unverified=True)
    link = actions.live_link(account, "claim", email="new@example.org", at=at)
    assert opened(link, cast.ana).get(CLAIM).status_code == 410


def test_a_proof_serves_as_a_claim_once_somebody_else_has_proved_the_address(cast, typist, at):
    """The mail asked to confirm; before the link was followed, the address got an owner."""
    link = actions.live_link(get_user(typist), "verify", email="ana@example.org", at=at)
    client = Client()
    client.force_login(cast.ana)
    assert client.get(reverse("mailed_link", args=[link.token]), follow=True).request["PATH_INFO"] == CLAIM
    assert client.post(CLAIM).url == "/portal/"
    assert typist.record in records_of(cast.ana, at)
