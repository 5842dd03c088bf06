"""A patient opens their record to somebody else: within their own access, for a year at most, by invitation."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from accounts.tests.mailed import arrived
from common.tests.moment import AT
from portal.tests.family import ana_in_full, chosen_ages, kit_born
from records.actions import give_access
from records.actions.invitations import accept
from records.models import Grant, Invitation
from records.models.access import Basis, Level, Relation, Scope

ASKED = {
    "name": "Dov Cast",
    "email": "Dov@example.org",
    "relation": "partner",
    "scopes": ["appointments", "forms"],
    "until_day": "30",
    "until_month": "6",
    "until_year": "2027",
}


def sharing_of(patient):
    return reverse("portal:sharing", args=[patient.pk])


def still_them(client):
    """The password was just typed again."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def ana(client, sign_in, cast):
    ana_in_full(cast)
    return still_them(sign_in(client, cast.ana))


def test_the_password_is_asked_again_before_anything_is_shown_or_sent(client, sign_in, cast):
    ana_in_full(cast)
    browser = sign_in(client, cast.ana)
    for answer in (
        browser.get(sharing_of(cast.ana_record)),
        browser.post(sharing_of(cast.ana_record), ASKED),
    ):
        assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))
    assert not Invitation.objects.exists()
    # What was typed is not lost: after the password it goes on.
    go_on = {"password": PASSWORD, "next": sharing_of(cast.ana_record)}
    assert browser.post(reverse("account_reauthenticate"), go_on).url == reverse(
        "portal:access", args=[cast.ana_record.pk]
    )
    assert Invitation.objects.get().email == "dov@example.org"


def test_after_five_minutes_it_is_asked_again(ana, cast, monkeypatch):
    assert ana.get(sharing_of(cast.ana_record)).status_code == 200
    import time

    later = time.time() + 301
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: later)
    assert ana.get(sharing_of(cast.ana_record)).status_code == 302


def test_an_invitation_goes_out_that_names_nobody(ana, cast, at):
    assert ana.post(sharing_of(cast.ana_record), ASKED).url == reverse(
        "portal:access", args=[cast.ana_record.pk]
    )
    made = Invitation.objects.get()
    assert (made.patient, made.issued_by, made.by_patient) == (cast.ana_record, cast.ana, True)
    assert (made.email, made.relation, made.level) == ("dov@example.org", "partner", "full")
    assert made.scopes == ["appointments", "forms"]
    # To the end of that day in Halifax.
    assert made.access_until == datetime(2027, 7, 1, 2, 59, 59, tzinfo=UTC)
    (sent,) = [mail for mail in arrived(at=at) if mail.to == ["dov@example.org"]]
    assert "A patient of ours would like you to see part of their record." in sent.body
    assert "Ana" not in sent.body and "Ana" not in sent.subject


def test_whoever_accepts_sees_what_was_given_until_that_day(ana, cast, at):
    ana.post(sharing_of(cast.ana_record), ASKED)
    grant = accept(Invitation.objects.get(), account=cast.dov, born=cast.ana_record.date_of_birth, at=at)
    assert (grant.level, grant.basis, grant.granted_by) == ("full", "patient", cast.ana)
    assert grant.scopes == ["appointments", "forms"]
    assert not Grant.objects.live(at=datetime(2027, 7, 1, 3, tzinfo=UTC)).filter(pk=grant.pk).exists()
    rows = ana.get(reverse("portal:access", args=[cast.ana_record.pk])).context["rows"]
    assert ("Dov Cast", "Visits and forms", "Given by you") in [
        (row["name"], row["sees"], row["how"]) for row in rows
    ]


def test_twelve_months_stand_there_from_the_start(ana, cast):
    page = ana.get(sharing_of(cast.ana_record))
    assert page.context["form"].initial["until"] == date(2027, 11, 17)
    # No part is chosen beforehand.
    assert "checked" not in page.content.decode().split("What may they see and do?")[1]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"until_day": "18", "until_month": "11"}, "Enter a date that is not later than 17 November 2027"),
        (
            {"until_day": "17", "until_month": "11", "until_year": "2026"},
            "Enter a date after 17 November 2026",
        ),
        ({"scopes": []}, "Choose at least one part of your record"),
        ({"scopes": ["everything"]}, "Select a valid choice"),
        ({"relation": "self"}, "Select a valid choice"),
        ({"email": "ana@example.org"}, "This is your own address"),
        ({"email": "ben@example.org"}, "This person sees your record already"),
        ({"name": "Dov\nBcc: all@example.org"}, "Write this on one line."),
        ({"name": ""}, "Enter their name"),
    ],
)
def test_what_cannot_be_given(ana, cast, asked, words):
    page = ana.post(sharing_of(cast.ana_record), ASKED | asked)
    assert page.status_code == 422 and words in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert not Invitation.objects.exists()


