"""Out again as FHIR R4: the questionnaire untouched, the answers as other systems read them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from pydantic import ValidationError

from common.tests.moment import AT
from smartforms import actions
from smartforms.engine.pruning import prune
from smartforms.fhir.exporter import export_questionnaire, export_response
from smartforms.fhir.importer import read_questionnaire
from smartforms.models import Assignment, Response, Template
from smartforms.tests.factories import VersionFactory
from smartforms.tests.forms import FIXTURES, NAMES, extension, fixture, question, questionnaire


@pytest.fixture
def publish(cast, at):
    def publish(text):
        return actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).version

    return publish


@pytest.fixture
def filled(cast, at):
    """`filled(version, answers)`: a sent response of Ana's."""

    def filled(version, answers):
        form = actions.assign(
            template=version.template, patient=cast.ana_record, account=cast.ana, by=None, at=at
        )
        response = actions.open_form(assignment=form, by=cast.ana, at=at)
        response.answers = prune(version.outline, answers, at=AT)
        response.submitted_at, response.submitted_by = at, cast.ana
        response.save()
        return response

    return filled


@pytest.mark.parametrize("name", NAMES)
def test_a_round_trip_leaves_the_file_as_it_was(publish, name):
    version = publish(fixture(name))
    exported = export_questionnaire(version)
    source = json.loads(fixture(name))
    assert exported == {"url": exported["url"], "version": exported["version"], **source}
    again = read_questionnaire(exported)
    assert (again.definition, again.report) == (version.definition, version.report)
    assert faults(exported) == faults(source)  # a few fixtures break R4's patterns themselves; we add nothing


def faults(resource):
    """What the R4B model finds wrong with a questionnaire."""
    try:
        Questionnaire.model_validate(resource)
    except ValidationError as found:
        return {(fault["loc"], fault["type"]) for fault in found.errors()}
    return set()


def test_what_r4_demands_is_added(publish):
    version = publish(
        json.dumps(questionnaire(question("a"), {"type": "string", "text": "no link"}, status="odd"))
    )
    exported = export_questionnaire(version)
    assert (exported["status"], exported["version"]) == ("active", "1")
    assert exported["url"] == "urn:anteroom:harbour:test-form"
    assert [item["linkId"] for item in exported["item"]] == ["a", "q2"]
    assert read_questionnaire(exported).definition == version.definition


def test_a_form_that_was_never_a_file_can_be_exported(db):
    version = VersionFactory()
    exported = export_questionnaire(version)
    Questionnaire.model_validate(exported)
    assert read_questionnaire(exported).definition == version.definition


def test_answers_of_every_type(publish, filled):
    version = publish(fixture("all-item-types"))
    keys = {item["linkId"]: key for key, item in version.outline.items.items()}
    given = {
        "1": [3], "2": ["36.6"], "3": ["70"], "4": [True], "5a": ["o1"], "6a": [{"words": "mine"}],
        "7a": ["2026-11-17"], "7b": ["2026-07-01T09:30"], "7c": ["2026"], "7d": ["2026-11"], "8": ["09:30:00"],
        "9": ["line"], "10": ["a\nb"],
    }  # fmt: skip
    response = filled(version, {keys[link]: value for link, value in given.items() if link in keys})
    exported = export_response(response)
    QuestionnaireResponse.model_validate(exported)
    said = {item["linkId"]: item["answer"][0] for item in exported["item"]}
    assert said["7b"] == {"valueDateTime": "2026-07-01T09:30:00-03:00"}
    assert (said["7c"], said["6a"]) == ({"valueDate": "2026"}, {"valueString": "mine"})
    assert list(said) == [link for link in given if link in keys]
    assert exported["questionnaire"] == "|".join(export_questionnaire(version)[n] for n in ("url", "version"))


def test_phq_9_keeps_its_codes_and_carries_our_total(publish, filled):
    version = publish(fixture("phq-9"))
    exported = export_response(filled(version, {f"q{n}": ["o3"] for n in range(1, 10)}))
    QuestionnaireResponse.model_validate(exported)
    by_link = {item["linkId"]: item["answer"] for item in exported["item"]}
    assert by_link["/44250-9"][0]["valueCoding"]["code"] == "LA6570-1"
    assert by_link["/44261-6"] == [{"valueDecimal": 18}]
    assert (exported["status"], exported["authored"]) == ("completed", "2026-11-17T09:00:00-04:00")


