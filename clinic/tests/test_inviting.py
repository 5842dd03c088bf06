"""The link of an invitation to the team: whom it lets in, once, and whom it does not."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived, path_in
from clinic import inviting
from clinic.models import Membership, TeamInvitation
from clinic.models.clinic import Role
from common.tests.moment import AT

DOOR = "/team/invitation/"
NEW = {"given_name": "Rosa", "family_name": "Vale", "password": "a green canoe by night"}


def invited(cast, email, *roles) -> str:
    """Nora invites an address; the path of the link in its mail."""
    inviting.invite_colleague(
        cast.harbour, email=email, roles=roles or [Role.FRONT_DESK], gives=set(Role), by=cast.nora, at=AT
    )
    (mail,) = arrived(at=AT)
    assert mail.to == [email.lower()]
    return path_in(mail)


def roles_of(email) -> list:
    return list(Membership.objects.filter(user__email=email, ended_at=None).values_list("roles", flat=True))


def follow(path, account=None, host="testserver") -> Client:
    browser = Client(HTTP_HOST=host)
    if account:
        browser.force_login(account)
    browser.get(path)
    return browser


def test_somebody_new_makes_an_account_and_is_in(cast):
    path = invited(cast, "Rosa@example.org", Role.MANAGER)
    rosa = follow(path)
    page = rosa.get(DOOR)
    assert "Nora Cast invites you to work here as: Manager." in page.text
    assert (roles_of("rosa@example.org"), User.objects.filter(email="rosa@example.org").exists()) == (
        [],
        False,
    )
    wrong = rosa.post(DOOR, NEW | {"password": "short", "given_name": ""})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["given_name", "password"])
    answer = rosa.post(DOOR, NEW, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Welcome to the team of Harbour Clinic."]
    account = User.objects.get(email="rosa@example.org")
    assert (account.name, account.is_verified, roles_of(account.email)) == ("Rosa Vale", True, [["manager"]])
    (mail,) = arrived(at=AT)  # owners hear of it
    assert (mail.to, "Rosa Vale (rosa@example.org) now works here as: Manager." in mail.body) == (
        ["nora@example.org"],
        True,
    )
    again = follow(path)
    assert (again.get(DOOR).status_code, again.post(DOOR, NEW).status_code) == (410, 410)
    assert Membership.objects.filter(user=account).count() == 1


def test_somebody_with_an_account_signs_in_first(cast, settings):
    path = invited(cast, "dov@example.org")
    stranger = follow(path)
    assert "dov@example.org has an account already." in stranger.get(DOOR).text
    stranger.post(DOOR, NEW)  # no password of theirs is chosen by whoever holds the mail
    assert (roles_of("dov@example.org"), cast.dov.check_password(PASSWORD)) == ([], True)
    dov, elsewhere = follow(path, cast.dov), Client()
    elsewhere.force_login(cast.dov)
    elsewhere.get("/portal/")
    settings.STAFF_SECOND_FACTOR = True
    assert dov.get(DOOR).status_code == 200 and roles_of("dov@example.org") == []
    assert dov.post(DOOR).url == "/office/"
    assert roles_of("dov@example.org") == [["front_desk"]]
    # From now on by the rules for staff: a second step before anything, and no older session by the rules for patients.
    assert dov.get("/portal/").url == "/accounts/2fa/"
    assert elsewhere.get("/portal/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["ana", "omar", "finn"])
def test_a_link_that_was_passed_on_lets_nobody_else_in(cast, who):
    account = getattr(cast, who)
    thief = follow(invited(cast, "dov@example.org", Role.OWNER), account)
    before = roles_of(account.email)
    for answer in (thief.get(DOOR), thief.post(DOOR), thief.post(DOOR, NEW)):
        assert (answer.status_code, "This invitation is for another address" in answer.text) == (403, True)
    assert (roles_of(account.email), roles_of("dov@example.org")) == (before, [])
    assert TeamInvitation.objects.standing().count() == 1


def test_a_claim_of_the_address_is_no_proof_unless_the_mail_was_followed(cast):
    """Whoever typed the address first has no say; the mail's link in their hands proves it."""
    claim = AccountFactory(email="rosa@example.org", unverified=True)
    path = invited(cast, "rosa@example.org")
    assert inviting.accept(TeamInvitation.objects.get(), claim, at=AT) is None
    assert follow(path, claim).post(DOOR).status_code == 302
    claim.refresh_from_db()
    assert (claim.is_verified, roles_of("rosa@example.org")) == (True, [["front_desk"]])


def test_over_old_renewed_taken_back_or_of_another_clinic(cast, monkeypatch):
    path = invited(cast, "dov@example.org")
    invitation = TeamInvitation.objects.get()
    assert follow(path, cast.dov, host="lakeside.localhost").get(DOOR).status_code == 410
    inviting.send_again(invitation, by=cast.nora, at=AT)
    (mail,) = arrived(at=AT)
    fresh = path_in(mail)
    assert [follow(one, cast.dov).get(DOOR).status_code for one in (path, fresh)] == [410, 200]
    Membership.objects.filter(user=cast.nora).update(roles=[Role.BILLING])  # who vouched may not any more
    assert follow(fresh, cast.dov).post(DOOR).status_code == 410
    Membership.objects.filter(user=cast.nora).update(roles=[Role.OWNER])
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(hours=24))
    assert follow(fresh, cast.dov).post(DOOR).status_code == 410
    monkeypatch.setattr("common.clock.now", lambda: AT)
    waiting = follow(fresh, cast.dov)
    assert inviting.withdraw(TeamInvitation.objects.get(), by=cast.nora, at=AT)
    assert not inviting.withdraw(TeamInvitation.objects.get(), by=cast.nora, at=AT)
    assert waiting.post(DOOR).status_code == 410
    assert roles_of("dov@example.org") == []


def test_inviting_again_ends_the_older_link(cast):
    older = invited(cast, "dov@example.org", Role.OWNER)
    newer = invited(cast, "dov@example.org", Role.BILLING)
    assert [follow(one, cast.dov).post(DOOR).status_code for one in (older, newer)] == [410, 302]
    assert roles_of("dov@example.org") == [["billing"]]
