"""What is worked out from answers, what formulas decide, which rules stop: on the server, in the right order."""

import pytest

from common.tests.moment import AT
from smartforms.engine import bounds, standing
from smartforms.engine.pruning import prune
from smartforms.tests.forms import (
    calculated,
    choice,
    form,
    formula,
    question,
    read,
    rule,
    sent,
    variable,
    when,
)
from smartforms.tests.test_import import said


def answer_of(link):
    return f"%resource.descendants().where(linkId = '{link}').answer.value"


def worked(link, kind, text, **more):
    return question(link, kind, extension=[calculated(text), *more.pop("extension", [])], **more)


def now(outline, **answers):
    return standing.of(outline, answers, at=AT)


def test_values_follow_each_other_wherever_they_stand():
    outline = form(
        worked("c", "integer", f"{answer_of('b')} * 2"),
        worked("b", "integer", f"{answer_of('a')} + 1"),
        question("a", "integer"),
    )
    assert outline.steps == [["q2"], ["q1"]]
    assert now(outline, q3=[4]).worked_out == {"q2": [5], "q1": [10]}
    assert now(outline).worked_out == {}


def test_a_value_somebody_sends_is_not_believed():
    outline = form(question("a", "integer"), worked("b", "integer", f"{answer_of('a')} + 1"))
    page = sent(q1="4", q2="99")
    from smartforms.engine import reading

    assert reading.read_page(outline, ["q1", "q2"], page).answers == {"q1": [4]}
    assert prune(outline, {"q1": [4], "q2": [99]}, at=AT) == {"q1": [4], "q2": [5]}
    assert prune(outline, {"q2": [99]}, at=AT) == {}


def test_a_value_that_needs_itself_is_refused_in_words():
    reading = read(
        question("a", "integer"),
        worked("b", "integer", f"{answer_of('c')} + 1"),
        worked("c", "integer", f"{answer_of('b')} + {answer_of('a')}"),
        worked("d", "integer", f"{answer_of('c')} + 1"),
        worked("e", "integer", f"{answer_of('e')} + 1"),
    )
    whys = {line["linkId"]: line["why"] for line in reading.report["degraded"]}
    assert list(whys) == ["b", "c", "e"]
    assert whys["b"].endswith("It needs its own result: b → c → b.")
    assert whys["e"].endswith("It needs its own result: e → e.")
    items = reading.definition["items"]
    assert [item.get("hidden", False) for item in items] == [False, True, True, False, True]


def test_variables_in_a_circle_and_names_nobody_knows_are_refused_in_words():
    reading = read(
        worked("a", "integer", "%x + 1"),
        worked("b", "integer", "%patient.age"),
        worked("c", "string", "'x'.matches('x')"),
        worked("d", "string", "1 +"),
        question("e", extension=[formula("calculatedExpression", "1", language="text/cql")]),
        extension=[variable("x", "%y"), variable("y", "%x")],
    )
    whys = {line["linkId"]: line["why"] for line in reading.report["degraded"] if line["linkId"]}
    told = "The formula is not worked out; the item is not shown. "
    assert whys == {
        "a": told + "It names %x, which is not known here.",
        "b": told + "It names %patient, which is not known here.",
        "c": told + "It calls matches(), which is not worked out here.",
        "d": told + "Its formula cannot be read.",
        "e": told + "It is written in text/cql, not in FHIRPath.",
    }
    assert [line["what"] for line in reading.report["degraded"] if not line["linkId"]] == ["variable"] * 2


def test_variables_belong_to_the_group_they_stand_on():
    def sum_of(name):
        inside = [question(f"{name}-1", "integer"), worked(f"{name}-sum", "integer", "%twice + %one")]
        own = [variable("twice", "item.where(linkId.endsWith('-1')).answer.value * 2")]
        return {"linkId": name, "type": "group", "extension": own, "item": inside}

    outline = form(sum_of("g"), sum_of("h"), extension=[variable("one", "1")])
    assert now(outline, q2=[10], q5=[20]).worked_out == {"q3": [21], "q6": [41]}


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("integer", "5 / 2", []),
        ("integer", "6 / 2", [3]),
        ("decimal", "1 / 3", ["0.33333333"]),
        ("decimal", "0.1 + 0.2", ["0.3"]),
        ("decimal", "22.25.round(1)", ["22.3"]),
        ("decimal", "22.5.round()", ["23"]),
        ("decimal", "10 / 0", []),
        ("boolean", "1 < 2", [True]),
        ("string", "'a' & 'b'", ["ab"]),
        ("string", "'<script>' & 1.toString()", ["<script>1"]),
        ("date", "today()", ["2026-11-17"]),
        ("date", "'nonsense'", []),
        ("integer", "(1 | 2)", [1]),
        ("integer", "%resource.single(", None),
    ],
)
def test_what_a_formula_comes_to_fits_its_question_or_is_no_answer(kind, text, stored):
    outline = form(question("a"), worked("b", kind, text))
    assert now(outline).worked_out.get("q2", []) == (stored or [])


