"""The list of patients: for those who see all, a practitioner's own for them, what was chosen in the address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from records.models import Patient
from records.tests.factories import CareRelationFactory, PatientFactory, RedFlagFactory
from tests.story import visit

LIST = "/office/patients/"


def rows_of(answer):
    return [[one["cell"].text for one in row] for row in answer.context.get("rows") or []]


def names(client, **asked):
    return [row[0] for row in rows_of(client.get(LIST, asked))]


@pytest.fixture
def desk(cast, client, sign_in):
    PatientFactory(clinic=cast.harbour, given_name="Zoë", family_name="Álvarez", email="", created_at=AT)
    return sign_in(client, cast.finn)


def test_what_stands_in_a_row(cast, desk):
    RedFlagFactory(patient=cast.ana_record, kind="note")
    visit(cast.at_harbour, cast.quinn, cast.ana_record, AT - timedelta(days=7))
    answer = desk.get(LIST)
    assert rows_of(answer)[1] == [
        "Ana Cast", "4 May 1988", "(902) 555-0119", "ana@example.org", "Petra Cast, Quinn Cast", "Full access",
        "Flagged", "19 Nov 2026", "10 Nov 2026", "18 Sep 2026",
    ]  # fmt: skip
    assert answer.context["counts"] == "3 patients"
    assert cast.zoe.email not in answer.text


def test_every_column_sorts_both_ways_and_the_address_says_so(cast, desk):
    heads = desk.get(LIST).context["head"]
    for head in heads:
        rising = desk.get(f"{LIST}{head['url']}")
        again = next(one for one in rising.context["head"] if one["label"] == head["label"])
        falling = desk.get(f"{LIST}{again['url']}")
        assert {row[0] for row in rows_of(rising)} == {row[0] for row in rows_of(falling)}, head["label"]
    assert names(desk) == ["Zoë Álvarez", "Ana Cast", "Kit Cast"]
    assert (
        names(desk, sort="-born")[0] == names(desk, sort="born")[-1] == "Kit Cast"
    )  # the others share a birthday
    assert (
        names(desk, sort="since")[-1] == names(desk, sort="-since")[0] == "Zoë Álvarez"
    )  # the others came at once


def test_filters_narrow_it_and_are_said(cast, desk):
    RedFlagFactory(patient=cast.kit_record, kind="note")
    RedFlagFactory(patient=cast.ana_record, kind="allergy")  # not for the desk to know
    assert names(desk, flag="yes") == ["Kit Cast"]
    assert names(desk, email_is="missing") == ["Zoë Álvarez"]
    assert names(desk, carer=cast.petra.pk) == ["Ana Cast", "Kit Cast"]
    assert names(desk, carer=cast.quinn.pk) == []
    assert names(desk, portal="none") == ["Zoë Álvarez"]
    assert names(desk, since_from=str(AT.date())) == ["Zoë Álvarez"]
    assert names(desk, patient="alvarez zo") == ["Zoë Álvarez"]
    answer = desk.get(LIST, {"portal": "none", "sort": "born"})
    assert [one["words"] for one in answer.context["chosen"]] == ["Portal: Not invited"]


def test_a_practitioner_sees_their_own_with_every_flag(cast, client, sign_in):
    RedFlagFactory(patient=cast.ana_record, kind="allergy")
    PatientFactory(clinic=cast.harbour, family_name="Stranger")
    sign_in(client, cast.petra_account)
    assert names(client) == ["Ana Cast", "Kit Cast"]
    assert names(client, flag="yes") == ["Ana Cast"]
    assert names(sign_in(client, cast.quinn_account)) == []
    CareRelationFactory(patient=cast.kit_record, practitioner=cast.quinn, until=AT)
    assert names(client) == []


def test_billing_finds_and_does_not_leaf_through(cast, client, sign_in):
    bea = MembershipFactory(clinic=cast.harbour, roles=["billing"]).user
    sign_in(client, bea)
    assert names(client) == []
    assert "Find a patient" in client.get(LIST).text
    assert [row["name"] for row in client.get(LIST, {"q": "kit"}).context["rows"]] == ["Kit Cast"]
    for place in (LIST, f"{LIST}found/"):
        assert client.get(place, {"q": "' &"}).context["rows"] == []  # nobody asked for is nobody


def test_to_choose_whom_a_visit_is_for(cast, client, sign_in):
    PatientFactory(clinic=cast.harbour, family_name="Stranger")
    mine = sign_in(client, cast.petra_account).get(LIST, {"then": "visit"})
    assert [row["name"] for row in mine.context["rows"]] == ["Ana Cast", "Kit Cast"]
    all_of_them = sign_in(client, cast.finn).get(LIST, {"then": "visit"})
    assert all_of_them.context["counts"] == "3 patients"


@pytest.mark.parametrize("asked", [{"sort": "clinic__secret"}, {"user__password": "x"}, {"carer": "0"}])
def test_what_the_list_does_not_have_is_refused(cast, desk, asked):
    answer = desk.get(LIST, asked)
    assert (answer.status_code, answer.context.get("rows")) == (422, None)


def test_who_was_seen_is_written_down_and_what_was_asked_is_not(cast, desk):
    desk.get(LIST, {"patient": "ana"})
    event = Event.objects.get(verb="patients.listed")
    assert event.ids == [str(cast.ana_record.pk)]
    assert "ana" not in event.target


def test_the_list_and_what_is_found_cost_the_same_with_ten_and_with_many(cast, desk, monkeypatch):
    """Every page its own target, so that each look is a first one."""
    addresses = (LIST, f"{LIST}?sort=-portal&flag=no", f"{LIST}?q=vale", "/office/patients/found/?q=vale")

    def costs():
        desk.get("/office/patients/?q=warm")
        found = []
        for url in addresses:
            with CaptureQueriesContext(connection) as queries:
                desk.get(url)
            found.append(len(queries))
        return found

    costs()
    monkeypatch.setattr("audit.actions.SEEN_AGAIN_AFTER", -timedelta(days=9999))
    PatientFactory.create_batch(10, clinic=cast.harbour)
    few = costs()
    Patient.objects.bulk_create(
        PatientFactory.build(clinic=cast.harbour, given_name=f"Bulk{n}") for n in range(3000)
    )
    assert (few, costs()) == ([8, 8, 8, 6], [8, 8, 8, 6])
