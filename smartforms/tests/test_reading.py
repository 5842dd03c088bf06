"""What people send, and what we say when it does not fit."""

import pytest

from smartforms.engine import checking, merging, reading
from smartforms.engine.enabling import enabled
from smartforms.tests.forms import choice, extension, form, question, sent

FORM = form(
    question(
        "whole",
        "integer",
        extension=[extension("minValue", valueInteger=1), extension("maxValue", valueInteger=120)],
    ),
    question("tenth", "decimal", extension=[extension("maxDecimalPlaces", valueInteger=1)]),
    question("born", "date", extension=[extension("maxValue", valueDate="2026-12-31")]),
    question("when", "dateTime"),
    question("clock", "time"),
    question("line", "string", maxLength=10),
    question("story", "text"),
    question("site", "url"),
    question("agree", "boolean", required=True),
    choice("one", "a", "b"),
    choice("many", "a", "b", "none", repeats=True),
    choice("open", "a") | {"type": "open-choice"},
    question("amount", "quantity"),
    question("who", "reference"),
)
FORM["q11"]["options"][2]["alone"] = True
KEY = {item["linkId"]: key for key, item in FORM.items.items()}


def post(link, value=None, **parts):
    key = KEY[link]
    values = {key: value} if value is not None else {}
    return reading.read_page(
        FORM, [key], sent([key], **values, **{f"{key}__{name}": text for name, text in parts.items()})
    )


@pytest.mark.parametrize(
    ("link", "value", "stored"),
    [
        ("whole", " 12 ", [12]), ("whole", "", []), ("tenth", "36,5", ["36.5"]), ("tenth", "1 000", ["1000"]),
        ("tenth", "-0.5", ["-0.5"]), ("clock", "9:05 pm", ["21:05:00"]), ("clock", "10h42", ["10:42:00"]),
        ("clock", "12am", ["00:00:00"]), ("line", "abc", ["abc"]), ("story", "a\r\nb", ["a\nb"]),
        ("site", "www.example.org", ["https://www.example.org"]), ("agree", "yes", [True]), ("agree", "no", [False]),
        ("one", "o2", ["o2"]), ("many", ["o1", "o2"], ["o1", "o2"]), ("many", ["o3"], ["o3"]), ("open", "o1", ["o1"]),
        ("amount", "70.25", ["70.25"]), ("who", "Dr. Okafor", ["Dr. Okafor"]),
    ],
)  # fmt: skip
def test_answers_that_fit(link, value, stored):
    posted = post(link, value)
    assert (posted.answers, posted.problems) == ({KEY[link]: stored}, {})


@pytest.mark.parametrize(
    ("link", "value", "part"),
    [
        ("whole", "0", ""), ("whole", "121", ""), ("whole", "1.5", ""), ("whole", "twelve", ""),
        ("whole", "9" * 30, ""),
        ("tenth", "1.55", ""), ("tenth", "1e5", ""), ("tenth", "nan", ""), ("clock", "25:00", ""), ("clock", "10", ""),
        ("line", "x" * 11, ""), ("line", "nul\x00", ""), ("story", "x" * 1_000_000, ""),
        ("site", "javascript:alert(1)", ""),
        ("site", "not an address", ""), ("agree", "perhaps", ""), ("one", "o9", ""), ("one", ["o1", "o2"], ""),
        ("many", ["o1", "o3"], ""), ("open", "other", "-words"), ("who", "x" * 1_001, ""), ("one", "other", ""),
    ],
)  # fmt: skip
def test_answers_that_do_not_fit(link, value, part):
    posted = post(link, value)
    assert posted.answers == {KEY[link]: []}
    assert posted.problems[KEY[link]].part == part
    assert posted.unfinished[KEY[link]]


@pytest.mark.parametrize(
    ("parts", "stored", "part"),
    [
        ({"day": "7", "month": "3", "year": "1984"}, ["1984-03-07"], None),
        ({"day": "", "month": "", "year": ""}, [], None),
        ({"day": "31", "month": "2", "year": "1984"}, [], "-day"),
        ({"day": "7", "month": "13", "year": "1984"}, [], "-month"),
        ({"day": "7", "month": "3", "year": "84"}, [], "-year"),
        ({"day": "7", "month": "", "year": "1984"}, [], "-month"),
        ({"day": "1", "month": "1", "year": "2027"}, [], "-year"),
        ({"day": "٧", "month": "3", "year": "1984"}, ["1984-03-07"], None),
    ],
)
def test_dates(parts, stored, part):
    posted = post("born", **parts)
    assert posted.answers == {"q3": stored}
    assert [problem.part for problem in posted.problems.values()] == ([part] if part else [])


