"""The one shape of a plan, and what changed between two of them."""

import pytest
from django.utils.html import escape

from accounts.models import User
from common.tests.moment import AT
from records import chart_changes
from records.chart_changes import Line
from records.models import ChartRevision
from records.models.chart import PLAN_SECTIONS
from records.plan import cleaned, lines_of, problems, row_words, sections_of
from records.tests.factories import ChartFactory

MAGNESIUM = {
    "what": "Magnesium glycinate", "dose": "200 mg", "route": "by mouth", "frequency": "an hour before bed",
    "duration": "until 15 December", "note": "Stop if your stomach is upset",
}  # fmt: skip


def test_what_holds_nothing_is_not_there():
    said = {
        "follow_up": " \r\n\u00a0 ",
        "goals": ["", "Wake  rested ", None],
        "supplements": [{"what": " ", "dose": ""}, {"what": "Iron", "dose": " 25 mg ", "colour": "red"}],
        "summary": "Rest.\r\n\r\nMore.\n",
        "diet": None,
        "prescriptions": [],
        "secrets": "x",
    }
    plan = cleaned(said)
    assert plan == {
        "summary": "Rest.\n\nMore.",
        "goals": ["Wake rested"],
        "supplements": [{"what": "Iron", "dose": "25 mg"}],
    }
    assert list(plan) == ["summary", "goals", "supplements"], "in the order they are read"
    assert cleaned(plan) == plan
    assert problems(plan) == {}


@pytest.mark.parametrize("said", [{}, {"summary": ""}, {"goals": " \n "}, {"supplements": [{}]}])
def test_a_plan_without_content_is_no_plan(said):
    assert cleaned(said) == {}


def test_what_the_database_takes(db):
    said = dict.fromkeys(PLAN_SECTIONS, "\u200b \x85\u3000")
    assert ChartFactory(plan=cleaned(said)).plan == {}
    full = dict.fromkeys(PLAN_SECTIONS, "One.\nTwo.")
    assert list(ChartFactory(plan=cleaned(full)).plan) == list(PLAN_SECTIONS)


@pytest.mark.parametrize(
    ("said", "section", "words"),
    [
        ({"summary": "x" * 10_001}, "summary", "Shorten this to 10000 characters; it has 10001."),
        ({"summary": "a\x07b"}, "summary", "Remove the special characters we cannot store."),
        ({"goals": ["x"] * 31}, "goals", "Write at most 30 lines here."),
        ({"goals": ["x" * 301]}, "goals", "Shorten this to 300 characters; it has 301."),
        ({"supplements": [{"what": "x"}] * 31}, "supplements", "Write at most 30 lines here."),
        ({"prescriptions": [{"dose": "1 mg"}]}, "prescriptions", "Say in each row what it is."),
        ({"prescriptions": [{"what": "x", "note": "y" * 301}]}, "prescriptions",
         "Shorten this to 300 characters; it has 301."),
    ],
)  # fmt: skip
def test_what_is_too_much(said, section, words):
    assert problems(cleaned(said)) == {section: words}


def test_a_plan_is_read_section_by_section_whatever_was_kept():
    sections = sections_of({"goals": "Sleep\nWalk", "supplements": [MAGNESIUM], "diet": ["Lentils", "Beans"]})
    assert [(one.key, one.label, one.kind) for one in sections] == [
        ("goals", "Goals", "lines"),
        ("supplements", "Products and supplements", "rows"),
        ("diet", "Food", "text"),
    ]
    assert [lines_of(one) for one in sections] == [
        ["Sleep", "Walk"],
        [
            "Magnesium glycinate, 200 mg, by mouth, an hour before bed, until 15 December "
            "(Stop if your stomach is upset)"
        ],
        ["Lentils", "Beans"],
    ]
    assert row_words({"what": "Iron"}) == "Iron"


def test_hostile_text_stays_text():
    hostile = "<script>alert(1)</script> {{7*7}} {% debug %}"
    (section,) = sections_of(cleaned({"summary": hostile}))
    assert section.text == hostile != escape(hostile)


def test_what_changed_is_told_line_by_line():
    before = {
        "goals": ["Sleep", "Walk"],
        "supplements": [{**MAGNESIUM, "dose": "300 mg"}],
        "diet": "Lentils.",
    }
    after = {"summary": "Rest.", "goals": ["Sleep"], "supplements": [MAGNESIUM], "diet": "Lentils."}
    changes = {one.key: one.lines for one in chart_changes.plan_changes(before, after)}
    assert list(changes) == ["summary", "goals", "supplements"]
    assert changes["summary"] == [Line("", "Rest.")]
    assert changes["goals"] == [Line("Walk", "")]
    assert [(one.before[:27], one.after[:27]) for one in changes["supplements"]] == [
        ("Magnesium glycinate, 300 mg", "Magnesium glycinate, 200 mg")
    ]
    assert chart_changes.plan_changes(after, after) == []


def revisions():
    """Signed; then only the note was amended; then the plan."""
    base = {"day": AT.date(), "at": AT, "by": User(), "objective": "", "assessment": ""}
    return [
        ChartRevision(number=1, subjective="Tired.", plan={"summary": "Rest."}, **base),
        ChartRevision(number=2, subjective="Very tired.", plan={"summary": "Rest."}, reason="Typing", **base),
        ChartRevision(number=3, subjective="Very tired.", plan={"summary": "Walk."}, reason="Better", **base),
    ]


def test_the_team_reads_every_amendment_and_patients_only_those_of_the_plan():
    told = [(one.number, one.reason, one.sections) for one in chart_changes.history(revisions())]
    assert [(number, reason, [each.key for each in each_of]) for number, reason, each_of in told] == [
        (3, "Better", ["summary"]),
        (2, "Typing", ["subjective"]),
    ]
    (told,) = chart_changes.plan_history(reversed(revisions()))
    assert (told.number, told.reason) == (3, "Better")
    assert [each.key for each in told.sections] == ["summary"]
    assert "tired" not in repr(told)
