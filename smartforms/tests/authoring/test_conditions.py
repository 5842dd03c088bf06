"""The answers a question offers, and the conditions that look at them."""

import json

import pytest

from smartforms.authoring import (
    conditions,
    opening,
    options,
    scores,
    wording,
)
from smartforms.authoring.conditions import Row as Condition
from smartforms.authoring.options import Row
from smartforms.authoring.tree import find, places
from smartforms.tests.authoring.drafts import compiled, draft
from smartforms.tests.forms import NAMES, choice, extension, fixture, question, when


def test_answers_keep_their_codes_and_whatever_else_a_file_says_of_them():
    item = choice("a", "yes", "no")
    item["answerOption"][0]["extension"] = [{"url": "http://x/y", "valueCode": "z"}]
    source = draft(item, question("b", enableWhen=[when("a", "=", answerCoding={"code": "yes"})]))
    rows = options.rows_of(source, source["item"][0])
    assert rows == [Row("Yes", was="o1", chosen=False), Row("No", was="o2", chosen=False)]
    options.set_options(
        source, find(source, "a"), [Row("Never", 0, alone=True), Row("Yes, often", 2, "Call", was="o1")]
    )
    assert source["item"][0]["answerOption"] == [
        {
            "valueCoding": {"code": "never", "display": "Never"},
            "extension": [
                extension("ordinalValue", valueDecimal=0),
                extension("questionnaire-optionExclusive", valueBoolean=True),
            ],
        },
        {
            "valueCoding": {"code": "yes", "display": "Yes, often"},
            "extension": [
                {"url": "http://x/y", "valueCode": "z"},
                extension("ordinalValue", valueDecimal=2),
                {"url": "urn:anteroom:fhir:alert", "valueString": "Call"},
            ],
        },
    ]
    assert compiled(source)["items"][1]["when"]["conditions"][0]["options"] == ["o2"]


def test_conditions_follow_an_answer_that_is_only_words():
    item = question("a", "choice", answerOption=[{"valueString": "Yes"}, {"valueString": "No"}])
    source = draft(item, question("b", enableWhen=[when("a", "=", answerString="Yes")]))
    options.set_options(source, find(source, "a"), [Row("Yes, I do", was="o1"), Row("No", was="o2")])
    assert source["item"][1]["enableWhen"] == [when("a", "=", answerString="Yes, I do")]


def test_conditions_of_every_kind_of_question():
    source = draft(
        choice("c", "x", "y"), question("b", "boolean"), question("n", "integer"), question("d", "decimal"),
        question("t", "date"), question("s"), question("last"),
    )  # fmt: skip
    rows = [
        Condition("c", "!=", "o2"), Condition("b", "=", "no"), Condition("n", ">=", "3"),
        Condition("d", "<", "2,5"), Condition("t", ">", "2020-05-01"), Condition("s", "exists"),
        Condition("s", "missing"), Condition("s", "=", "red"),
    ]  # fmt: skip
    conditions.set_conditions(source, find(source, "last"), rows, is_all=True)
    last = source["item"][-1]
    assert last["enableBehavior"] == "all"
    assert [one[name] for one in last["enableWhen"] for name in one if name.startswith("answer")] == [
        {"code": "y", "display": "Y"}, False, 3, 2.5, "2020-05-01", True, False, "red",
    ]  # fmt: skip
    again = [row for row, _raw in conditions.rows_of(source, last)]
    assert again == [*rows[:3], Condition("d", "<", "2.5"), *rows[4:]]
    assert len(compiled(source)["items"][-1]["when"]["conditions"]) == 8
    conditions.set_conditions(source, find(source, "last"), again[:1], is_all=True)
    assert last["enableWhen"] == [when("c", "!=", answerCoding={"code": "y", "display": "Y"})]
    conditions.set_conditions(source, find(source, "last"), [], is_all=True)
    assert last.keys() == {"linkId", "type", "text", "id"}


@pytest.mark.parametrize(
    "row", [Condition("c", "=", ""), Condition("n", ">", "many"), Condition("gone", "=", "1")]
)
def test_an_answer_the_question_cannot_have(row):
    source = draft(choice("c", "x"), question("n", "integer"), question("last"))
    with pytest.raises(conditions.Unfitting) as fault:
        conditions.set_conditions(source, find(source, "last"), [Condition("c", "=", "o1"), row], is_all=True)
    assert fault.value.args == (1,) and "enableWhen" not in source["item"][-1]


@pytest.mark.parametrize("name", NAMES)
def test_conditions_and_answers_of_fixtures_stay_as_they_are(name):
    source = opening.read(fixture(name))
    opening.opened(source)
    before = json.dumps(source)
    for place in list(places(source)):
        rows = [row for row, _raw in conditions.rows_of(source, place.item)]
        conditions.set_conditions(source, place, rows, is_all=place.item.get("enableBehavior") == "all")
        options.set_options(source, place, options.rows_of(source, place.item))
        scores.set_bands(place.item, scores.bands_of(place.item))
        wording.set_help(source, place, wording.help_of(place.item))
        wording.set_text(place.item, (place.item.get("text") or "").strip())
    assert json.dumps(source) == before or _behaviours_only(before, source)


def _behaviours_only(before, source) -> bool:
    """Several conditions without a rule how they combine get the one that was read: any."""
    for place in places(source):
        place.item.pop("enableBehavior", None)
    old = json.loads(before)
    for place in places(old):
        place.item.pop("enableBehavior", None)
    return json.dumps(old) == json.dumps(source)


def test_an_answer_saved_meanwhile_is_known_by_its_words():
    source = draft(choice("a", "yes", "no"))
    before = json.dumps(source["item"][0]["answerOption"])
    options.set_options(source, find(source, "a"), [Row("Yes"), Row("No", was="o2")])
    assert json.dumps(source["item"][0]["answerOption"]) == before