def test_groups_and_questions_under_questions_nest_as_fhir_has_it(publish, filled):
    inner = question("b", item=[question("c")])
    version = publish(
        json.dumps(questionnaire({"linkId": "g", "type": "group", "item": [question("a"), inner]}))
    )
    (group,) = export_response(filled(version, {"q2": ["1"], "q3": ["2"], "q4": ["3"]}))["item"]
    assert [item["linkId"] for item in group["item"]] == ["a", "b"]
    assert group["item"][1]["answer"] == [
        {
            "valueString": "2",
            "item": [{"linkId": "c", "text": "What about c?", "answer": [{"valueString": "3"}]}],
        }
    ]


# Commands -------------------------------------------------------------------------------------------


def run(*arguments):
    out = StringIO()
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_commands(cast, at, tmp_path):
    code, report = run("questionnaire_import", str(FIXTURES / "gad-7.json"), "--clinic", "lakeside")
    assert (code, report["status"], report["items"]) == (0, "imported", 12)
    assert list(report) == ["status", "items", "degraded", "refused", "ignored", "added", "template"]
    template = Template.objects.get(pk=report["template"])
    assert (template.clinic, template.title) == (cast.lakeside, "GAD-7")
    assert run("questionnaire_export", str(template.pk))[1]["item"] == json.loads(fixture("gad-7"))["item"]
    assert run("response_export", str(cast.ana_sent.response.pk))[1]["status"] == "completed"
    assert run("response_export", str(cast.ana_sent.pk))[1]["subject"] == {
        "reference": f"Patient/{cast.ana_record.pk}"
    }


def test_without_a_clinic_named_the_oldest_gets_it(cast, at):
    _code, report = run("questionnaire_import", str(FIXTURES / "phq-9.json"))
    assert Template.objects.get(pk=report["template"]).clinic == cast.harbour


@pytest.mark.parametrize("text", ["not json", "[1, 2]", '{"resourceType": "Patient"}', "\x00"])
def test_a_refused_file_says_why_and_ends_with_1(cast, tmp_path, text):
    path = tmp_path / "file.json"
    path.write_text(text)
    code, report = run("questionnaire_import", str(path))
    assert (code, report["status"], report["template"]) == (1, "refused", None)
    assert report["refused"][0]["why"]


def test_ids_that_do_not_exist(db, tmp_path):
    for arguments in (["questionnaire_export", "999999"], ["response_export", "0" * 32]):
        with pytest.raises(CommandError):
            call_command(*arguments)
    with pytest.raises(CommandError):
        call_command("questionnaire_import", str(tmp_path / "missing.json"))


def test_text_that_no_terminal_prints_is_exported_all_the_same(publish):
    version = publish(json.dumps(questionnaire(question("a", text="half \ud800 a letter and NUL \x00"))))
    out = StringIO()
    call_command("questionnaire_export", str(version.template_id), stdout=out)
    out.getvalue().encode("ascii")
    assert json.loads(out.getvalue())["item"][0]["text"] == "half \ud800 a letter and NUL \x00"


def test_units_and_scores_survive(publish):
    item = question("w", "quantity", extension=[extension("questionnaire-unit", valueCoding={"code": "kg"})])
    version = publish(json.dumps(questionnaire(item)))
    assert export_questionnaire(version)["item"] == [item]
    assert Response.objects.count() == Assignment.objects.filter(response__isnull=False).count()


def test_what_is_asked_once_under_several_answers_stands_under_each(publish, filled):
    """R4 nests what stands under a question within each answer, and wants required ones there; it is told that we ask
    them once."""
    medicines = question("medicine", repeats=True, item=[question("since", "date", required=True)])
    version = publish(json.dumps(questionnaire(medicines)))
    assert [(line["linkId"], line["what"], line["why"]) for line in version.report["degraded"]] == [
        ("medicine", "item", "The questions under it are asked once, and exported under each of its answers.")
    ]
    exported = export_response(filled(version, {"q1": ["Aspirin", "Insulin"], "q2": ["2020-01-01"]}))
    since = [{"linkId": "since", "text": "What about since?", "answer": [{"valueDate": "2020-01-01"}]}]
    assert exported["item"][0]["answer"] == [
        {"valueString": "Aspirin", "item": since}, {"valueString": "Insulin", "item": since},
    ]  # fmt: skip
    QuestionnaireResponse.model_validate(exported)
