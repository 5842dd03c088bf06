"""How a patient wants to be reached: in which language mails about them are written, and which of them leave."""

import pytest
from django.utils import translation

import outbox
from accounts.models import User
from accounts.tests.mailed import arrived
from common.tests.moment import AT
from outbox.models import Message
from records.actions import correct_details, documents
from records.actions.codes import issue_code, mail_link
from records.actions.grants import tell_account
from records.actions.invitations import invite, send
from records.actions.opening import tell_others
from records.models import Grant
from records.models.access import Level, Relation
from records.tests.factories import DocumentFactory, GrantFactory


def choose(cast, patient=None, **details):
    correct_details(patient or cast.ana_record, by=cast.finn, at=AT, **details)


@pytest.fixture
def ana_in_full(cast):
    Grant.objects.filter(pk=cast.ana_grant.pk).update(revoked_at=AT, revoked_by=cast.nora)
    return GrantFactory(account=cast.ana, patient=cast.ana_record, full=True, granted_by=cast.nora)


def languages(**which) -> list:
    return list(Message.objects.filter(**which).order_by("pk").values_list("locale", flat=True))


# Language -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("own", "on_file", "written"), [
    ("", "fr", "fr"), ("en", "fr", "en"), ("fr", "en", "fr"), ("", "", "en"),
])  # fmt: skip
def test_whoever_chose_no_language_reads_in_that_of_the_patient(cast, own, on_file, written):
    User.objects.filter(pk=cast.ana.pk).update(language=own)
    cast.ana_grant.account.refresh_from_db()
    choose(cast, language=on_file)
    tell_account(cast.ana_grant, "changed", at=AT)
    assert languages(kind="records.access_changed") == [written]


def test_the_language_of_whoever_presses_counts_only_where_nothing_else_is_known(cast):
    with translation.override("fr"):
        tell_account(cast.ana_grant, "changed", at=AT)
        choose(cast, cast.kit_record, language="en")
        tell_account(cast.kit_grant, "changed", at=AT)
    assert languages(account_id=cast.ana.pk) == ["fr"]
    assert languages(account_id=cast.ben.pk) == ["en"]


def test_what_goes_to_the_address_on_file_is_in_the_language_on_file(cast):
    choose(cast, language="fr")
    common = {"relation": Relation.SELF, "scopes": [], "by": cast.nora, "at": AT}
    send(invite(cast.ana_record, email="ana@example.org", level=Level.FULL, **common), at=AT)
    code, _words = issue_code(cast.ana_record, **common)
    mail_link(code, email="ana@example.org", by=cast.nora, at=AT)
    assert languages(kind="records.invitation") == ["fr"]
    assert languages(kind="records.access_link") == ["fr"]
    assert all("Vous" in mail.body for mail in arrived(at=AT))


def test_the_team_reads_of_a_patient_in_a_language_of_its_own(cast):
    choose(cast, language="fr")
    tell_others(
        GrantFactory(account=cast.dov, patient=cast.ana_record, full=True, granted_by=cast.nora), at=AT
    )
    told = Message.objects.filter(kind="records.access_opened")
    assert {one.about["email"]: one.locale for one in told} == {
        "ana@example.org": "fr", "ben@example.org": "fr", "nora@example.org": "en",
    }  # fmt: skip


def test_a_mail_about_nobody_is_in_the_language_of_the_request(cast):
    with translation.override("fr"):
        outbox.post("accounts.verify", account=User(email="x@example.org"), dedupe_key="x", at=AT)
    assert languages(kind="accounts.verify") == ["fr"]


# Letters and results --------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "left"), [
    ("", True), ("email", True), ("phone", False), ("post", False),
])  # fmt: skip
def test_what_is_new_is_mailed_only_to_whoever_takes_letters_by_mail(cast, ana_in_full, how, left):
    choose(cast, reach_papers=how, reach_visits="post")
    documents.share(DocumentFactory(patient=cast.ana_record), by=cast.nora, at=AT)
    told = [
        mail
        for mail in arrived(at=AT)
        if "new is in a record" in mail.subject and mail.to == [cast.ana.email]
    ]
    dropped = Message.objects.filter(account_id=cast.ana.pk).values_list("dropped_because", flat=True)
    assert (len(told), set(dropped)) == ((1, {""}) if left else (0, {"told otherwise"}))


def test_the_choice_is_the_one_that_stands_when_the_mail_leaves(cast, ana_in_full):
    documents.share(DocumentFactory(patient=cast.ana_record), by=cast.nora, at=AT)
    choose(cast, reach_papers="phone")
    assert [mail for mail in arrived(at=AT) if mail.to == [cast.ana.email]] == []


def test_it_is_the_choice_of_one_record_and_of_no_other(cast, ana_in_full):
    choose(cast, cast.zoe_record, reach_papers="phone")
    documents.share(DocumentFactory(patient=cast.ana_record), by=cast.nora, at=AT)
    assert sorted(mail.to for mail in arrived(at=AT)) == [["ana@example.org"], ["ben@example.org"]]


def test_what_concerns_access_is_told_whatever_was_chosen(cast):
    choose(cast, reach_papers="post", reach_visits="phone", reminders="none")
    tell_account(cast.ana_grant, "changed", at=AT)
    assert [mail.to for mail in arrived(at=AT)] == [["ana@example.org"]]