def test_never_longer_than_one_sees_it_oneself(client, sign_in, cast, at):
    ana_in_full(cast, expires_at=at + timedelta(days=30))
    ana = still_them(sign_in(client, cast.ana))
    page = ana.post(sharing_of(cast.ana_record), ASKED)
    assert page.status_code == 422
    assert "not later than 17 December 2026" in page.content.decode()


def test_pressing_twice_sends_one_mail(ana, cast, at):
    for _ in range(2):
        ana.post(sharing_of(cast.ana_record), ASKED)
    assert Invitation.objects.count() == 1
    assert len([mail for mail in arrived(at=at) if mail.to == ["dov@example.org"]]) == 1


def test_another_wish_for_the_same_person_replaces_the_first(ana, cast):
    ana.post(sharing_of(cast.ana_record), ASKED)
    ana.post(sharing_of(cast.ana_record), ASKED | {"scopes": ["billing"]})
    assert [one.scopes for one in Invitation.objects.standing()] == [["billing"]]


def test_who_is_invited_by_the_clinic_stays_so(ana, cast, at):
    from records.actions.invitations import invite

    invite(
        cast.ana_record, email="dov@example.org", relation=Relation.CARER, level=Level.FULL, scopes=["billing"],
        by=cast.nora, at=at,
    )  # fmt: skip
    page = ana.post(sharing_of(cast.ana_record), ASKED)
    assert page.status_code == 422 and "has invited this address already" in page.content.decode()


# Who may not ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ana", "ben", "cleo"])
def test_limited_or_somebody_else_may_not(client, sign_in, cast, who):
    browser = still_them(sign_in(client, getattr(cast, who)))
    for answer in (
        browser.get(sharing_of(cast.ana_record)),
        browser.post(sharing_of(cast.ana_record), ASKED),
    ):
        assert answer.status_code == 403
        assert "You can’t open this record to others" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert b"/access/sharing/" not in browser.get(reverse("portal:access", args=[cast.ana_record.pk])).content


def test_nor_may_a_minor_in_full(client, sign_in, cast, at):
    chosen_ages(cast)
    kit_born(cast, AT.date().replace(year=2010))
    give_access(
        account=cast.dov, patient=cast.kit_record, relation=Relation.SELF, level=Level.FULL, by=cast.nora, at=at,
        basis=Basis.CODE,
    )  # fmt: skip
    kit = still_them(sign_in(client, cast.dov))
    assert kit.post(sharing_of(cast.kit_record), ASKED).status_code == 403


def test_a_stranger_finds_no_such_page(client, sign_in, cast):
    dov = still_them(sign_in(client, cast.dov))
    assert dov.get(sharing_of(cast.ana_record)).status_code == 404
    assert dov.post(sharing_of(cast.ana_record), ASKED).status_code == 404


# Taking back ----------------------------------------------------------------------------------------


def withdrawal_of(invitation):
    return reverse("portal:withdrawal", args=[invitation.patient_id, invitation.pk])


def test_what_waits_is_listed_and_taken_back(ana, cast, at):
    ana.post(sharing_of(cast.ana_record), ASKED)
    access = reverse("portal:access", args=[cast.ana_record.pk])
    (row,) = ana.get(access).context["waiting"]
    assert (row["name"], row["sees"], row["until"]) == ("Dov Cast", "Visits and forms", "Until 30 June 2027")
    assert row["state"] == "The mail is about to leave."
    arrived(at=at)
    (row,) = ana.get(access).context["waiting"]
    assert row["state"] == "The link works until Wed 18 Nov, 9:00 am."
    made = Invitation.objects.get()
    assert [ana.post(withdrawal_of(made)).status_code for _ in range(2)] == [302, 302]
    made.refresh_from_db()
    assert (made.revoked_at, made.revoked_because) == (at, "cancelled")
    assert ana.get(access).context["waiting"] == []
    assert ana.get(withdrawal_of(made)).status_code == 405


def test_nobody_else_takes_it_back(ana, cast, sign_in):
    ana.post(sharing_of(cast.ana_record), ASKED)
    made = Invitation.objects.get()
    for account in (cast.ben, cast.cleo, cast.dov):
        assert sign_in(type(ana)(), account).post(withdrawal_of(made)).status_code == 404
    crossed = reverse("portal:withdrawal", args=[cast.kit_record.pk, made.pk])
    assert sign_in(type(ana)(), cast.ben).post(crossed).status_code == 404
    assert Invitation.objects.standing().count() == 1


def test_what_was_accepted_is_not_taken_back_but_ended(ana, cast, at):
    ana.post(sharing_of(cast.ana_record), ASKED)
    made = Invitation.objects.get()
    grant = accept(made, account=cast.dov, born=cast.ana_record.date_of_birth, at=at)
    page = ana.post(withdrawal_of(made), follow=True)
    assert "accepted already" in page.content.decode()
    assert Grant.objects.live(at=at).filter(pk=grant.pk).exists()


def test_every_scope_has_its_words(ana, cast):
    choices = ana.get(sharing_of(cast.ana_record)).context["form"].fields["scopes"].choices
    assert [value for value, _words in choices] == list(Scope)
