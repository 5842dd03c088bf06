"""Lists of answers and units named by an address: carried in the file, bundled with the product, or kept elsewhere."""

import json

import pytest

from smartforms.definition import Outline
from smartforms.engine import translating
from smartforms.engine.enabling import enabled
from smartforms.fhir import value_sets
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.forms import extension, fixture, form, question, read, when
from smartforms.tests.test_import import said

HL7 = "http://hl7.org/fhir/ValueSet/"


def listed(link: str, address: str, **more) -> dict:
    return question(link, "choice", answerValueSet=address, **more)


def labels(definition, place=0):
    return [option["label"] for option in definition["items"][place]["options"]]


@pytest.mark.parametrize("address", [HL7 + "yesnodontknow", HL7 + "yesnodontknow|4.0.1"])
def test_a_bundled_list_gives_the_answers_and_is_told(address):
    reading = read(listed("a", address))
    assert labels(reading.definition) == ["Yes", "No", "Don't know"]
    assert [option["value"]["valueCoding"] for option in reading.definition["items"][0]["options"]] == [
        {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "Y", "display": "Yes"},
        {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "N", "display": "No"},
        {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "asked-unknown",
         "display": "Don't know"},
    ]  # fmt: skip
    assert "open" not in reading.definition["items"][0]
    assert (reading.report["degraded"], said(reading.report, "added")) == ([], [("a", "answerValueSet")])
    why = f"Answers bundled with the product: Yes, no, don't know ({address})."
    assert reading.report["added"][0]["why"] == why


def test_conditions_look_at_its_codes():
    outline = form(
        listed("a", HL7 + "administrative-gender"),
        question("b", enableWhen=[when("a", "=", answerCoding={"code": "female"})]),
    )
    assert enabled(outline, {"q1": ["o2"]}) == {"q1", "q2"} and enabled(outline, {"q1": ["o1"]}) == {"q1"}


def test_a_list_speaks_the_languages_its_form_is_in_and_no_other():
    gender = listed("a", HL7 + "administrative-gender")
    english = read(gender, language="en").definition
    assert "languages" not in english and all("in" not in option for option in english["items"][0]["options"])
    assert labels(read(gender, language="fr-CA").definition) == ["Homme", "Femme", "Autre", "Inconnu"]
    bonjour = extension("translation", extension=[
        {"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": "Votre genre"}])  # fmt: skip
    both = read(gender | {"_text": {"extension": [bonjour]}}, language="en")
    french = translating.translated(Outline(both.definition), "fr")
    assert (french["q1"]["text"], labels(french.definition)[0]) == ("Votre genre", "Homme")
    assert labels(both.definition)[0] == "Male"


@pytest.mark.parametrize(
    "address",
    ["http://loinc.org/vs/LL358-3", "http://snomed.info/sct?fhir_vs", HL7 + "substance-code", "#gone", ""],
)
def test_what_is_kept_elsewhere_is_asked_in_words_and_flagged(address):
    reading = read(listed("a", address))
    assert reading.definition["items"][0]["open"] and "options" not in reading.definition["items"][0]
    assert len(reading.report["degraded"]) == 1 and reading.report["added"] == []


def test_lists_in_the_file_are_put_together():
    system = {"resourceType": "CodeSystem", "url": "urn:s", "concept": [
        {"code": "a", "display": "A", "concept": [{"code": "b", "display": "B"}]},
        {"code": "c", "display": "C"}]}  # fmt: skip
    own = {"resourceType": "ValueSet", "id": "own", "url": "urn:vs", "compose": {
        "include": [{"system": "urn:s"}, {"valueSet": [HL7 + "marital-status"]}],
        "exclude": [{"system": "urn:s", "concept": [{"code": "b"}]}, {"valueSet": ["#married"]}]}}  # fmt: skip
    married = {"resourceType": "ValueSet", "id": "married", "compose": {"include": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
         "concept": [{"code": code} for code in "ADILPSTU"]}]}}  # fmt: skip
    head = {"contained": [system, own, married]}
    for address in ("#own", "urn:vs|2"):
        assert labels(read(listed("a", address), **head).definition) == [
            "A",
            "C",
            "Married",
            "Widowed",
            "unknown",
        ]


@pytest.mark.parametrize(
    "compose",
    [
        {"include": [{"system": "urn:elsewhere"}]},
        {"include": [{"system": "urn:s", "filter": [{"property": "concept", "op": "is-a", "value": "x"}]}]},
        {"include": [{"valueSet": ["#own"]}]},
        {"include": "none"},
    ],
)
def test_a_list_that_cannot_be_put_together_is_flagged(compose):
    own = {"resourceType": "ValueSet", "id": "own", "compose": compose}
    report = read(listed("a", "#own"), contained=[own]).report
    assert said(report, "degraded") == [("a", "answerValueSet")]


