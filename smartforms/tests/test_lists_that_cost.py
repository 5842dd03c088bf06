"""Lists of answers that a formula makes, in files that are odd or made to cost too much."""

from common.tests.moment import AT
from smartforms.engine import naming, offering, standing
from smartforms.fhir import conditions
from smartforms.tests.forms import choice, form, formula, question, read, toggle, variable
from smartforms.tests.test_offering import BEST, TAKEN, offered

ODD = [
    {"valueCoding": "x"}, {"valueCoding": ["x"]}, {"valueCoding": None}, {"valueCoding": {"code": ["x"]}},
    {"valueCoding": {"display": {"a": 1}}}, {"valueCoding": {"coding": ["x"]}},
]  # fmt: skip


def test_odd_answers_of_a_file_are_not_offered():
    text = "iif(%resource.item.exists(), %questionnaire.item.where(linkId = 'list').answerOption)"
    kept = {"valueCoding": {"code": "y", "display": "Yes"}}
    outline = form(
        question("a"),
        question("list", "choice", answerOption=[*ODD, kept]),
        question("b", "choice", extension=[formula("answerExpression", text)]),
    )
    assert offered(outline, "q3", q1=["x"]) == ["Yes"]


def test_a_variable_is_looked_at_once_however_many_ways_lead_to_it(monkeypatch):
    calls, names = [], naming.names
    monkeypatch.setattr(naming, "names", lambda tree: calls.append(1) or names(tree))
    texts = [" | ".join(f"%x{later:02}" for later in range(one + 1, 14)) or "'Yes'" for one in range(14)]
    variables = [variable(f"x{place:02}", text) for place, text in enumerate(texts)]
    reading = read(
        question("a", "choice", extension=[formula("answerExpression", "%x00")]), extension=variables
    )
    assert [one["label"] for one in reading.definition["items"][0]["options"]] == ["Yes"]
    assert len(calls) < 500  # 2¹⁴ ways


def test_variables_that_stand_on_each_other_too_high_are_refused_in_any_order():
    # x00 is looked at first and is low; x21 stands on all of them.
    variables = [variable("x00", "'Yes'")]
    variables += [variable(f"x{one:02}", f"%x{one - 1:02}") for one in range(1, 22)]
    for name, is_there in (("x19", True), ("x21", False)):
        reading = read(
            question("a", "choice", extension=[formula("answerExpression", f"%{name}")]), extension=variables
        )
        assert ("options" in reading.definition["items"][0]) is is_there


def test_all_lists_of_a_file_share_one_measure_of_work(monkeypatch):
    monkeypatch.setattr("smartforms.fhir.offering.MOST_WORK_OF_A_FORM", 60)
    text = "%questionnaire.item.where(linkId = 'list').answerOption.value"
    ask = [question(f"a{n}", "choice", extension=[formula("answerExpression", text)]) for n in range(9)]
    items = read(choice("list", "x", "y"), *ask).definition["items"]
    assert "options" in items[1] and "options" not in items[9]


def test_options_of_every_type_are_named_as_a_file_writes_them():
    options = [{"valueInteger": 2}, {"valueTime": "09:00"}, {"valueDate": "2026-01"}, {"valueString": "x"},
               {"valueCoding": {"code": "c", "display": "C"}}]  # fmt: skip
    named = [{"valueInteger": 2.0}, {"valueTime": "09:00:00"}, {"valueDate": "2026-01"}, {"valueString": " x "},
             {"valueString": "C"}]  # fmt: skip
    each = toggle("%resource.exists()")
    each["extension"][:0] = [{"url": "option", **one} for one in named]
    (item,) = read(question("a", "choice", answerOption=options, extension=[each])).definition["items"]
    assert item["toggles"][0]["options"] == ["o1", "o2", "o3", "o4", "o5"]


def test_of_a_long_list_only_those_of_the_same_name_are_compared(monkeypatch):
    calls, matches = [], conditions.matches
    monkeypatch.setattr(conditions, "matches", lambda *one: calls.append(1) or matches(*one))
    codes = [f"c{n}" for n in range(300)]
    read(choice("a", *codes, extension=[toggle("%resource.exists()", *codes)]))
    assert len(calls) == 300


def test_lists_that_are_too_long_together_are_asked_in_words(monkeypatch):
    monkeypatch.setattr(offering, "MOST_OF_A_FORM", 3)
    second = BEST | {"linkId": "second"}
    outline = form(TAKEN, BEST, second)
    answers = {
        "q1": ["o1", "o2"],
        "q2": [{"words": "Aspirin", "value": {"valueCoding": {"code": "aspirin"}}}],
    }
    answers["q3"] = answers["q2"]
    now = standing.of(outline, answers, at=AT)
    found = offering.narrowed(outline, now)
    assert [len(found[key].get("options", ())) for key in ("q2", "q3")] == [2, 0]
    assert found["q3"]["open"] and not offering.is_stale(found["q3"], answers["q3"])
