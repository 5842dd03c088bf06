"""A long list of answers as a text."""

import pytest

from smartforms.authoring.listing import rows_of_text, text_of
from smartforms.authoring.options import Row

THERE = [
    Row("Never", 0, was="o1", prefix="a"),
    Row("Often", 3, "Call", was="o2"),
    Row("None", alone=True, was="o3"),
    Row("A | 5", was="o4"),
]


def known(text):
    return [(row.label, row.score, row.was) for row in rows_of_text(text, THERE)]


def test_read_again_it_says_the_same():
    assert text_of(THERE) == "Never | 0\nOften | 3\nNone\nA | 5"
    assert rows_of_text(text_of(THERE), THERE) == THERE


def test_lines_that_stay_keep_everything_wherever_they_move():
    assert rows_of_text("None\n\n  Often | 3 \nNever | 0", THERE) == [THERE[2], THERE[1], THERE[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Never | 1\nOften | 3", [("Never", 1, "o1"), ("Often", 3, "o2")]),
        ("Never\nNew | 2,5", [("Never", None, "o1"), ("New", 2.5, "")]),
        (
            "Never | 0\nVery often | 3\nNone",
            [("Never", 0, "o1"), ("Very often", 3, "o2"), ("None", None, "o3")],
        ),
        ("Never | 0\nNever | 0", [("Never", 0, "o1"), ("Never", 0, "")]),
        ("Left | right", [("Left | right", None, "")]),
        ("| 5", [("| 5", None, "")]),
        ("Rare | 9999999", [("Rare | 9999999", None, "")]),
        ("", []),
    ],
)
def test_lines_that_change(text, found):
    assert known(text) == found


def test_what_is_called_otherwise_keeps_its_alert_and_prefix():
    first, second = rows_of_text("Seldom | 0\nOften | 4", THERE[:2])
    assert (first.prefix, first.label, first.was) == ("a", "Seldom", "o1")
    assert (second.alert, second.score, second.was) == ("Call", 4, "o2")
