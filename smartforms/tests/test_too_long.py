"""An answer that is too long: the person is told beside it, nothing typed leaves the page, and nobody says "Saved"."""

import pytest

from smartforms.engine.reading import KEPT_RAW
from smartforms.models import Response
from smartforms.tests.test_pages import HOURS, MOOD, WORDS, autosave, page_of, url

TOO_MUCH = "y" * (KEPT_RAW + 1)
TOLD = (
    f"Use at most 20000 characters for “In your own words”; there are {len(TOO_MUCH)} now. "
    "It is not saved: keep this page open until it is shorter"
)


@pytest.fixture
def ana_in(client, sign_in, cast):
    return sign_in(client, cast.ana)


@pytest.fixture
def begun(cast, ana_in):
    ana_in.get(url("open", cast.ana_open))
    return cast.ana_open


def kept(form):
    response = Response.objects.get(assignment=form)
    return response.answers, response.unfinished


def test_autosave_says_beside_the_question_what_is_not_kept(begun, ana_in):
    autosave(ana_in, begun, **{WORDS: "short"})
    said = autosave(ana_in, begun, 1, **{MOOD: "o1", WORDS: TOO_MUCH}).json()
    assert said["saved"] == "Saved at 9:00 am, except one answer that is too long"
    assert said["told"] == {WORDS: {"message": TOLD, "control": WORDS}}
    assert said["unkept"] == [WORDS]
    assert kept(begun) == ({MOOD: ["o1"], WORDS: ["short"]}, {})  # what was kept before stands


def test_autosave_of_nothing_but_a_long_answer_does_not_say_saved(begun, ana_in):
    assert autosave(ana_in, begun, **{WORDS: TOO_MUCH}).json()["saved"] == "Not saved: one answer is too long"
    assert Response.objects.get(assignment=begun).saved_at is None


def test_an_answer_that_waits_for_shortening_is_kept_and_told(begun, ana_in):
    said = autosave(ana_in, begun, **{WORDS: "x" * 20_001}).json()
    assert said["saved"] == "Saved at 9:00 am" and said["unkept"] == []
    assert said["told"][WORDS]["message"].endswith("there are 20001 now")
    assert kept(begun) == ({}, {WORDS: {"": ["x" * 20_001]}})


def test_half_typed_answers_are_left_in_peace(begun, ana_in):
    assert autosave(ana_in, begun, number=2, **{HOURS: "sev"}).json()["told"] == {}


@pytest.mark.parametrize("then", ["continue", "later"])
def test_without_scripts_the_page_comes_back_with_what_was_typed(begun, ana_in, then):
    posted = page_of(begun, MOOD, WORDS, then=then, **{MOOD: "o1", WORDS: TOO_MUCH})
    answer = ana_in.post(url("page", begun, 1), posted)
    assert answer.status_code == 422
    assert answer.context["page"].errors == [(WORDS, TOLD)]
    assert f">\n{TOO_MUCH}</textarea>" in answer.text
    assert "Saved at 9:00 am, except one answer that is too long" in answer.text
    assert kept(begun) == ({MOOD: ["o1"]}, {})


def test_a_long_answer_to_a_number_is_not_kept_and_told_too(begun, ana_in):
    said = autosave(ana_in, begun, number=2, **{HOURS: "7" * (KEPT_RAW + 1)}).json()
    assert said["unkept"] == [HOURS] and "It is not saved" in said["told"][HOURS]["message"]
