"""Groups and questions answered several times: grown, asked, counted, moved up when one is taken away."""

import pytest

from common.tests.moment import AT
from smartforms.engine import beginning, checking, pruning, reading, repeating, standing
from smartforms.engine.enabling import enabled
from smartforms.engine.typed import as_typed
from smartforms.tests.forms import calculated, choice, extension, form, question, sent, when


def group(link, *items, **more):
    return {"linkId": link, "type": "group", "text": link.title(), "item": list(items), **more}


def times(least=None, most=None):
    given = [("questionnaire-minOccurs", least), ("questionnaire-maxOccurs", most)]
    return [extension(name, valueInteger=value) for name, value in given if value]


# q1 group, q2 name, q3 choice, q4 why (when q3 = other), q5 doses (q6 amount, q7 note when amount > 5); q8 outside
MEDICINES = form(
    group(
        "medicine",
        question("name", required=True),
        choice("kind", "tablet", "other"),
        question("why", enableWhen=[when("kind", "=", answerCoding={"code": "other"})]),
        group(
            "dose",
            question("amount", "integer"),
            question("note", enableWhen=[when("amount", ">", answerInteger=5)]),
            repeats=True,
        ),
        repeats=True,
    ),
    question("strong", enableWhen=[when("amount", ">", answerInteger=8)]),
)


def test_the_first_entry_keeps_its_keys_and_the_others_carry_their_numbers():
    grown = repeating.grown(MEDICINES, {"q1": 2, "q5~2": 3})
    assert list(grown.items) == [
        "q1", "q2", "q3", "q4", "q5", "q6", "q7",
        "q1~2", "q2~2", "q3~2", "q4~2", "q5~2", "q6~2", "q7~2",
        "q5~2~2", "q6~2~2", "q7~2~2", "q5~2~3", "q6~2~3", "q7~2~3", "q8",
    ]  # fmt: skip
    assert list(repeating.grown(MEDICINES, {"q5": 3}).items)[7:13] == [
        "q5~1~2", "q6~1~2", "q7~1~2", "q5~1~3", "q6~1~3", "q7~1~3"
    ]  # fmt: skip
    assert grown.pages == [
        {"title": "Medicine", "under": [], "keys": ["q1", "q1~2"]},
        {"title": "", "under": [], "keys": ["q8"]},
    ]
    assert repeating.grown(MEDICINES, {}) is MEDICINES


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("q2", ("q2", (1,))), ("q2~2", ("q2", (2,))), ("q6", ("q6", (1, 1))), ("q6~3", ("q6", (3, 1))),
        ("q6~1~4", ("q6", (1, 4))), ("q8", ("q8", ())), ("q8~2", None), ("q2~2~2", None), ("q99", None),
        ("q2~x", None), ("q2~²", None), ("q2~0", None), ("q2~21", None), ("q2~-1", None), ("q2~", None), ("", None),
    ],
)  # fmt: skip
def test_a_key_tells_its_place(name, place):
    assert repeating.place_of(MEDICINES, name) == place


def test_conditions_look_at_the_same_entry_and_from_outside_at_any():
    grown = repeating.grown(MEDICINES, {"q1": 2, "q5~2": 2})
    asked_only_when = {"q4", "q4~2", "q7", "q7~2", "q7~2~2", "q8"}
    assert asked_only_when & enabled(grown, {}) == set()
    assert asked_only_when & enabled(grown, {"q3~2": ["o2"]}) == {"q4~2"}
    assert asked_only_when & enabled(grown, {"q3": ["o2"]}) == {"q4"}
    assert asked_only_when & enabled(grown, {"q6~2~2": [6]}) == {"q7~2~2"}
    assert asked_only_when & enabled(grown, {"q6": [1], "q6~2": [9]}) == {"q7~2", "q8"}


