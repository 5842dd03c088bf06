"""Patterns of an author: what they let through, and which cannot be checked."""

import pytest

from smartforms.engine import reading
from smartforms.tests.forms import extension, form, question, read, sent


def post(item, text):
    outline = form(item)
    return reading.read_page(outline, ["q1"], sent(["q1"], q1=text))


def asked(pattern, kind="string", **more):
    extensions = [extension("regex", valueString=pattern), *more.pop("extension", [])]
    return question("code", kind, extension=extensions, **more)


@pytest.mark.parametrize(
    "pattern, text, taken",
    [
        (r"[A-Z]\d[A-Z] \d[A-Z]\d", "B3J 1A1", ["B3J 1A1"]),
        (r"^[A-Z]\d[A-Z] \d[A-Z]\d$", "B3J 1A1", ["B3J 1A1"]),
        (r"/[0-9]{3}/", "123", ["123"]),
        (r"[0-9]{3}", "1234", []),
        (r"[0-9]{3}", "x123", []),
        (r"[0-9]{3}", "", []),
    ],
)
def test_the_whole_of_an_answer_fits_the_pattern(pattern, text, taken):
    posted = post(asked(pattern), text)
    assert posted.answers == {"q1": taken}
    assert bool(posted.problems) == (not taken and text != "")


def test_a_number_fits_it_as_it_is_kept():
    item = asked(r"[1-9][0-9]{3}", "integer")
    assert post(item, "2 024").answers == {"q1": [2024]}
    assert post(item, "024").answers == {"q1": []}


def test_it_is_said_with_the_form_where_the_author_names_one():
    plain = post(asked(r"\d+"), "many").problems["q1"].message
    named = post(asked(r"\d+", extension=[extension("entryFormat", valueString="12345")]), "many")
    assert plain == "Check your answer to “What about code?”: it is not in the form that is asked for"
    assert named.problems["q1"].message == "Answer “What about code?” in this form: 12345"


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(a)\1", "[", "(" * 100, "a" * 501])
def test_a_pattern_that_cannot_be_checked_is_said_and_takes_anything(pattern):
    reading_ = read(asked(pattern))
    assert [(line["linkId"], line["what"]) for line in reading_.report["degraded"]] == [("code", "regex")]
    assert post(asked(pattern), "anything").answers == {"q1": ["anything"]}


def test_a_pattern_that_stops_other_programs_takes_no_time():
    assert post(asked("(a+)+b"), "a" * 900).answers == {"q1": []}


def test_a_pattern_of_a_date_is_said_not_to_be_checked():
    assert [line["what"] for line in read(asked(r"\d+", "date")).report["degraded"]] == ["regex"]
