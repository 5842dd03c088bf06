"""The team's page: who is of it, roles given by owners, colleagues invited by managers, nobody raising their own."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived
from audit.models import Event
from clinic.models import Membership, TeamInvitation
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from common.wording import short_day_year
from office.tests.people import says

WHO_CHANGES = "Roles are given and taken by owners, and by nobody for themselves."


def team(name="team", *args):
    return reverse(f"office:{name}", args=args)


def enters(account) -> Client:
    """A browser of theirs; the password was typed just now."""
    browser = Client()
    browser.force_login(account)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def nora(cast):
    return enters(cast.nora)


@pytest.fixture
def mo(cast):
    """A manager."""
    account = AccountFactory(email="mo@example.org", given_name="Mo", family_name="Cast")
    MembershipFactory(user=account, clinic=cast.harbour, roles=[Role.MANAGER])
    return account


def member(account) -> Membership:
    return Membership.objects.get(user=account)


def verbs() -> list[tuple]:
    events = Event.objects.filter(verb__startswith="team.").exclude(verb="team.opened").order_by("pk")
    return list(events.values_list("verb", "reason"))


def test_the_list_says_who_is_here_who_is_invited_and_who_left(
    cast, nora, mo, settings, django_assert_num_queries
):
    settings.STAFF_SECOND_FACTOR = False
    Authenticator.objects.create(user=cast.finn, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=cast.petra_account, type=Authenticator.Type.RECOVERY_CODES, data={})
    type(mo).objects.filter(pk=mo.pk).update(last_login=AT)
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.BILLING], ended_at=AT)
    nora.post(team("team_invite"), {"email": "New@Example.org", "roles": ["billing", "front_desk"]})
    page = nora.get(team()).context
    rows = {row["name"]: row for row in page["members"]}
    assert list(rows) == ["Finn Cast", "Mo Cast", "Nora Cast", "Petra Cast", "Quinn Cast"]
    assert [rows[name]["step"] for name in rows] == ["On", "Missing", "Missing", "Missing", "Missing"]
    assert (rows["Mo Cast"]["signed_in"], rows["Petra Cast"]["signed_in"]) == (short_day_year(AT), "")
    assert (rows["Petra Cast"]["practitioner"], rows["Finn Cast"]["practitioner"]) == ("Petra Cast", "")
    assert [bool(row["url"]) for row in rows.values()] == [True, True, False, True, True]
    assert [(row["email"], row["roles"]) for row in page["invitations"]] == [
        ("new@example.org", "Front desk, Billing")
    ]
    assert [row["name"] for row in page["left"]] == ["Dov Cast"]
    for number in range(30):
        MembershipFactory(
            user=AccountFactory(email=f"m{number}@example.org"), clinic=cast.harbour, roles=[Role.BILLING]
        )
    with django_assert_num_queries(8):
        assert len(nora.get(team()).context["members"]) == 35


def test_owners_give_roles_and_say_who_is_which_practitioner(cast, nora, at):
    finn = member(cast.finn)
    page = team("team_member", finn.pk)
    answer = nora.post(page, {"roles": ["manager", "front_desk"]}, follow=True)
    assert says(answer) == ["The roles of Finn Cast are changed."]
    assert member(cast.finn).roles == ["front_desk", "manager"]
    (mail,) = arrived(at=at)
    assert (mail.to, mail.subject) == (["nora@example.org"], "Somebody of the team has a new role")
    assert "Finn Cast (finn@example.org) now works here as: Front desk, Manager." in mail.body
    nora.post(team("team_practitioner", finn.pk), {"practitioner": cast.quinn.pk})  # Quinn's own already
    assert type(cast.quinn).objects.get(pk=cast.quinn.pk).user == cast.quinn_account
    nora.post(team("team_practitioner", member(cast.quinn_account).pk), {"practitioner": ""})
    nora.post(team("team_practitioner", finn.pk), {"practitioner": cast.quinn.pk})
    assert type(cast.quinn).objects.get(pk=cast.quinn.pk).user == cast.finn
    nora.post(team("team_practitioner", finn.pk), {"practitioner": cast.lena.pk})  # of the other clinic
    assert type(cast.lena).objects.get(pk=cast.lena.pk).user is None
    member(cast.petra_account).delete()
    offered = nora.get(page).context["linking"].fields["practitioner"].queryset
    assert set(offered) == {cast.quinn, cast.petra}  # who left the team keeps nobody from taking it over
    nora.post(page, {"roles": ["manager", "front_desk"]})  # again changes nothing
    assert verbs() == [
        ("team.roles_changed", "front_desk, manager"),
        ("team.unlinked", ""),
        ("team.linked", ""),
    ]
    wrong = nora.post(page, {"roles": ["king"]})
    assert (wrong.status_code, wrong.context["form"].errors["roles"]) == (422, ["Choose among these roles"])


def test_nobody_raises_their_own_and_only_owners_change_others(cast, nora, mo):
    nobody = [(nora, cast.nora), (enters(mo), mo), (enters(mo), cast.finn), (enters(cast.finn), cast.finn)]
    for browser, account in nobody:
        before = member(account).roles
        for name, sent in (
            ("team_member", {"roles": ["owner"]}),
            ("team_ending", {}),
            ("team_practitioner", {"practitioner": cast.petra.pk}),
        ):
            answer = browser.post(team(name, member(account).pk), sent)
            assert (answer.status_code, WHO_CHANGES in answer.text) == (403, True)
        assert (member(account).roles, member(account).ended_at) == (before, None)
    assert verbs() == []


def test_it_asks_who_it_is_first(cast):
    browser = Client()
    browser.force_login(cast.nora)
    for page in (team("team_member", member(cast.finn).pk), team("team_invite")):
        for ask in (browser.get, browser.post):
            assert ask(page).headers["Location"].startswith("/accounts/reauthenticate/")


def test_who_leaves_is_out_at_the_next_request(cast, nora):
    finn, at_petra = enters(cast.finn), team("team_ending", member(cast.petra_account).pk)
    assert finn.get("/office/calendar/").status_code == 200
    page = team("team_ending", member(cast.finn).pk)
    assert nora.get(page).context["title"] == "Finn Cast no longer works here?"
    assert says(nora.post(page, follow=True)) == ["Finn Cast no longer works here."]
    assert (finn.get("/office/calendar/").status_code, member(cast.finn).ended_at) == (404, AT)
    assert nora.post(page).status_code == 404  # once is enough
    nora.post(at_petra)
    assert (
        type(cast.petra).objects.get(pk=cast.petra.pk).user == cast.petra_account
    )  # who wrote the notes stays
    assert [verb for verb, _reason in verbs()] == ["team.left", "team.left"]


def test_the_last_owner_stays_one(cast, nora, mo):
    """An operator could, and finds the same words."""
    operator = enters(AccountFactory(is_superuser=True, is_staff=True))
    page = team("team_member", member(cast.nora).pk)
    answer = operator.post(page, {"roles": ["manager"]})
    assert answer.status_code == 422 and "left without an owner" in answer.context["form"].errors["roles"][0]
    assert (
        "left without an owner"
        in says(operator.post(team("team_ending", member(cast.nora).pk), follow=True))[0]
    )
    operator.post(team("team_member", member(mo).pk), {"roles": ["owner"]})
    assert operator.post(page, {"roles": ["manager"]}).status_code == 302
    assert (member(cast.nora).roles, member(mo).roles) == (["manager"], ["owner"])


def test_managers_invite_to_every_role_but_owner(cast, mo):
    browser = enters(mo)
    offered = [
        value for value, _label in browser.get(team("team_invite")).context["form"]["roles"].field.choices
    ]
    assert offered == ["front_desk", "practitioner", "billing", "manager"]
    raised = browser.post(team("team_invite"), {"email": "x@example.org", "roles": ["owner"]})
    assert (raised.status_code, TeamInvitation.objects.exists()) == (422, False)
    own = browser.post(team("team_invite"), {"email": "MO@example.org", "roles": ["practitioner"]})
    assert own.context["form"].errors["email"] == ["Whoever has this address works here already"]
    enters(cast.nora).post(team("team_invite"), {"email": "x@example.org", "roles": ["owner"]})
    owners = TeamInvitation.objects.get()
    for name in ("team_invitation_again", "team_invitation_withdrawal"):
        assert browser.post(team(name, owners.pk)).status_code == 403
    # Nor by inviting the same address to something less.
    again = browser.post(team("team_invite"), {"email": "x@example.org", "roles": ["billing"]})
    assert again.context["form"].errors["email"] == [
        "An owner has invited this address already. Ask an owner to change that"
    ]
    assert TeamInvitation.objects.standing().get() == owners
    assert enters(cast.omar).post(team("team_invitation_again", owners.pk)).status_code == 404


def test_wrong_addresses_are_refused_beside_the_field(nora):
    answer = nora.post(team("team_invite"), {"email": "x@example.org\r\nBcc: all@example.org", "roles": []})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "email": ["Enter an email address like name@example.com"],
        "roles": ["Choose at least one role"],
    }


def test_an_invitation_of_an_owner_who_left_opens_nothing(cast, nora, at):
    boss = AccountFactory(email="boss@example.org")
    MembershipFactory(user=boss, clinic=cast.harbour, roles=[Role.OWNER], started_at=AT - timedelta(days=9))
    enters(boss).post(team("team_invite"), {"email": "x@example.org", "roles": ["owner"]})
    nora.post(team("team_ending", member(boss).pk))
    assert [mail.to for mail in arrived(at=at)] == []
    assert nora.get(team()).context["invitations"] == []
