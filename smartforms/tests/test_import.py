"""Reading questionnaire files: what is taken, and what is said about the rest."""

import json

import pytest

from smartforms.definition import walk
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.forms import (
    NAMES,
    calculated,
    choice,
    extension,
    fixture,
    form,
    question,
    questionnaire,
    read,
    when,
)


def said(report, fate):
    return [(line["linkId"], line["what"]) for line in report[fate]]


@pytest.mark.parametrize("name", NAMES)
def test_every_fixture_imports(name):
    reading = read_questionnaire(fixture(name))
    manifest = {entry["name"]: entry for entry in json.loads(fixture("manifest"))}
    assert (reading.report["status"], reading.report["items"]) == ("imported", manifest[name]["items"])
    assert json.loads(reading.source) == json.loads(fixture(name))


def test_report_of_phq_9_is_exact():
    report = read_questionnaire(fixture("phq-9")).report
    assert report["degraded"] == []
    assert report["refused"] == []
    assert {what for _link, what in said(report, "ignored")} == {
        "questionnaire-displayCategory",
        "sdc-questionnaire-observationLinkPeriod",
    }


def test_keys_are_opaque_and_in_order():
    items = form(question("/44250-9"), question("a b.c[0]", "group", item=[question("x")])).items
    assert [(key, item["linkId"]) for key, item in items.items()] == [
        ("q1", "/44250-9"),
        ("q2", "a b.c[0]"),
        ("q3", "x"),
    ]


def test_scores_are_read_from_option_and_from_code():
    assert [o["score"] for o in read_questionnaire(fixture("phq-9")).definition["items"][0]["options"]] == [
        0,
        1,
        2,
        3,
    ]
    gad = read_questionnaire(fixture("gad-7")).definition["items"][3]["items"][0]
    assert [o["score"] for o in gad["options"]] == [0, 1, 2, 3]


def test_help_under_a_question_becomes_its_help():
    outline = form(question("a", item=[{"linkId": "h", "type": "display", "text": "One word."}]))
    assert outline["q1"]["help"] == "One word." and list(outline.items) == ["q1"]


def test_contained_value_set_gives_the_options():
    outline = read_questionnaire(fixture("all-item-types")).definition
    labels = {
        item["linkId"]: [o["label"] for o in item.get("options", ())] for item in walk(outline["items"])
    }
    assert labels["5a"] == labels["6b"] != []


def test_list_kept_elsewhere_is_asked_in_words_beside_the_answers_the_file_names():
    reading = read_questionnaire(fixture("clinic-intake"))
    status = next(i for i in walk(reading.definition["items"]) if i["linkId"] == "pregnancy-status")
    assert status["open"] and [o["label"] for o in status["options"]] == ["Pregnancy"]
    assert ("pregnancy-status", "answerValueSet") in said(reading.report, "degraded")


def test_what_we_do_not_know_is_listed_and_kept():
    strange = question("a", extension=[extension("made-up", valueString="x")], madeUp=1)
    reading = read(strange, wonder=True)
    assert said(reading.report, "ignored") == [(None, "wonder"), ("a", "madeUp"), ("a", "made-up")]
    assert json.loads(reading.source)["item"] == [strange]


@pytest.mark.parametrize("kind", ["banana", None, 7, "signature", "file"])
def test_items_we_cannot_ask_are_refused_by_name(kind):
    report = read({"linkId": "f", "type": kind, "text": "Your file"}, question("a")).report
    assert (report["status"], [line["linkId"] for line in report["refused"]]) == ("imported", ["f"])


def test_nothing_under_a_refused_item_goes_silently():
    report = read({"linkId": "g", "type": "banana", "item": [question("in"), question("too")]}).report
    assert [line["linkId"] for line in report["refused"]] == ["g", "in", "too"]


def test_missing_and_double_link_ids():
    reading = read(question("a"), question("a"), {"type": "string", "text": "No link"})
    assert said(reading.report, "degraded") == [("a", "linkId"), (None, "linkId")]
    assert [item["linkId"] for item in reading.definition["items"]] == ["a", "a", "q3"]


