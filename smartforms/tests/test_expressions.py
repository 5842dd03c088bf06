"""Formulas of questionnaires: worked out on the server, within bounds, and never an exception (Settled 17)."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from smartforms.engine import bounds, expressions, formulas, functions
from smartforms.engine.bounds import Reason
from smartforms.engine.expressions import Result, Sheet

NOW = datetime(2026, 11, 16, 22, 30, tzinfo=ZoneInfo("America/Halifax"))  # already the 17th in UTC
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
FIXTURES = Path(__file__).parent / "fixtures"


def coding(code, score=None):
    found = {"system": "s", "code": code}
    return found | ({"extension": [{"url": ORDINAL, "valueDecimal": score}]} if score is not None else {})


ANSWERS = {
    "resourceType": "QuestionnaireResponse",
    "item": [
        {"linkId": "/1-9", "answer": [{"valueCoding": coding("b", 2)}]},
        {"linkId": "/2-7", "answer": [{"valueCoding": coding("c", 3)}]},
        {"linkId": "g", "item": [{"linkId": "kg", "answer": [{"valueDecimal": 70.5}]}]},
        {"linkId": "m", "answer": [{"valueInteger": 2, "item": [{"linkId": "n", "answer": [{"valueString": "x"}]}]}]},
    ],
}  # fmt: skip
FORM = {
    "item": [
        {
            "linkId": "u",
            "answerOption": [{"valueCoding": coding("z"), "extension": coding("", 7)["extension"]}],
        }
    ]
}


def worth(formula, answers=ANSWERS, **variables) -> Result:
    return Sheet(answers, at=NOW, questionnaire=FORM).evaluate(formula, variables)


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("1 + 2", (3,)),
        ("%resource.item.where(linkId = '/1-9').answer.valueCoding.code", ("b",)),
        ("%resource.item.where(linkId.startsWith('/')).answer.value.code", ("b", "c")),
        (f"%resource.descendants().where(url = '{ORDINAL}').value.sum()", (5,)),
        (f"%resource.repeat(item).answer.value.extension.where(url='{ORDINAL}').valueDecimal.sum()", (5,)),
        ("%resource.repeat(item | answer.item).linkId.count()", (6,)),
        ("item.answer.value.ordinal().sum()", (5,)),
        ("item.answer.weight().avg()", (Decimal("2.5"),)),
        ("%questionnaire.item.answerOption.valueCoding.weight()", (7,)),
        ("item.answer.value.ordinal().max()", (3,)),
        ("(%kg / %m.power(2)).round(1)", (Decimal("17.6"),)),
        ("iif(%nothing.exists(), %nothing, 0) + 1", (1,)),
        ("-%m + -%m", (-4,)),
        ("item.where(linkId = 'nowhere').answer.value", ()),
        ("today()", ("2026-11-16",)),
        ("now()", ("2026-11-16T22:30:00.000-04:00",)),
        ("@2026-11-01 < today()", (True,)),
        ("%kg / 0", ()),
        ("{}", ()),
    ],
)
def test_formulas_come_to_values(formula, values):
    assert worth(formula, kg=[Decimal("70.5")], m=[2], nothing=[]) == Result(values)


def test_a_formula_leaves_its_answers_and_variables_as_they_were():
    before, variables = json.dumps(ANSWERS), {"m": [2]}
    assert Sheet(ANSWERS, at=NOW).evaluate("-%m", variables) == Sheet(ANSWERS, at=NOW).evaluate(
        "-%m", variables
    )
    assert (json.dumps(ANSWERS), variables) == (before, {"m": [2]})


def test_the_formulas_of_our_fixtures_can_be_read():
    found = []

    def look(element):
        for one in element if isinstance(element, list) else [element]:
            if isinstance(one, dict):
                expression = one.get("valueExpression", {})
                if expression.get("language") == "text/fhirpath":
                    found.append(expression["expression"])
                look(list(one.values()))
            elif isinstance(one, list):
                look(one)

    for path in FIXTURES.glob("*.json"):
        look(json.loads(path.read_text()))
    assert len(found) > 20
    assert [text for text in found if not isinstance(formulas.read(text), dict)] == []


# Refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("'" + "a" * formulas.LONGEST + "'", Reason.TOO_LONG),
        ("1" + " + 1" * 400, Reason.TOO_MANY_OPERATIONS),
        (".".join(["item"] * 400), Reason.TOO_MANY_OPERATIONS),
        ("(" * 21 + "1" + ")" * 21, Reason.TOO_DEEP),
        ("item.where(" * 21 + "true" + ")" * 21, Reason.TOO_DEEP),
        ("1 +", Reason.UNREADABLE),
        ("1 2", Reason.UNREADABLE),
        ("item.where(linkId = 'a'", Reason.UNREADABLE),
        ("'open", Reason.UNREADABLE),
        ("", Reason.UNREADABLE),
        ("item.frobnicate()", Reason.UNKNOWN_FUNCTION),
        ("__import__('os')", Reason.UNKNOWN_FUNCTION),
        ("'a'.matches('(a+)+$')", Reason.UNKNOWN_FUNCTION),
        ("'a'.replaceMatches('a', 'b')", Reason.UNKNOWN_FUNCTION),
        ("item.trace('x')", Reason.UNKNOWN_FUNCTION),
        ("item.`where linkId`('x')", Reason.UNKNOWN_FUNCTION),
        ("'x'.repeat($this + 'x')", Reason.TOO_MUCH_WORK),
        ("1.repeat($this + 1)", Reason.TOO_MUCH_WORK),
        ("2.power(1000000000)", Reason.TOO_MUCH_WORK),
        ("'" + "a" * 200 + "'.replace('a', '" + "a" * 200 + "')", Reason.TOO_MUCH_WORK),
        ("%nope", Reason.FAILED),
        ("item.single()", Reason.FAILED),
        ("'a' + 1", Reason.FAILED),
    ],
)  # fmt: skip
def test_what_is_hostile_or_broken_is_a_named_result(formula, reason):
    result = worth(formula)
    assert (result.values, result.degraded) == ((), reason)


def test_odd_answers_and_questionnaires_are_no_exception_either():
    for odd in (
        [],
        "text",
        7,
        {"item": {"linkId": []}},
        {"item": [None, [[]], {"answer": [{"valueCoding": 3}]}]},
    ):
        assert Sheet(odd, at=NOW, questionnaire={"item": odd}).evaluate("1 + 1").values == (2,)
        found = Sheet(odd, at=NOW, questionnaire={"item": odd}).evaluate("descendants().ordinal().sum()")
        assert found.values in ((), (0,))
        assert found.degraded in (None, Reason.FAILED)


def large(count: int) -> dict:
    """So many items, in groups of twenty, each with an answer."""
    groups = [
        {
            "linkId": f"g{g}",
            "item": [{"linkId": f"q{g}-{n}", "answer": [{"valueInteger": 1}]} for n in range(19)],
        }
        for g in range(count // 20)
    ]
    return {"resourceType": "QuestionnaireResponse", "item": groups}


@pytest.mark.parametrize(
    "formula",
    [
        "descendants().where(%resource.descendants().where(linkId.exists()).exists())",
        "repeat(item).select(%resource.descendants())",
        "repeat(item).aggregate($total.combine($total), 1)",
        "repeat(item).aggregate($total & $total, 'abc')",
        "repeat(item).aggregate($total * $total, 10)",
    ],
)
def test_what_grows_with_the_answers_is_stopped(formula):
    work = []
    with patch.object(expressions, "Work", lambda **_more: work.append(bounds.Work()) or work[-1]):
        assert worth(formula, large(800)).degraded == Reason.TOO_MUCH_WORK
    assert work[0].done < bounds.MOST_WORK + 5_000, "stopped at once"


def test_more_items_than_a_form_may_have_are_refused():
    assert worth("1", large(5_000)).degraded is None
    assert worth("1", large(5_020)).degraded == Reason.TOO_MANY_ITEMS


# Cost, counted ------------------------------------------------------------------------------------


def test_forty_formulas_over_800_items_walk_them_once_and_are_read_once():
    texts = [f"%resource.descendants().where(linkId = 'q{n}-3').answer.value.sum() + {n}" for n in range(40)]
    formulas.read.cache_clear()
    work = []
    with (
        patch.object(functions, "_walk", wraps=functions._walk) as walks,
        patch.object(formulas, "_tree", wraps=formulas._tree) as readings,
        patch.object(expressions, "Work", lambda **_more: work.append(bounds.Work()) or work[-1]),
    ):
        for _page in range(2):
            sheet = Sheet(large(800), at=NOW)
            assert [sheet.evaluate(text).values for text in texts] == [(n + 1,) for n in range(40)]
    assert walks.call_count == 2, "one sheet, one walk"
    assert readings.call_count == 40, "each text is read once, whoever asks"
    nodes = 3_121
    assert max(one.done for one in work[1:40]) < 3 * nodes, "no round of a formula for each node"


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        (
            "%resource.descendants().where(linkId.startsWith('/') and answer.exists()).linkId",
            ("/1-9", "/2-7"),
        ),
        ("%resource.item.where(linkId = 'g' and item.exists() and true).item.linkId", ("kg",)),
        ("%resource.item.where(answer.exists() and $index > 0).linkId", ("/2-7", "m")),
        ("%resource.item.where(linkId = 'm' or linkId = 'g' and false).linkId", ("m",)),
        ("%resource.item.where(linkId.startsWith('/') and false)", ()),
    ],
)
def test_conditions_that_must_both_be_met_are_met_one_after_the_other(formula, values):
    assert worth(formula).values == values


def test_a_question_is_found_in_one_call_with_the_same_answer_as_the_long_way():
    for member, text in (("linkId", "/1-9"), ("url", ORDINAL), ("code", "b"), ("system", "s")):
        short = f"%resource.descendants().where({member} = '{text}')"
        long = f"%resource.descendants().where({member} = ('{text}'))"
        assert worth(short) == worth(long) != Result()
