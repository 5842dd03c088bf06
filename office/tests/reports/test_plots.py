"""Drawings of numbers: the same numbers in a table, a title and a description, whole steps, no look of their own."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from office.presenters.plot import HEIGHT, WIDTH, plot_page
from office.reports.plots import Plot, Series, months_until

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> " + "long" * 20


def plot(shape, *series, labels=("Oct", "Nov", "Dec"), unit=""):
    named = [Series(f"Series {n}", list(one)) for n, one in enumerate(series)]
    return Plot("Title", "What it is.", "Month", list(labels), named, shape, unit)


def drawn(one):
    """The drawing as it stands in a page."""
    words = render_to_string("components/plot.html", {"plot": plot_page(one)})
    found = re.search(r"<svg class=\"plot-drawing\".*?</svg>", words, re.DOTALL).group()
    return words, ElementTree.fromstring(
        found.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


SHAPES = {
    "lines": plot("lines", [1, 2, 1234], [0, 1, 1]),
    "bars": plot("bars", [3, 0, 7], [1, 1, 0]),
    "across": plot("across", [30, 120, 0], labels=("Ana", HOSTILE, "Cleo"), unit=" %"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_lies_within_in_any_language(shape, language):
    with translation.override(language):
        words, drawing = drawn(SHAPES[shape])
    _x, _y, width, height = map(int, drawing.get("viewBox").split())
    assert "style=" not in words
    assert "<script>" not in words
    for one in drawing.iter():
        for name, most in {
            "x": width,
            "y": height,
            "cx": width,
            "cy": height,
            "x2": width,
            "y2": height,
        }.items():
            if value := one.get(name):
                assert 0 <= int(value) <= most
        if one.tag == f"{SVG}rect":
            assert int(one.get("x")) + int(one.get("width")) <= width
            assert int(one.get("y")) + int(one.get("height")) <= height


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_said_in_words_and_as_a_table(shape):
    words, drawing = drawn(SHAPES[shape])
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby").split() == [drawing[0].get("id"), drawing[1].get("id")]
    assert (drawing[0].tag, drawing[0].text) == (f"{SVG}title", "Title")
    assert drawing[1].tag == f"{SVG}desc"
    page = plot_page(SHAPES[shape])
    one = SHAPES[shape]
    assert page["rows"] == [
        {"label": label, "values": [f"{series.values[n]}{one.unit}" for series in one.series]}
        for n, label in enumerate(one.labels)
    ]
    assert words.count("<tr>") == 1 + len(one.labels)


def test_the_description_names_the_greatest_and_the_last():
    assert plot_page(SHAPES["lines"])["told"] == (
        "Series 0: at most 1234 (Dec), last 1234. Series 1: at most 1 (Nov), last 1."
    )
    assert plot_page(plot("across", [5, 9], labels=("Ana", "Ben"), unit=" %"))["told"] == (
        "Series 0: most for Ben, 9 %."
    )


def test_nothing_to_draw():
    assert plot_page(None) is None
    assert plot_page(plot("bars", [0, 0, 0])) is None
    assert plot_page(plot("across", [], labels=())) is None


@pytest.mark.parametrize(
    ("most", "top"), [(1, 4), (4, 4), (5, 8), (11, 12), (13, 20), (21, 40), (101, 120), (999, 1200)]
)
def test_lines_across_are_round_numbers(most, top):
    numbers = [int(one["words"]) for one in plot_page(plot("bars", [0, 0, most]))["grid"]]
    assert numbers == [top * step // 4 for step in range(5)]


def test_a_year_of_months():
    months = months_until(date(2026, 1, 31), 12)
    assert (months[0], months[-1], len(months)) == (date(2025, 2, 1), date(2026, 1, 1), 12)
    assert (WIDTH, HEIGHT) == (360, 190)
