"""The access tab: who can see a record, who asks, who is kept out; each for those who may know."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from accounts.tests.factories import AccountFactory
from audit.models import Event
from common.tests.moment import AT
from office.tests.people import billing, choose_ages, place, says
from records.actions import end_access
from records.models import Denial, Grant, Lockdown
from records.models.access import Relation, Scope
from records.tests.factories import GrantFactory, PatientFactory


def access_of(client, patient):
    return client.get(place("access", patient))


def test_who_can_see_this_record(cast, finn):
    end_access(cast.cleo_grant, by=cast.nora, at=AT)
    told = ("email", "relation", "tag_label", "scopes", "how", "since", "until")
    assert [tuple(row[word] for word in told) for row in access_of(finn, cast.ana_record).context["grants"]] == [
        ("ana@example.org", "The patient", "Limited", "", "Booked online", "Since 18 Sep 2026", ""),
        ("ben@example.org", "Carer", "Full", "", "Given by the clinic", "Since 18 Sep 2026, by Nora Cast", ""),
        (
            "cleo@example.org", "Carer", "Ended", "", "Booked online", "Since 18 Sep 2026",
            "Ended 17 Nov 2026, by Nora Cast",
        ),
    ]  # fmt: skip


def test_parts_of_a_record_are_named(cast, finn):
    Grant.objects.filter(pk=cast.ben_grant.pk).update(scopes=[Scope.BILLING, Scope.APPOINTMENTS])
    rows = {row["email"]: row for row in access_of(finn, cast.ana_record).context["grants"]}
    assert rows["ben@example.org"]["scopes"] == "Appointments, Billing"


def test_when_an_account_was_last_here(cast, finn):
    Event.objects.create(
        verb="form.opened", actor=cast.ben.pk, patient=cast.ana_record.pk, at=AT - timedelta(hours=2)
    )
    Event.objects.create(verb="form.opened", actor=cast.ben.pk, patient=cast.kit_record.pk, at=AT)
    seen = {row["email"]: row["seen"] for row in access_of(finn, cast.ana_record).context["grants"]}
    assert seen == {"ana@example.org": "", "ben@example.org": "Today, 7:00 am", "cleo@example.org": ""}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("finn", 200), ("nora", 200), ("petra_account", 200), ("quinn_account", 403), ("ana", 404), ("omar", 404),
    ],
)  # fmt: skip
def test_for_those_who_give_access(cast, client, sign_in, who, expected):
    sign_in(client, getattr(cast, who))
    answer = access_of(client, cast.ana_record)
    assert answer.status_code == expected
    assert ("ben@example.org" in answer.text) is (expected == 200)


def test_billing_never_and_hears_who_may(cast, client, sign_in):
    sign_in(client, billing(cast))
    answer = access_of(client, cast.ana_record)
    assert (answer.status_code, answer.context["reason"]) == (
        403,
        "Access is given and taken by the front desk, managers and owners, "
        "and by practitioners for their own patients.",
    )
    assert Event.objects.filter(verb="grants.refused", patient=cast.ana_record.pk).count() == 1


def test_a_foreign_and_a_missing_record_look_the_same(cast, finn):
    answers = [
        finn.get(place("access", one)) for one in (cast.zoe_record, PatientFactory.build(pk=uuid.uuid4()))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    bare = [answer.text.replace(answer.wsgi_request.path, "") for answer in answers]
    assert bare[0] == bare[1]


# Revoking -----------------------------------------------------------------------------------------


def test_revoking_asks_first_and_ends_access_at_once(cast, finn):
    url = place("revocation", cast.ana_record, cast.ben_grant.pk)
    page = finn.get(url)
    assert (page.status_code, page.context["title"]) == (200, "Revoke the access of Ben Cast?")
    assert Grant.objects.live(at=AT).filter(pk=cast.ben_grant.pk).exists()
    answer = finn.post(url, follow=True)
    assert says(answer) == ["Access of ben@example.org revoked."]
    cast.ben_grant.refresh_from_db()
    assert (cast.ben_grant.revoked_by, cast.ben_grant.reason) == (cast.finn, "revoked")
    assert says(finn.post(url, follow=True)) == []
    assert Event.objects.filter(verb="access.ended").count() == 1


def test_a_grant_on_another_record_is_not_there(cast, finn):
    for patient, grant in (
        (cast.ana_record, cast.kit_grant),
        (cast.zoe_record, cast.zoe_record.grants.get()),
    ):
        url = place("revocation", patient, grant.pk)
        assert (finn.get(url).status_code, finn.post(url).status_code) == (404, 404)
    assert Grant.objects.filter(revoked_at=None).count() == 5


def test_practitioners_revoke_for_their_own_patients_only(cast, client, sign_in):
    url = place("revocation", cast.ana_record, cast.ben_grant.pk)
    sign_in(client, cast.quinn_account)
    assert client.post(url).status_code == 403
    assert Grant.objects.get(pk=cast.ben_grant.pk).revoked_at is None
    sign_in(client, cast.petra_account)
    assert client.post(url).status_code == 302
    assert Grant.objects.get(pk=cast.ben_grant.pk).revoked_at == AT


# Consent ------------------------------------------------------------------------------------------


@pytest.fixture
def teen(cast):
    """Fourteen, at a clinic that reviews at 13: what the mother was given rests."""
    choose_ages(cast)
    patient = PatientFactory(
        clinic=cast.harbour, given_name="Tess", date_of_birth=AT.date().replace(year=2012)
    )
    mother = AccountFactory(email="mother@example.org")
    GrantFactory(
        account=mother,
        patient=patient,
        relation=Relation.PARENT,
        full=True,
        granted_by=cast.nora,
        is_for_minor=True,
    )
    return patient


def test_what_rests_says_until_when(cast, finn, teen):
    row = access_of(finn, teen).context["grants"][0]
    assert (row["tag_label"], row["scopes"]) == (
        "Under review",
        "Appointments and billing, until Tess agrees to more",
    )


def test_the_young_persons_consent_is_recorded(cast, finn, teen):
    before = teen.grants.get()
    url = place("consent", teen, before.pk)
    assert finn.get(url).context["title"] == "Record the consent of Tess?"
    assert says(finn.post(url, follow=True)) == ["Consent recorded."]
    (row,) = access_of(finn, teen).context["grants"]
    assert (row["tag_label"], row["scopes"], row["consent_url"]) == ("Full", "", "")
    assert says(finn.post(url, follow=True)) == []
    assert teen.grants.count() == 2


def test_who_came_of_age_is_let_go(cast, finn, teen):
    teen.date_of_birth = teen.date_of_birth.replace(year=2008)
    teen.save()
    row = access_of(finn, teen).context["grants"][0]
    assert (row["tag_label"], row["until"], row["revoke_url"]) == (
        "Ended", "Ended when the patient came of age", "",
    )  # fmt: skip


# Denials ------------------------------------------------------------------------------------------


def test_a_denial_beats_the_grant_and_can_be_lifted(cast, finn):
    url = place("denial", cast.ana_record, cast.ben.pk)
    assert finn.get(url).status_code == 200 and not Denial.objects.exists()
    assert says(finn.post(url, {"reason": "Court order"}, follow=True)) == ["ben@example.org is denied."]
    page = access_of(finn, cast.ana_record).context
    assert [(row["email"], row["since"], row["reason"]) for row in page["denials"]] == [
        ("ben@example.org", "Today: denied by Finn Cast", "Court order")
    ]
    assert {row["email"]: row["tag_label"] for row in page["grants"]}["ben@example.org"] == "Denied"
    lifting = place("denial_lifting", cast.ana_record, cast.ben.pk)
    assert finn.get(lifting).status_code == 200
    assert says(finn.post(lifting, follow=True)) == ["Denial of ben@example.org lifted."]
    assert Grant.objects.live(at=AT).filter(pk=cast.ben_grant.pk).exists()


def test_only_accounts_that_came_near_can_be_denied(cast, finn):
    for account in (cast.zoe.pk, cast.dov.pk, uuid.uuid4()):
        assert finn.post(place("denial", cast.ana_record, account)).status_code == 404
        assert finn.post(place("denial_lifting", cast.ana_record, account)).status_code == 404
    assert not Denial.objects.exists()


# Lock-down ----------------------------------------------------------------------------------------


def test_the_lock_lists_what_is_open_and_shuts_it(cast, finn):
    url = place("lockdown", cast.ana_record)
    doors = finn.get(url).context["doors"]
    assert doors == [
        "Account ana@example.org",
        "Account ben@example.org",
        "Account cleo@example.org",
        "Harbour intake",
    ]
    assert not Lockdown.objects.exists()
    assert says(finn.post(url, {"reason": "Mailbox stolen"}, follow=True)) == ["Portal access locked."]
    page = access_of(finn, cast.ana_record).context
    assert [one["text"] for one in page["lockdowns"]] == [
        "Today, 9:00 am: locked by Finn Cast. Mailbox stolen"
    ]
    assert {row["tag_label"] for row in page["grants"]} == {"Locked"}
    assert not Grant.objects.live(at=AT).filter(patient=cast.ana_record).exists()
    assert Grant.objects.live(at=AT).filter(pk=cast.kit_grant.pk).exists()
    finn.post(url)
    assert Lockdown.objects.count() == 1


def test_the_lock_is_lifted_by_a_page_of_its_own(cast, finn):
    finn.post(place("lockdown", cast.ana_record))
    lifting = place("lockdown_lifting", cast.ana_record)
    assert finn.get(lifting).context["doors"] == ["ana@example.org", "ben@example.org", "cleo@example.org"]
    assert Lockdown.objects.get().lifted_at is None
    assert says(finn.post(lifting, follow=True)) == ["Portal access opened again."]
    assert Grant.objects.live(at=AT).filter(patient=cast.ana_record).count() == 3
    assert finn.get(lifting).status_code == 302


def test_without_the_forms_own_token_nothing_is_done(cast, sign_in):
    client = sign_in(Client(enforce_csrf_checks=True), cast.finn)
    for url in (place("lockdown", cast.ana_record), place("revocation", cast.ana_record, cast.ben_grant.pk)):
        assert client.post(url).status_code == 403
    assert not Lockdown.objects.exists()