def test_a_date_may_carry_a_clock_time():
    parts = {"day": "7", "month": "3", "year": "2026"}
    assert post("when", **parts).answers == {"q4": ["2026-03-07"]}
    assert post("when", **parts, time="9.30").answers == {"q4": ["2026-03-07T09:30"]}
    assert post("when", time="9.30").problems["q4"].part == "-day"


def test_a_limit_of_a_moment():
    until = form(
        question("m", "dateTime", extension=[extension("maxValue", valueDateTime="2026-03-07T12:00")])
    )
    parts = {"q1__day": "7", "q1__month": "3", "q1__year": "2026"}

    def told(**more):
        problems = reading.read_page(until, ["q1"], sent(**parts, **more)).problems
        return [problem.message for problem in problems.values()]

    assert told() == told(q1__time="11:59") == []
    assert told(q1__time="12:01") == ["Enter 7 March 2026 12:00 or earlier for “What about m?”"]


def test_own_words_beside_a_list():
    assert post("open", "other", words="mine").answers == {"q12": [{"words": "mine"}]}
    assert post("open", words="mine").answers == {"q12": [{"words": "mine"}]}
    assert post("open", "o1", words="left over").answers == {"q12": ["o1"]}


def test_only_questions_that_were_on_the_page_are_touched():
    data = sent(["q6"], q6="kept", nonsense="x", q99="y")
    data.setlist("q7", ["not asked for"])
    data.appendlist("asked", "q99")
    assert reading.read_page(FORM, ["q6", "q7"], data).answers == {"q6": ["kept"]}


def test_required_binds_only_what_is_asked():
    on = enabled(FORM, {})
    assert set(checking.missing(FORM, {}, on, list(FORM.items))) == {"q9"}
    assert checking.missing(FORM, {}, on - {"q9"}, list(FORM.items)) == {}


def test_something_typed_that_did_not_fit_is_never_dropped_at_sending():
    on = enabled(FORM, {"q9": [True]})
    assert list(checking.obstacles(FORM, {"q9": [True]}, {"q1": {"": ["twelve"]}}, on)) == ["q1"]
    assert list(checking.obstacles(FORM, {"q9": [True]}, {"q1": {"": ["12"]}}, on)) == ["q1"]


class Kept:
    """A response as another device left it: revision 4, the line last changed in 3."""

    answers, unfinished, touched, revision = {"q6": ["theirs"], "q7": ["story"]}, {}, {"q6": 3, "q7": 1}, 4


def test_two_devices_the_later_change_is_not_overwritten_unseen():
    merged = merging.merge(
        Kept(), reading.read_page(FORM, ["q6", "q7"], sent(q6="mine", q7="story, longer")), 2
    )
    assert (merged.conflicts, merged.changed) == ({"q6"}, {"q7"})
    assert merged.answers == {"q6": ["theirs"], "q7": ["story, longer"]}
    seen = merging.merge(Kept(), reading.read_page(FORM, ["q6"], sent(q6="mine")), 4)
    assert (seen.conflicts, seen.answers["q6"], seen.touched["q6"]) == (set(), ["mine"], 5)


def test_what_did_not_fit_is_kept_for_correction_but_not_without_measure():
    merged = merging.merge(
        Kept(), reading.read_page(FORM, ["q1", "q7"], sent(q1="twelve", q7="x" * 1_000_000)), 4
    )
    assert merged.unfinished == {"q1": {"": ["twelve"]}}
    assert merged.answers["q7"] == ["story"]


def test_marks_that_nobody_sees_are_no_part_of_an_answer():
    """A number copied from a chat comes with them (`common/text.py`)."""
    assert post("whole", "\u202a12\u202c").answers[KEY["whole"]] == [12]
    assert post("story", "a\u202eb\u200b نامه\u200cها").answers[KEY["story"]] == ["ab نامه\u200cها"]
    assert post("line", "a\x1bb").problems.keys() == {KEY["line"]}
