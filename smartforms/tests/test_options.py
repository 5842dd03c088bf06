"""Answers with something printed before them, and answers that exclude the others."""

import pytest

from common.tests import paper
from smartforms.papers import blank_paper, sent_paper
from smartforms.tests.forms import choice, extension
from smartforms.tests.kinds import post, response_of, url

NONE = extension("questionnaire-optionExclusive", valueBoolean=True)


@pytest.fixture
def pains():
    asked = choice("p", "knee", "hip", "none", repeats=True)
    for entry, prefix in zip(asked["answerOption"], ("a)", "b)"), strict=False):
        entry["extension"] = [extension("questionnaire-optionPrefix", valueString=prefix)]
    asked["answerOption"][2]["extension"] = [NONE]
    return asked


def test_what_stands_before_an_answer_is_read_on_every_page_and_on_paper(sent_to_ana, ana_in, pains, at):
    one = sent_to_ana(pains)
    page = ana_in.get(url(one, "page", 1)).text
    assert page.count('<span class="choice-label">a) Knee</span>') == 1
    post(ana_in, one, "q1", q1=["o1", "o2"])
    (section,) = ana_in.get(url(one, "check")).context["sections"]
    assert section["rows"][0]["answer"] == "a) Knee\nb) Hip"
    ana_in.post(url(one, "check"))
    assert "a) Knee" in paper.words(sent_paper(response_of(one), sender="Ana", at=at).content)
    assert "a) Knee b) Hip None" in paper.words(blank_paper(one.version, at=at).content)


def test_the_server_refuses_none_together_with_another(sent_to_ana, ana_in, pains):
    one = sent_to_ana(pains)
    page = ana_in.get(url(one, "page", 1)).text
    assert page.count(" data-alone") == 1 and "js/alone.js" in page
    told = post(ana_in, one, "q1", q1=["o1", "o3"])
    assert told.status_code == 422
    assert told.context["page"].errors == [("q1_0", "Choose “None” or the other answers, not both")]
    assert post(ana_in, one, "q1", q1=["o3"]).status_code == 302


def test_without_such_an_answer_no_script_comes_along(sent_to_ana, ana_in):
    page = ana_in.get(url(sent_to_ana(choice("c", "x", "y", repeats=True)), "page", 1)).text
    assert "data-alone" not in page and "js/alone.js" not in page
