"""Answers that belong to the record: which questions name a field, what differs, and that nothing changes by itself."""

from datetime import date

import pytest

from audit.models import Event
from common.tests.moment import AT
from records.actions.proposals import decide, propose
from records.models import Patient, ProfileProposal
from smartforms import mapping
from smartforms.fhir.importer import read_questionnaire
from smartforms.shipped import shipped
from smartforms.tests import alerting
from smartforms.tests.forms import form, question, questionnaire, read
from tray.models import Item

PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient#Patient."


def details(**head) -> dict:
    """A form that asks for what is on file."""
    paths = {"phone": "telecom:phone.value", "email": "telecom:email.value", "address": "address.text"}
    items = [question(link, definition=PATIENT + path) for link, path in paths.items()]
    born = question("born", "date", definition=PATIENT + "birthDate")
    return questionnaire(*items, born, question("words"), title="Your details", **head)


@pytest.fixture
def template(cast):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="(902) 555-0119", address="1 Quay\nHalifax")
    return alerting.template_of(cast.harbour, by=cast.nora, file=details())


def sent(cast, template, **given):
    form = alerting.sent_to(cast, template)
    form.patient.refresh_from_db()
    return alerting.send_in(form, by=cast.ana, **given)


def open_now(cast) -> list[tuple]:
    rows = ProfileProposal.objects.open().filter(patient=cast.ana_record).order_by("field")
    return list(rows.values_list("field", "before", "value"))


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", mapping.FIELDS)
def test_each_field_is_named_by_its_definition(key):
    field = mapping.FIELDS[key]
    asked = question("q", sorted(field.types)[0], definition=field.definition)
    reading = read(asked)
    assert reading.definition["items"][0]["maps"] == key
    assert reading.report["ignored"] == []


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (
            question("q", definition=PATIENT + "contact.name"),
            "Kept; answers are not copied into the record by it.",
        ),
        (question("q", definition=7), "Kept; answers are not copied into the record by it."),
        (
            question("q", definition=PATIENT + "birthDate"),
            "Kept; this type of question cannot be compared with the record.",
        ),
        (
            {"linkId": "g", "type": "display", "text": "T", "definition": PATIENT + "birthDate"},
            "Kept; this type of question cannot be compared with the record.",
        ),
    ],
)
def test_another_definition_is_kept_and_told(item, why):
    reading = read(item, question("other"))
    assert "maps" not in reading.definition["items"][0]
    assert [(line["what"], line["why"]) for line in reading.report["ignored"]] == [("definition", why)]


def test_the_shipped_form_for_new_patients_asks_for_the_record():
    items = form(*read_questionnaire_items("new-patient")).items.values()
    assert {item["linkId"]: item["maps"] for item in items if "maps" in item} == {
        "pronouns": "pronouns", "phone": "phone", "address": "address",
    }  # fmt: skip


def read_questionnaire_items(name):
    import json

    text = shipped()[name].text
    assert read_questionnaire(text).report["status"] == "imported"
    return json.loads(text)["item"]


@pytest.mark.parametrize(
    ("key", "answer", "kept"),
    [
        ("phone", [" 902 555 "], "902 555"),
        ("phone", ["1" * 41], None),
        ("email", ["ana@example.org"], "ana@example.org"),
        ("email", ["not an address"], None),
        ("date_of_birth", ["1988-05-04"], date(1988, 5, 4)),
        ("date_of_birth", ["1988"], None),
        ("address", ["1 Quay \r\n\r\n Halifax"], "1 Quay\nHalifax"),
        ("address", ["x" * 501], None),
        ("given_name", [{"words": "x"}], None),
        ("given_name", [], None),
    ],
)
def test_only_what_the_record_can_keep_counts(key, answer, kept):
    assert mapping.given(key, answer) == kept