def test_condition_on_something_we_do_not_have_is_set_aside():
    reading = read(question("a", enableWhen=[when("gone", "=", answerString="x")]))
    assert "when" not in reading.definition["items"][0]
    assert said(reading.report, "degraded") == [("a", "enableWhen")]


def test_two_conditions_without_a_rule_mean_any():
    reading = read(
        choice("a", "x", "y"),
        question(
            "b",
            enableWhen=[when("a", "=", answerCoding={"code": "x"}), when("a", "exists", answerBoolean=False)],
        ),
    )
    assert reading.definition["items"][1]["when"]["all"] is False
    assert said(reading.report, "degraded") == [("b", "enableBehavior")]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("[]", "resourceType"), ("7", "resourceType"), ("null", "resourceType"), ('"text"', "resourceType"),
        ('{"resourceType": "Patient"}', "resourceType"), ('{"resourceType": "Questionnaire"}', "item"),
        ('{"resourceType": "Questionnaire", "item": "none"}', "item"), ("{", "file"), ("", "file"), ("NaN", "file"),
        (b"\xff\xfe\x00", "file"), ("[" * 200_000, "file"), ("1" * 6_000_000, "file"),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused_with_a_reason(source, what):
    reading = read_questionnaire(source)
    assert reading.definition is None and reading.report["status"] == "refused"
    assert [line["what"] for line in reading.report["refused"]] == [what]


@pytest.mark.parametrize(
    "item",
    [
        {"hidden": True}, {"itemControl": {"coding": [{"code": "slider"}]}}, {"initial": [{"value": {"Coding": {}}}]},
        {"enableWhen": [{"question": "a", "operator": "=", "answer": {"Coding": {"code": "x"}}}]},
        {"answerOption": [{"value": {"string": "x"}}]},
    ],
)  # fmt: skip
def test_aidbox_dialect_is_refused_clearly(item):
    report = read(question("a", **item)).report
    assert report["status"] == "refused" and "Aidbox" in report["refused"][0]["why"]


def test_modifiers_are_never_guessed():
    assert read(question("a"), modifierExtension=[{"url": "x"}]).report["status"] == "refused"
    report = read(question("a", modifierExtension=[{"url": "x"}]), question("b")).report
    assert [line["linkId"] for line in report["refused"]] == ["a"]


def test_a_sum_too_long_to_be_worked_out_is_added_up_all_the_same():
    scored = choice("a", "x", "y")
    scored["answerOption"][0]["extension"] = [extension("ordinalValue", valueDecimal=2)]
    long = " + ".join(["%resource.item.where(linkId = 'a').answer.value.ordinal().sum()"] * 80)
    total = question("t", "integer", extension=[calculated(long)])
    reading = read(scored, total)
    assert reading.definition["items"][1]["total"] == {"over": ["q1"]}
    assert said(reading.report, "degraded") == [("t", "calculatedExpression")]
    reading = read(scored, question("t", "integer", extension=[calculated(long + " - 1")]))
    assert "total" not in reading.definition["items"][1] and reading.definition["items"][1]["hidden"]


def test_depth_and_size():
    deep = question("leaf")
    for level in range(50):
        deep = {"linkId": f"g{level}", "type": "group", "item": [deep]}
    assert read(deep).report["status"] == "imported"
    assert read(*[question(f"n{n}") for n in range(900)]).report["items"] == 900
    for _level in range(20):
        deep = {"linkId": "more", "type": "group", "item": [deep]}
    assert read(deep).report["status"] == "refused"


def test_text_no_database_takes():
    reading = read(
        question("a\x00b", text="NUL \x00 and half \ud800 a letter"), question("c", text="x" * 1_000_000)
    )
    assert reading.definition["items"][0]["linkId"] == "ab" and "\x00" not in json.dumps(reading.definition)
    assert len(reading.definition["items"][1]["text"]) == 10_000
    assert said(reading.report, "degraded") == [("ab", "linkId"), ("c", "text")]


def test_doubled_names_in_one_object_are_told():
    text = json.dumps(questionnaire(question("a"))).replace(
        '"title": "Test form"', '"title": "One", "title": "Two"'
    )
    reading = read_questionnaire(text)
    assert (reading.definition["title"], said(reading.report, "degraded")) == ("Two", [(None, "title")])