def test_units_come_from_a_list_as_they_do_one_by_one():
    kilos = {"resourceType": "ValueSet", "id": "kg", "compose": {"include": [
        {"system": "http://unitsofmeasure.org", "concept": [
            {"code": "kg", "display": "kg"}, {"code": "[lb_av]", "display": "lb"}]}]}}  # fmt: skip
    weight = question(
        "w", "quantity", extension=[extension("questionnaire-unitValueSet", valueCanonical="#kg")]
    )
    reading = read(weight, contained=[kilos])
    assert reading.definition["items"][0]["units"] == [
        {"key": "u1", "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
        {"key": "u2", "unit": "lb", "system": "http://unitsofmeasure.org", "code": "[lb_av]"},
    ]
    assert reading.report["degraded"] == reading.report["ignored"] == reading.report["added"] == []


def test_bundled_units_are_told_and_unknown_ones_too():
    def asked_in(address):
        found = read(
            question(
                "w", "quantity", extension=[extension("questionnaire-unitValueSet", valueCanonical=address)]
            )
        )
        return [unit["unit"] for unit in found.definition["items"][0].get("units", ())], found.report

    units, report = asked_in(HL7 + "units-of-time")
    assert units == ["second", "minute", "hour", "day", "week", "month", "year"]
    assert said(report, "added") == [("w", "questionnaire-unitValueSet")] and report["degraded"] == []
    units, report = asked_in("urn:elsewhere")
    assert units == [] and said(report, "degraded") == [
        ("w", "questionnaire-unitValueSet"),
        ("w", "quantity"),
    ]


def test_of_a_real_file_the_lists_of_hl7_are_bundled_and_the_others_flagged():
    report = read_questionnaire(fixture("clinic-intake")).report
    assert said(report, "added") == [
        ("medical-history-clinical-status", "answerValueSet"), ("relationship-to-subscriber", "answerValueSet"),
        ("education-level", "answerValueSet"), ("languages-spoken", "answerValueSet"),
        ("preferred-language", "answerValueSet"),
    ]  # fmt: skip
    elsewhere = [link for link, what in said(report, "degraded") if what == "answerValueSet"]
    assert "pregnancy-status" in elsewhere and not set(elsewhere) & {
        link for link, _what in said(report, "added")
    }


def test_every_bundled_list_is_whole_free_and_french():
    kept = json.loads(value_sets.BUNDLED.read_text())
    assert kept["licence"].startswith("CC0-1.0") and kept["source"]
    for one in kept["sets"]:
        codes = [(c.get("system", one["system"]), c["code"]) for c in one["concepts"]]
        assert len(set(codes)) == len(codes) > 1, one["url"]
        assert all(c["display"] and c["fr"] for c in one["concepts"]), one["url"]
        assert not any("loinc" in system or "snomed" in system for system, _code in codes)
        assert value_sets.bundled_title(one["url"] + "|1.0") == one["title"]


def naming(place: int, times: int) -> dict:
    """A list that names the next one many times over."""
    include = [{"valueSet": [f"#v{place + 1}"]}] * times
    return {"resourceType": "ValueSet", "id": f"v{place}", "compose": {"include": include}}


def long_list(name: str, length: int) -> dict:
    concepts = [{"code": f"c{n}", "display": f"C{n}"} for n in range(length)]
    include = {"system": "http://example.org/c", "concept": concepts}
    return {"resourceType": "ValueSet", "id": name, "compose": {"include": [include]}}


def test_lists_that_name_lists_do_not_grow_without_end():
    carried = [*(naming(place, 9) for place in range(5)), long_list("v5", 1)]
    (item,) = read(listed("a", "#v0"), contained=carried).definition["items"]
    assert item["open"] and "options" not in item  # 9⁵ answers
    carried = [*(naming(place, 3) for place in range(5)), long_list("v5", 1)]
    assert len(read(listed("a", "#v0"), contained=carried).definition["items"][0]["options"]) == 3**5


def test_one_long_list_is_not_written_out_for_every_question_of_a_long_form():
    questions = [listed(f"a{n}", "#long") for n in range(26)]
    reading = read(*questions, contained=[long_list("long", 2_000)])
    assert [len(item.get("options", ())) for item in reading.definition["items"]] == [2_000] * 25 + [0]
    assert reading.definition["items"][25]["open"]
    assert said(reading.report, "degraded")[0] == ("a25", "answerValueSet")
    assert reading.report["degraded"][0]["why"] == (
        "The lists of this form are too long together; asked in words."
    )