@pytest.mark.parametrize(
    ("key", "left", "right", "same"),
    [
        ("phone", "(902) 555-0119", "902 555 0119", True),
        ("phone", "+1 902 555", "902 555", False),
        ("email", "Ana@Example.org", "ana@example.org", True),
        ("address", "1 Quay\nHalifax", "1 Quay, Halifax", True),
        ("given_name", "Ana  Maria", "Ana Maria", True),
        ("given_name", "ana", "Ana", False),
        ("date_of_birth", date(1988, 5, 4), date(1988, 5, 4), True),
    ],
)
def test_another_way_to_write_it_is_no_change(key, left, right, same):
    assert mapping.is_same(key, left, right) is same


def test_what_the_record_says_is_an_answer(cast):
    assert [mapping.value_of(cast.ana_record, key) for key in ("given_name", "date_of_birth", "pronouns")] == [
        ["Ana"], ["1988-05-04"], [],
    ]  # fmt: skip


# Sending ------------------------------------------------------------------------------------------


def test_what_differs_waits_for_staff_and_the_record_stays(cast, template):
    before = Patient.objects.values().get(pk=cast.ana_record.pk)
    sent(cast, template, phone="902 555 0177", email="ana@example.org", address="1 Quay, Halifax", words="Hi")
    assert open_now(cast) == [("phone", "(902) 555-0119", "902 555 0177")]
    assert Patient.objects.values().get(pk=cast.ana_record.pk) == before
    one = ProfileProposal.objects.get()
    assert (one.source, one.proposed_by, one.proposed_at) == ("Your details", cast.ana, AT)
    assert list(
        Item.objects.filter(kind="profile.proposed", done_at=None).values_list("kind", "patient")
    ) == [("profile.proposed", cast.ana_record.pk)]
    assert Event.objects.filter(verb="profile.proposed", patient=cast.ana_record.pk).count() == 1


def test_what_agrees_or_is_left_empty_proposes_nothing(cast, template):
    sent(cast, template, phone="(902) 555 0119", born="1988-05-04")
    assert (open_now(cast), Item.objects.filter(kind="profile.proposed").count()) == ([], 0)


def test_the_latest_word_counts_and_may_take_an_earlier_one_back(cast, template):
    sent(cast, template, phone="111")
    sent(cast, template, phone="222", address="2 Quay")
    assert open_now(cast) == [
        ("address", "1 Quay\nHalifax", "2 Quay"), ("phone", "(902) 555-0119", "222"),
    ]  # fmt: skip
    sent(cast, template, phone="(902) 555-0119", address="1 Quay Halifax")
    assert open_now(cast) == []
    assert Item.objects.filter(kind="profile.proposed", done_at=None).count() == 0
    assert set(ProfileProposal.objects.values_list("accepted", "decided_by")) == {(False, cast.ana.pk)}


def test_the_same_word_twice_is_one_proposal(cast, template):
    for _again in range(2):
        sent(cast, template, phone="111")
    assert ProfileProposal.objects.count() == 1


# Deciding -----------------------------------------------------------------------------------------


def test_accepting_corrects_the_record_as_staff_do(cast):
    (one,) = propose(cast.ana_record, {"date_of_birth": date(1988, 5, 5)}, by=cast.ana, at=AT, source="F")
    assert decide(one, accept=True, by=cast.finn, at=AT)
    assert not decide(one, accept=False, by=cast.nora, at=AT)
    assert Patient.objects.get(pk=cast.ana_record.pk).date_of_birth == date(1988, 5, 5)
    assert Item.objects.filter(kind="profile.proposed", done_at=None).count() == 0
    verbs = Event.objects.filter(patient=cast.ana_record.pk, actor=cast.finn.pk).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["patient.corrected", "profile.accepted"]


def test_keeping_leaves_the_record_and_says_why(cast):
    (one,) = propose(cast.ana_record, {"phone": "111"}, by=cast.ana, at=AT, source="F")
    before = Patient.objects.values().get(pk=cast.ana_record.pk)
    assert decide(one, accept=False, by=cast.finn, at=AT, reason="A typing error")
    assert Patient.objects.values().get(pk=cast.ana_record.pk) == before
    one.refresh_from_db()
    assert (one.accepted, one.decided_by, one.decided_at, one.reason) == (
        False, cast.finn, AT, "A typing error",
    )  # fmt: skip
