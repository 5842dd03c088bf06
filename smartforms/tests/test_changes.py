"""What is answered differently from last time, across versions; and a number over time."""

from datetime import timedelta

import pytest

from common.tests.moment import AT
from smartforms.engine.changes import changes
from smartforms.engine.repeating import grown
from smartforms.models import Response
from smartforms.presenters.trend import points_of, trend_of
from smartforms.tests import alerting
from smartforms.tests.forms import calculated, choice, form, question


def told(outline, answers, before, answers_before) -> list:
    return [
        (change.item["linkId"], change.answers_before, change.answers)
        for change in changes(outline, answers, before, answers_before)
    ]


def test_only_what_differs_is_told_in_reading_order():
    outline = form(question("a"), question("b", "integer"), choice("c", "x", "y"), question("d", "boolean"))
    then = {"q1": ["same"], "q2": [1], "q3": ["o1"]}
    now = {"q1": ["same"], "q2": [2], "q4": [False]}
    assert told(outline, now, outline, then) == [("b", [1], [2]), ("c", ["o1"], []), ("d", [], [False])]


def test_questions_are_known_by_their_link_and_options_by_code_or_words():
    before = form(choice("mood", "well", "poorly"), question("gone"))
    now = form(question("new"), choice("mood", "soso", "poorly", "well"))
    now["q2"]["options"][1]["value"]["valueCoding"]["code"] = "bad"  # another code, the same words
    now["q2"]["options"][2]["label"] = "Very well"  # the same code, other words
    assert told(now, {"q1": ["x"], "q2": ["o2"]}, before, {"q1": ["o2"], "q2": ["y"]}) == []
    assert told(now, {"q2": ["o3"]}, before, {"q1": ["o1"]}) == []
    assert told(now, {"q2": ["o1"]}, before, {"q1": ["o1"]}) == [("mood", ["o1"], ["o1"])]


def test_several_answers_are_the_same_in_any_order():
    outline = form(choice("c", "x", "y", "z", repeats=True))
    assert told(outline, {"q1": ["o1", "o2"]}, outline, {"q1": ["o2", "o1"]}) == []
    assert told(outline, {"q1": ["o1", "o2"]}, outline, {"q1": ["o2"]}) == [("c", ["o2"], ["o1", "o2"])]


def test_own_words_that_were_an_option_before_are_the_same():
    before = form(question("c", "open-choice", answerOption=[{"valueString": "Tea"}]))
    assert told(before, {"q1": [{"words": "tea"}]}, before, {"q1": ["o1"]}) == []


def test_scores_and_hidden_items_are_told_elsewhere_or_nowhere():
    hidden = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
    outline = form(question("s", "integer", extension=[calculated("1")]), question("h", extension=[hidden]))
    outline["q1"]["calculated"]["score"] = True
    assert told(outline, {"q1": [3], "q2": ["x"]}, outline, {"q1": [4], "q2": ["y"]}) == []


def test_entries_of_a_group_are_compared_one_by_one():
    medicine = {
        "linkId": "g",
        "type": "group",
        "text": "Medicines",
        "repeats": True,
        "item": [question("name")],
    }
    base = form(medicine, question("end"))
    two, three = (grown(base, {"q1": n}) for n in (2, 3))
    then = {"q1": [2], "q2": ["Aspirin"], "q2~2": ["Iron"]}
    now = {"q1": [3], "q2": ["Aspirin"], "q2~2": ["Zinc"], "q2~3": ["Tea"], "q3": ["x"]}
    assert told(three, now, two, then) == [
        ("name", ["Iron"], ["Zinc"]), ("name", [], ["Tea"]), ("end", [], ["x"]),
    ]  # fmt: skip
    assert told(two, then, three, now) == [
        ("name", ["Tea"], []), ("name", ["Zinc"], ["Iron"]), ("end", ["x"], []),
    ]  # fmt: skip


# Over time ----------------------------------------------------------------------------------------


@pytest.fixture
def three(cast):
    """Ana's check-in, three times at ten days."""
    template = alerting.template_of(cast.harbour, by=cast.nora)
    sent = []
    for days, dark in ((20, 0), (10, 2), (0, 1)):
        at = AT - timedelta(days=days)
        sent.append(
            alerting.send_in(alerting.sent_to(cast, template, at=at), by=cast.ana, at=at, dark=dark, tired=2)
        )
    return sent


def score_of(response: Response) -> dict:
    return next(item for item in response.assignment.version.outline.items.values() if "bands" in item)


def test_a_trend_has_its_dots_its_bands_and_the_same_in_words(three):
    item = score_of(three[-1])
    points = points_of(item, three[::-1])
    assert [(point.day, point.told) for point in points] == [
        ("28 Oct 2026", "2"), ("7 Nov 2026", "4"), ("17 Nov 2026", "3"),
    ]  # fmt: skip
    trend = trend_of(item, points)
    assert trend["dots"] == [{"x": 34, "y": 70}, {"x": 138, "y": 12}, {"x": 242, "y": 41}]
    assert (trend["line"], trend["from"], trend["to"]) == (
        "34,70 138,12 242,41",
        "28 Oct 2026",
        "17 Nov 2026",
    )
    assert trend["bands"] == [
        {"label": "calm", "tone": "ok", "y": None, "middle": 118},
        {"label": "stormy", "tone": "bad", "y": 70, "middle": 45},
    ]
    assert trend["rows"][0] == {"day": "17 Nov 2026", "value": "3", "band": "stormy", "tone": "bad"}


def test_one_value_is_no_trend(three):
    item = score_of(three[0])
    assert trend_of(item, points_of(item, three[:1])) is None


def test_values_that_never_move_still_make_a_line(three):
    item = dict(score_of(three[0]), bands=[])
    points = points_of(item, three)[:1] * 2
    assert trend_of(item, points)["dots"] == [{"x": 34, "y": 12}, {"x": 34, "y": 12}]


def test_a_version_without_the_number_is_left_out(three):
    item = dict(score_of(three[0]), linkId="another")
    assert points_of(item, three) == []