def test_a_choice_is_worked_out_by_its_code():
    risk = "%questionnaire.item.where(linkId = 'risk').answerOption.valueCoding"
    text = f"iif({answer_of('n')} > 9, {risk}.where(code = 'high'), {risk}.where(code = 'low'))"
    outline = form(
        question("n", "integer"),
        {**choice("risk", "low", "high"), "extension": [calculated(text)]},
        question("why", enableWhen=[when("risk", "=", answerCoding={"code": "high"})]),
    )
    assert (now(outline, q1=[10]).worked_out, "q3" in now(outline, q1=[10]).on) == ({"q2": ["o2"]}, True)
    assert (now(outline, q1=[9]).worked_out, "q3" in now(outline, q1=[9]).on) == ({"q2": ["o1"]}, False)


def test_a_formula_decides_what_is_asked_and_what_is_not_asked_does_not_count():
    asked_if = [formula("enableWhenExpression", f"{answer_of('a')} = 'x'")]
    outline = form(
        question("a"),
        question("b", "integer", required=True, extension=asked_if),
        question("c", extension=[formula("enableWhenExpression", f"{answer_of('b')} > 5")]),
        worked("sum", "integer", "%resource.descendants().where(linkId = 'b').answer.value.sum()"),
    )
    assert now(outline, q1=["x"], q2=[6]).on == {"q1", "q2", "q3", "q4"}
    assert now(outline, q1=["x"], q2=[5]).on == {"q1", "q2", "q4"}
    assert now(outline, q1=["y"], q2=[6], q3=["left over"]).on == {"q1", "q4"}
    assert prune(outline, {"q1": ["y"], "q2": [6], "q3": ["left over"]}, at=AT) == {"q1": ["y"], "q4": [0]}


def test_formulas_that_chase_each_other_come_to_an_end():
    outline = form(
        question("a", extension=[formula("enableWhenExpression", f"{answer_of('b')}.empty()")]),
        question("b", extension=[formula("enableWhenExpression", f"{answer_of('a')}.empty()")]),
        question("c", extension=[formula("enableWhenExpression", f"{answer_of('c')}.empty()")]),
    )
    assert prune(outline, {"q1": ["x"], "q2": ["y"], "q3": ["z"]}, at=AT) is not None


def test_all_formulas_together_cost_no_more_than_a_form_may(monkeypatch):
    slow = "%resource.descendants().where(linkId.upper() = 'A').answer.value.sum()"
    outline = form(question("a", "integer"), *(worked(f"b{n}", "integer", slow) for n in range(30)))
    assert len(now(outline, q1=[1]).worked_out) == 30
    monkeypatch.setattr(bounds, "MOST_WORK_OF_A_FORM", 500)
    assert 0 < len(now(outline, q1=[1]).worked_out) < 30


def test_a_condition_we_cannot_work_out_asks_the_question():
    reading = read(question("a", extension=[formula("enableWhenExpression", "%patient.age > 3")]))
    assert said(reading.report, "degraded") == [("a", "enableWhenExpression")]
    assert "when_formula" not in reading.definition["items"][0]


def test_a_broken_rule_stands_beside_its_question():
    outline = form(
        question("from", "integer"),
        question(
            "to", "integer", extension=[rule("answer.value > %resource.item.first().answer.value", "Later")]
        ),
    )
    assert now(outline, q1=[5], q2=[4]).broken()["q2"].message == "Later"
    assert now(outline, q1=[5], q2=[6]).broken() == {}
    assert now(outline, q1=[5]).broken() == {}, "nothing answered, nothing to say"


def test_a_rule_of_the_whole_form_stands_beside_the_first_question_it_looks_at():
    text = "%resource.item.where(linkId = 'b').answer.value < 10"
    outline = form(question("a", "integer"), question("b", "integer"), extension=[rule(text, "Too much")])
    assert list(now(outline, q2=[11]).broken()) == ["q2"]


def test_rules_that_only_warn_or_cannot_be_checked_are_reported():
    reading = read(
        question("a", extension=[rule("true", severity="warning")]),
        question("b", extension=[rule("%patient.exists()")]),
    )
    assert said(reading.report, "degraded") == [(link, "questionnaire-constraint") for link in "ab"]


def test_answers_offered_by_a_formula_are_taken_where_they_are_the_same_for_all():
    listed = "%questionnaire.item.where(linkId = 'a').answerOption.valueCoding"
    reading = read(
        choice("a", "x", "y"),
        question("b", "choice", extension=[formula("answerExpression", listed)]),
        question("c", "choice", extension=[formula("answerExpression", "%resource.item.answer.value")]),
        question("d", "choice", extension=[formula("answerExpression", "'one' | 'two'")]),
    )
    offered = [[one["label"] for one in item.get("options", [])] for item in reading.definition["items"]]
    assert offered == [["X", "Y"], ["X", "Y"], [], ["one", "two"]]
    assert said(reading.report, "degraded") == []
    assert reading.definition["items"][2]["offering"] == {"formula": "%resource.item.answer.value"}


def test_everything_taken_is_not_in_the_report():
    reading = read(
        question("a", "integer", extension=[rule("true")]),
        worked("b", "integer", "%one + 1"),
        question("c", extension=[formula("enableWhenExpression", "%one = 1")]),
        extension=[variable("one", "1")],
    )
    assert (reading.report["degraded"], reading.report["ignored"]) == ([], [])