def test_a_required_question_binds_in_each_entry_and_says_in_which():
    grown = repeating.grown(MEDICINES, {"q1": 2})
    stops = checking.obstacles(grown, {"q2": ["Aspirin"]}, {}, enabled(grown, {}))
    assert {key: stop.message for key, stop in stops.items()} == {"q2~2": "Answer “What about name? (2)”"}


def test_how_often_is_read_from_the_answers_and_never_more_than_there_may_be():
    few = form(group("kin", question("who"), repeats=True, extension=times(2, 3)))
    assert beginning.begin(few, at=AT) == {"q1": [2]}
    assert repeating.counts(few, {"q1": [2], "q2": ["x"], "q2~9": ["y"]}) == {"q1": 2}
    assert repeating.counts(few, {}, ["q2~3", "nonsense", "q1~2~2"]) == {"q1": 3}
    assert list(repeating.grown(few, {"q1": 9}).items) == ["q1", "q2", "q1~2", "q2~2", "q1~3", "q2~3"]
    assert [repeating.may_add(repeating.grown(few, {"q1": n}), "q1") for n in (1, 2, 3)] == [
        True,
        True,
        False,
    ]


def test_there_is_an_end_to_growing_inside_each_other():
    wide = form(group("outer", group("inner", *map(question, "abcdefgh"), repeats=True), repeats=True))
    full = repeating.grown(wide, {"q1": 20} | {f"q2~{n}": 20 for n in range(2, 21)} | {"q2": 20})
    assert not repeating.may_add(full, "q2")


def test_taking_an_entry_away_moves_those_after_it_up():
    kept = {"q1": [3], "q2": ["a"], "q2~2": ["b"], "q2~3": ["c"], "q5~3": [2], "q6~3~2": [7], "q8": ["out"]}
    assert repeating.without(MEDICINES, kept, "q1~2") == {
        "q1": [3], "q2": ["a"], "q2~2": ["c"], "q5~2": [2], "q6~2~2": [7], "q8": ["out"]
    }  # fmt: skip
    assert repeating.without(MEDICINES, kept, "q1") == {
        "q1": [3], "q2": ["b"], "q2~2": ["c"], "q5~2": [2], "q6~2~2": [7], "q8": ["out"]
    }  # fmt: skip
    inner = {"q6~3": [1], "q6~3~2": [2], "q6~2~2": [5], "q6": [9]}
    assert repeating.without(MEDICINES, inner, "q5~3") == {"q6~3": [2], "q6~2~2": [5], "q6": [9]}


def test_a_formula_adds_up_all_entries_and_one_inside_looks_at_its_own():
    cups = form(
        group(
            "drink",
            question("cups", "integer"),
            question("size", "integer"),
            question("ml", "integer", extension=[calculated("%cups * %size")]),
            repeats=True,
            extension=[
                extension(
                    "variable",
                    valueExpression={"name": name, "language": "text/fhirpath", "expression": text},
                )
                for name, text in (
                    ("cups", "%context.item.where(linkId='cups').answer.value"),
                    ("size", "%context.item.where(linkId='size').answer.value"),
                )
            ],
        ),
        question(
            "all",
            "integer",
            extension=[calculated("%resource.item.item.where(linkId='cups').answer.value.sum()")],
        ),
    )
    answers = {"q1": [3], "q2": [2], "q3": [100], "q2~2": [3], "q3~2": [250], "q2~3": [4]}
    grown = repeating.grown(cups, repeating.counts(cups, answers))
    assert standing.of(grown, answers, at=AT).worked_out == {"q4": [200], "q4~2": [750], "q5": [9]}
    assert pruning.prune(grown, answers, at=AT)["q1"] == [3]


SEVERAL = form(
    question("drug", repeats=True, extension=times(2, 3)),
    question("day", "date", repeats=True),
    question("glucose", "decimal", repeats=True, extension=[extension("maxValue", valueDecimal=30)]),
    {"linkId": "own", "type": "open-choice", "text": "Own", "repeats": True},
)


