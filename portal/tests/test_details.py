"""Your details: who sees what is on file, and the way there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from portal.details import CHANGED_HERE
from portal.tests.details import file_everything, leaks, page_of, row_of
from portal.tests.family import ana_in_full, chosen_ages, kit_born
from records.actions import correct_details
from records.actions.proposals import decide, propose
from records.details import DETAILS
from records.models import PatientDetails, ProfileProposal
from records.models.access import Relation, Scope
from records.tests.factories import GrantFactory, LockdownFactory


@pytest.fixture
def filed(cast):
    return file_everything(cast)


# Who sees what is on file --------------------------------------------------------------------------


def test_the_patient_in_full_sees_what_is_on_file(cast, client, sign_in, filed):
    ana_in_full(cast)
    answer = sign_in(client, cast.ana).get(page_of(cast.ana_record))
    values = {row["term"]: row["value"] for part in answer.context["sections"] for row in part["rows"]}
    assert {term: value for term, value in values.items() if value} == {
        "Mobile phone": "902 OFFICIAL",
        "Address": "1 Officialquay\nHalifax",
        "Email": "ana@example.org",
        "Emergency contact": "Officialkin",
        "Name": "Ana Cast",
        "Preferred name": "Officialnick",
        "Date of birth": "4 May 1988",
        "Pronouns": "officialpronouns",
        "Occupation": "Officialjob",
        "Insurance": "Officialinsurer",
        "Pharmacy": "Officialpharmacy",
    }
    assert row_of(answer, "Email")["notes"] == ["Also what you sign in with"]
    assert (row_of(answer, "Date of birth")["change_url"], "Only the clinic can change this" in answer.text) == (
        "", True,
    )  # fmt: skip
    assert [event.verb for event in Event.objects.filter(actor=cast.ana.pk)] == ["personal.opened"]


@pytest.mark.parametrize("who", ["ana", "cleo", "sol", "gil"])
def test_nobody_else_reads_a_word_of_it(cast, client, sign_in, filed, who):
    """Limited, as oneself and as a carer; in full for billing, or for visits only."""
    if who in ("sol", "gil"):
        scope = Scope.BILLING if who == "sol" else Scope.APPOINTMENTS
        GrantFactory(
            account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, scopes=[scope], full=True
        )
    account = getattr(cast, who, cast.dov)
    sign_in(client, account)
    for more in ((), *[(line,) for line in CHANGED_HERE]):
        answer = client.get(page_of(cast.ana_record, *more))
        assert answer.status_code == 200
        assert [word for word in leaks(answer.text) if word != "ana@" or account != cast.ana] == []
    answer = client.get(page_of(cast.ana_record))
    values = [row["value"] for part in answer.context["sections"] for row in part["rows"]]
    assert [value for value in values if value] == []


def test_a_proxy_in_full_reads_it_until_the_young_person_grows_up(cast, client, sign_in, filed):
    correct_details(cast.kit_record, by=cast.nora, at=AT, occupation="Pupil")
    chosen_ages(cast)
    sign_in(client, cast.ben)
    answer = client.get(page_of(cast.kit_record))
    assert row_of(answer, "Occupation")["value"] == "Pupil"
    assert [part["title"] for part in answer.context["sections"]] == [
        "Contact", "About Kit", "Insurance", "Pharmacy", "How we reach Kit",
    ]  # fmt: skip
    assert "Send for Kit" in client.get(page_of(cast.kit_record, "phone")).text
    kit_born(cast, AT.date().replace(year=AT.year - 13))
    answer = client.get(page_of(cast.kit_record))
    assert (row_of(answer, "Occupation")["value"], "Pupil" in answer.text) == ("", False)


def test_a_locked_or_foreign_record_is_not_there(cast, client, sign_in, filed):
    sign_in(client, cast.ana)
    for record in (cast.kit_record, cast.zoe_record):
        for address in (page_of(record), page_of(record, "phone"), page_of(record, "phone", "taking-back")):
            assert client.post(address).status_code in (404, 405)
            assert client.get(address).status_code in (404, 405)
    LockdownFactory(patient=cast.ana_record)
    assert client.get(page_of(cast.ana_record)).status_code == 404
    assert client.post(page_of(cast.ana_record, "phone"), {"phone": "1"}).status_code == 404
    assert ProfileProposal.objects.count() == 0


def test_the_control_without_the_guard_what_is_on_file_shows(cast, client, sign_in, filed, monkeypatch):
    monkeypatch.setattr("portal.details.sees_all", lambda *_asked: True)
    monkeypatch.setattr(
        type(PatientDetails.objects.all()), "visible_to", lambda rows, account, *, at: rows.all()
    )
    answer = sign_in(client, cast.cleo).get(page_of(cast.ana_record))
    assert "Officialinsurer" in answer.text


# The way there --------------------------------------------------------------------------------


def test_the_way_there(cast, client, sign_in):
    GrantFactory(account=cast.ana, patient=cast.kit_record, relation=Relation.PARENT, full=True)
    answer = sign_in(client, cast.ana).get(reverse("portal:patient", args=[cast.kit_record.pk]))
    assert answer.context["details"][0]["title"] == "Kit’s details"
    items = answer.context["account_items"]()
    assert items[0] == {"label": "Your details", "url": page_of(cast.ana_record), "icon": "user-pen"}
    assert [
        item["label"] for item in sign_in(client, cast.ben).get("/portal/another/").context["account_items"]()
    ][0] == "Email and password"


def test_the_team_looks_and_presses_nothing(cast, client, sign_in, filed):
    propose(cast.ana_record, {"phone": "Proxyword"}, by=cast.ben, at=AT)
    sign_in(client, cast.finn)
    inside = reverse("see_as", args=[cast.ben.pk]) + page_of(cast.ana_record).lstrip("/")
    answer = client.get(inside)
    assert (answer.status_code, row_of(answer, "Mobile phone")["value"]) == (200, "Proxyword")
    assert client.post(f"{inside}phone/taking-back/").status_code == 405
    assert ProfileProposal.objects.open().count() == 1


@pytest.mark.parametrize("many", [3, 30])
def test_the_page_costs_the_same_however_much_was_written(cast, client, sign_in, filed, many):
    ana_in_full(cast)
    for number in range(many):
        for who in (cast.ana, cast.ben):
            (one,) = propose(
                cast.ana_record, {"phone": str(number)}, by=who, at=AT + timedelta(seconds=number)
            )
            decide(one, accept=False, by=cast.finn, at=AT, told="ask")
    for key in ("phone", "occupation", "address"):
        propose(cast.ana_record, {key: "now"}, by=cast.ana, at=AT + timedelta(hours=1))
    sign_in(client, cast.ana).get(page_of(cast.ana_record))
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(cast.ana_record))
    assert len(queries) == 8


def test_every_field_of_the_record_has_its_line():
    shown = {detail.key for line in CHANGED_HERE.values() for detail in line.details}
    assert shown == DETAILS.keys() - {"date_of_birth"}
