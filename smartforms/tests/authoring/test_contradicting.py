"""Settings that contradict each other are told beside their question."""

from smartforms.tests.authoring.drafts import draft
from smartforms.tests.authoring.test_linting import told
from smartforms.tests.forms import calculated, choice, extension, question

HIDDEN = extension("questionnaire-hidden", valueBoolean=True)


def limits(low, high, name="valueInteger"):
    return [extension("minValue", **{name: low}), extension("maxValue", **{name: high})]


def test_limits_the_wrong_way_round():
    times = [
        extension("questionnaire-minOccurs", valueInteger=4),
        extension("questionnaire-maxOccurs", valueInteger=3),
    ]
    source = draft(
        question("n", "integer", extension=limits(5, 4)),
        question("d", "date", extension=limits("2026-02-01", "2026-01", "valueDate")),
        question("fine", "date", extension=limits("2026-01", "2026-01-01", "valueDate")),
        question("many", repeats=True, extension=times),
        question("once", extension=times),
    )
    assert told(source) == [
        ("n", "Its largest value is below its smallest.", True),
        ("d", "Its largest value is below its smallest.", True),
        ("many", "It wants more answers than may be given.", True),
    ]


def test_starting_values():
    picked = choice("picked", "x", "y")
    for entry in picked["answerOption"]:
        entry["initialSelected"] = True
    source = draft(
        choice("c", "x", "y", initial=[{"valueCoding": {"code": "z"}}]),
        question("n", "integer", initial=[{"valueString": "many"}]),
        question("low", "integer", extension=limits(5, 9), initial=[{"valueInteger": 4}]),
        picked,
        question("fits", "integer", extension=limits(5, 9), initial=[{"valueInteger": 5}]),
        choice("d", "x", "y", initial=[{"valueCoding": {"code": "x"}}]),
    )
    assert told(source) == [
        ("c", "Its starting value is not among its answers.", False),
        ("n", "Its starting value does not fit the question.", False),
        ("low", "Its starting value is beyond its limits.", False),
        ("picked", "It begins with several answers, of which one can be given.", False),
    ]


def test_required_where_nobody_can_answer():
    source = draft(
        question("h", required=True, extension=[HIDDEN]),
        question("r", required=True, readOnly=True),
        question("begins", required=True, readOnly=True, initial=[{"valueString": "a"}]),
        question("counts", "integer", required=True, extension=[HIDDEN, calculated("1 + 1")]),
    )
    assert told(source) == [
        ("h", "It is required but hidden, and nothing fills it in.", False),
        ("r", "It is required but read only, and nothing fills it in.", False),
    ]


def test_beginning_with_none_of_these_and_another():
    both = choice("c", "x", "none", repeats=True)
    for entry in both["answerOption"]:
        entry["initialSelected"] = True
    both["answerOption"][1]["extension"] = [extension("questionnaire-optionExclusive", valueBoolean=True)]
    assert told(draft(both)) == [
        ("c", "It begins with “None”, which stands alone, and another answer.", False)
    ]