def test_several_answers_are_read_box_by_box_and_shown_again():
    data = sent(q1=["Aspirin", " ", "Insulin"], q3=["5,5", "6.1"], q4__words=["x", ""],
                q2__day=["1", "", "3"], q2__month=["2", "", "4"], q2__year=["2020", "", "2021"])  # fmt: skip
    posted = reading.read_page(SEVERAL, list(SEVERAL.items), data)
    assert posted.problems == {}
    assert posted.answers == {
        "q1": ["Aspirin", "Insulin"],
        "q2": ["2020-02-01", "2021-04-03"],
        "q3": ["5.5", "6.1"],
        "q4": [{"words": "x"}],
    }
    assert as_typed(SEVERAL["q2"], posted.answers["q2"]) == {
        "-day": ["1", "3"], "-month": ["2", "4"], "-year": ["2020", "2021"]
    }  # fmt: skip
    assert as_typed(SEVERAL["q4"], [{"words": "x"}])["-words"] == ["x"]


@pytest.mark.parametrize(
    ("values", "key", "part", "message"),
    [
        ({"q1": ["a"]}, "q1", "", "Give at least 2 answers to “What about drug?”"),
        ({"q1": ["a", "b", "c", "d"]}, "q1", "", "Give at most 3 answers to “What about drug?”"),
        ({"q3": ["5", "300"]}, "q3", "_2", "Enter 30 or less for “What about glucose?”"),
        (
            {"q2__day": ["1", "40"], "q2__month": ["1", "1"], "q2__year": ["2020", "2020"]},
            "q2", "_2-day", None,
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_beside_its_box(values, key, part, message):
    posted = reading.read_page(SEVERAL, list(SEVERAL.items), sent(**values))
    problem = posted.problems[key]
    assert problem.part == part and (message is None or problem.message == message)
    assert posted.answers == {key: []} and posted.unfinished[key]


def test_texts_and_yes_or_no_are_not_repeated():
    plain = form(
        group("read", {"linkId": "t", "type": "display", "text": "T"}, repeats=True),
        question("yes", "boolean", repeats=True),
    )
    assert [item.get("repeats") for item in plain.items.values()] == [None, None, None]


def test_a_signature_stands_for_its_own_entry():
    signed = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"}
    signed["valueCodeableConcept"] = {"text": "Sign"}
    agreed = form(group("agree", question("what"), repeats=True, extension=[signed]))
    grown = repeating.grown(agreed, {"q1": 2})
    [own] = agreed.signatures
    assert grown.signatures == {own: {"q2"}, f"{own}~2": {"q2~2"}}


def test_nobody_has_to_give_more_answers_than_there_can_be():
    none = choice("none", "a", "b", "c", "none", repeats=True, extension=times(2))
    none["answerOption"][3]["extension"] = [extension("questionnaire-optionExclusive", valueBoolean=True)]
    outline = form(
        none,
        choice("few", "a", "b", repeats=True, extension=times(9)),
        choice("own", "a", repeats=True, extension=times(9)) | {"type": "open-choice"},
        choice("odd", "a", "b", "c", repeats=True, extension=times(3, 2)),
        question("typed", repeats=True, extension=times(3, 2)),
    )
    given = {"q1": ["o1"], "q2": ["o1"], "q3": ["o1"], "q4": ["o1"], "q5": ["x"]}
    told = {
        key: one.message
        for key, one in reading.read_page(outline, list(given), sent(**given)).problems.items()
    }
    assert told == {
        "q1": "Choose at least 2 answers to “What about none?”",
        "q2": "Choose at least 2 answers to “What about few?”",
        "q3": "Choose at least 2 answers to “What about own?”",
        "q4": "Choose at least 2 answers to “What about odd?”",
        "q5": "Give at least 2 answers to “What about typed?”",
    }
    given = {
        "q1": ["o4"],
        "q2": ["o1", "o2"],
        "q3": ["o1"],
        "q3__words": "x",
        "q4": ["o1", "o2"],
        "q5": ["x", "y"],
    }
    assert reading.read_page(outline, list(outline.items), sent(**given)).problems == {}
