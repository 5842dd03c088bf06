"""Which questions are asked: the truth table of the operators, and its corners."""

import pytest

from common.tests.moment import AT
from smartforms.engine import standing
from smartforms.engine.enabling import enabled
from smartforms.engine.pruning import prune
from smartforms.tests.forms import choice, form, outline_of, question, when

OPERATORS = outline_of("enablewhen-operators")
KEYS = {item["linkId"]: key for key, item in OPERATORS.items.items()}

# question: answers → the conditional questions of its group that are then asked. The file's own names say why.
TRUTH = {
    "Q1": [
        ([], {"not-exists", "not-true"}),
        ([True], {"exists", "true"}),
        ([False], {"exists", "false", "not-true"}),
    ],
    "Q2": [
        ([], {"not-exists"}),
        (["5.6"], {"exists", "equal", "ge"}),
        (["5.60"], {"exists", "equal", "ge"}),
        (["4.8"], {"exists", "ge"}),
        (["4.79"], {"exists"}),
        (["10.1"], {"exists", "ge"}),
    ],
    "Q3": [
        ([], {"not-exists"}),
        ([5], {"exists", "equal", "ge"}),
        ([4], {"exists", "ge"}),
        ([3], {"exists"}),
    ],
    "Q4": [
        ([], {"not-exists"}),
        (["2020-05-01"], {"exists", "equal", "ge"}),
        (["2021-01-01"], {"exists", "ge"}),
        (["2020-04-30"], {"exists"}),
    ],
    "Q5": [([], {"not-exists"}), (["2020-05-01T10:00"], {"exists"})],
    "Q6": [([], {"not-exists"}), (["10:00:00"], {"exists"})],
    "Q7": [
        ([], {"not-exists", "notequals"}),
        (["test"], {"exists", "equals", "gt", "ge", "ge2", "le2"}),
        (["tes"], {"exists", "notequals", "ge2", "le", "le2"}),
        (["testing"], {"exists", "notequals", "gt", "ge", "ge2", "le2"}),
        (["zoo"], {"exists", "notequals", "gt", "ge", "ge2", "lt"}),
    ],
    "Q8": [
        ([], {"not-exists"}),
        (["o1"], {"exists"}),
        (["o2"], {"exists", "eq-B"}),
        (["o1", "o2"], {"exists", "eq-B"}),
        (["o2", "o3"], {"exists", "eq-B", "eq-B-and-C"}),
        (["o3"], {"exists"}),
    ],
    **{
        name: [([], {"not-exists", "noteq-B"}), (["o1"], {"exists", "noteq-B"}), (["o2"], {"exists", "eq-B"})]
        for name in ("Q9", "Q9a", "Q9b", "Q9c", "Q9d")
    },
}


@pytest.mark.parametrize(
    ("name", "given", "expected"), [(n, *row) for n, rows in TRUTH.items() for row in rows]
)
def test_truth_table(name, given, expected):
    on = enabled(OPERATORS, {KEYS[name]: given} if given else {})
    assert {
        link.removeprefix(name + "-")
        for link, key in KEYS.items()
        if link.startswith(name + "-") and key in on
    } == expected


def test_truth_table_leaves_no_condition_out():
    conditional = {link for link, key in KEYS.items() if OPERATORS[key].get("when")}
    assert {link.partition("-")[0] for link in conditional} == TRUTH.keys()


def test_what_is_not_asked_has_no_answers():
    """b is asked when a is yes, c when b is yes; taking a back takes c along, though b's answer is still there."""
    outline = form(
        question("a", "boolean"),
        question("b", "boolean", enableWhen=[when("a", "=", answerBoolean=True)]),
        question("c", enableWhen=[when("b", "=", answerBoolean=True)]),
        question("d", enableWhen=[when("b", "!=", answerBoolean=True)]),
    )
    answers = {"q1": [False], "q2": [True], "q3": ["left over"], "q4": ["no b"]}
    assert enabled(outline, answers) == {"q1", "q4"}
    assert prune(outline, answers, at=AT) == {"q1": [False], "q4": ["no b"]}


def test_a_group_takes_everything_in_it_along():
    inner = {
        "linkId": "g",
        "type": "group",
        "enableWhen": [when("a", "exists", answerBoolean=True)],
        "item": [question("b")],
    }
    outline = form(question("a"), inner)
    assert enabled(outline, {"q3": ["typed"]}) == {"q1"}
    assert enabled(outline, {"q1": ["x"]}) == {"q1", "q2", "q3"}


def test_questions_under_a_question_wait_for_its_answer():
    note = {
        "linkId": "n",
        "type": "display",
        "text": "See below",
        "enableWhen": [when("a", "exists", answerBoolean=False)],
    }
    outline = form(question("a", item=[question("b"), note]))
    assert enabled(outline, {}) == {"q1", "q3"}
    assert enabled(outline, {"q1": ["x"]}) == {"q1", "q2"}


def test_circles_end_and_are_the_same_every_time():
    circle = [
        question(str(n), enableWhen=[when(str((n + 1) % 3000), "exists", answerBoolean=True)])
        for n in range(3000)
    ]
    outline = form(*circle)
    answers = {f"q{n}": ["x"] for n in range(1, 3001)}
    assert enabled(outline, answers) == enabled(outline, answers) == set(answers)
    del answers["q7"]
    kept = prune(outline, answers, at=AT)
    assert kept.keys() <= enabled(outline, kept)


def test_a_long_chain_ahead_does_not_fall_over():
    chain = [
        question(str(n), enableWhen=[when(str(n + 1), "exists", answerBoolean=True)]) for n in range(4000)
    ]
    assert enabled(form(*chain, question("4000")), {"q4001": ["x"]}) == {"q4000", "q4001"}


def test_own_words_count_for_equality_only():
    outline = form(
        choice("a", "x") | {"type": "open-choice"},
        question("b", enableWhen=[when("a", "=", answerString="mine")]),
        question("c", enableWhen=[when("a", "!=", answerCoding={"code": "x"})]),
    )
    assert enabled(outline, {"q1": [{"words": "mine"}]}) == {"q1", "q2", "q3"}
    assert enabled(outline, {"q1": ["o1"]}) == {"q1"}


def test_a_total_can_decide_what_is_asked():
    from smartforms.tests.test_scoring import scored_form

    outline = scored_form(question("more", enableWhen=[when("total", ">=", answerInteger=3)]))
    assert "q4" not in standing.of(outline, {"q1": ["o3"]}, at=AT).on
    assert "q4" in standing.of(outline, {"q1": ["o3"], "q2": ["o2"]}, at=AT).on
