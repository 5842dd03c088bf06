"""How a question is shown: consents, scales, sliders, tables of questions, answers in a row."""

import json

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from common.tests import paper
from smartforms.engine.reading import read_page
from smartforms.fhir.exporter import export_response
from smartforms.papers import blank_paper, sent_paper
from smartforms.presenters.questions import Page
from smartforms.tests.forms import choice, extension, form, question, read, sent
from smartforms.tests.kinds import post, response_of, url
from smartforms.tests.scriptless import Scriptless


def control(code: str) -> dict:
    return extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def consent(label: str) -> dict:
    return {"url": "urn:anteroom:fhir:consent", "valueString": label}


def bounds(low: int, high: int, *more) -> list[dict]:
    return [
        control("slider"),
        extension("minValue", valueInteger=low),
        extension("maxValue", valueInteger=high),
        *more,
    ]


def end(code: str, text: str) -> dict:
    return {"linkId": code, "type": "display", "text": text, "extension": [control(code)]}


AGREE = question("c", "boolean", text="You may examine me.", extension=[consent("I agree, as the parent")])
PAIN = question(
    "p", "integer", extension=bounds(0, 10), item=[end("lower", "no pain"), end("upper", "worst")]
)
FAR = question(
    "f", "integer", extension=bounds(0, 100, extension("questionnaire-sliderStepValue", valueInteger=5))
)
TABLE = question(
    "t",
    "group",
    extension=[control("gtable")],
    item=[choice("sleep", "never", "often"), choice("food", "never", "often", required=True)],
)


def page_of(*items, problems=None, answers=None) -> Page:
    outline = form(*items)
    return Page(outline, 1, answers or {}, {}, problems or {}, set(outline.items))


def degraded(*items) -> list[str]:
    return [line["what"] for line in read(*items).report["degraded"]]


# Consent --------------------------------------------------------------------------------------------


def test_only_a_yes_lets_a_consent_go(sent_to_ana, ana_in):
    one = sent_to_ana(AGREE)
    ana_in.get(url(one, "open"))
    told = "Tick that you agree to “You may examine me.”"
    assert post(ana_in, one, "q1").context["page"].errors == [("q1_0", told)]
    assert post(ana_in, one, "q1", q1="no").status_code == 422
    assert [stop["message"] for stop in ana_in.post(url(one, "check")).context["stops"]] == [
        "Choose yes or no for “You may examine me.”"
    ]
    assert post(ana_in, one, "q1", q1="yes").status_code == 302
    assert "I agree, as the parent" in ana_in.get(url(one, "check")).text
    assert ana_in.post(url(one, "check")).status_code == 302
    exported = export_response(response_of(one))
    QuestionnaireResponse.model_validate(exported)
    assert exported["item"][0]["answer"] == [{"valueBoolean": True}]


def test_a_consent_is_one_card_under_what_one_agrees_to():
    node = page_of(AGREE).nodes[0]
    assert (node.shape, node.options) == (
        "consent",
        [{"value": "yes", "label": "I agree, as the parent", "checked": False, "id": "q1_0"}],
    )
    unnamed = form(question("c", "boolean", extension=[consent("")]))
    assert (unnamed["q1"]["consent"], unnamed["q1"]["required"]) == ("", True)
    assert "consent" not in form(question("c", extension=[consent("Yes")]))["q1"]


# Scales and sliders ---------------------------------------------------------------------------------


def test_zero_to_ten_is_eleven_boxes_and_their_ends_say_what_they_mean():
    node = page_of(PAIN, answers={"q1": [4]}).nodes[0]
    assert (node.shape, [o["label"] for o in node.options if o["checked"]]) == ("scale", [4])
    assert len(node.options) == 11 and node.ends == {"low": "0: no pain", "high": "10: worst"}
    assert degraded(PAIN) == []


def test_other_sliders_have_their_bounds_and_step():
    node = page_of(FAR).nodes[0]
    assert (node.shape, node.range) == ("slider", {"min": 0, "max": 100, "step": "5", "inputmode": "numeric"})
    assert node.ends == {"low": "0", "high": "100"}


def test_a_slider_without_ends_is_a_number_and_that_is_told():
    item = question("s", "integer", extension=[control("slider")])
    assert (page_of(item).nodes[0].shape, degraded(item)) == ("number", ["itemControl slider"])


@pytest.mark.parametrize(("typed", "kept"), [("4", [4]), ("", []), ("11", None), ("x", None), ("4.5", None)])
def test_a_scale_is_read_as_a_number_between_its_ends(typed, kept):
    posted = read_page(form(PAIN), ["q1"], sent(q1=typed))
    assert (posted.answers["q1"] or None, "q1" in posted.problems) == (kept or None, kept is None)


# Tables and rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["gtable", "table", "grid", "htable", "atable"])
def test_questions_that_share_their_answers_are_a_table(code):
    group = TABLE | {"extension": [control(code)]}
    node = page_of(group).nodes[0]
    assert (node.shape, node.heads, [row.shape for row in node.nodes]) == (
        "matrix", ["Never", "Often"], ["row", "row"],
    )  # fmt: skip
    assert degraded(group) == []


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [choice("a", "x", "y"), choice("b", "x", "z")],
        [choice("a", "x", "y"), question("b")],
        [choice("a", "x", "y", repeats=True)],
        [choice("a", *"abcdefgh")],
        [choice("a", "x")],
        [choice("a", "x", "y", item=[question("why")])],
    ],
)
def test_what_is_no_table_stands_plainly_and_that_is_told(rows):
    group = question("t", "group", extension=[control("gtable")], item=rows)
    assert "control" not in form(group, question("z"))["q1"]
    assert degraded(group, question("z")) == ["itemControl gtable"]


def test_a_table_is_answered_row_by_row(sent_to_ana, ana_in):
    one = sent_to_ana(TABLE)
    ana_in.get(url(one, "open"))
    wrong = post(ana_in, one, "q2", "q3", q2="o1")
    assert wrong.context["page"].errors == [("q3_0", "Choose an answer to “What about food?”")]
    assert wrong.text.count("matrix-line") == 2 and wrong.text.count('<legend class="visually-hidden">') == 2
    assert post(ana_in, one, "q2", "q3", q2="o1", q3="o2").status_code == 302
    assert response_of(one).answers == {"q2": ["o1"], "q3": ["o2"]}


def test_answers_stand_in_a_row_where_the_form_wants_it():
    orientation = extension("questionnaire-choiceOrientation", valueCode="horizontal")
    item = choice("a", "x", "y", extension=[orientation])
    assert page_of(item).nodes[0].in_a_row and not page_of(choice("a", "x", "y")).nodes[0].in_a_row
    assert read(item).report["ignored"] == []


# On paper -------------------------------------------------------------------------------------------


def test_paper_has_room_for_all_of_them_and_says_what_was_answered(sent_to_ana, ana_in, at):
    one = sent_to_ana(AGREE, PAIN, FAR, TABLE)
    blank = paper.words(blank_paper(one.version, at=at).content)
    assert "You may examine me. I agree, as the parent" in blank
    assert "0 1 2 3 4 5 6 7 8 9 10 0: no pain · 10: worst" in blank and "(0 · 100)" in blank
    ana_in.get(url(one, "open"))
    Scriptless(ana_in, one.version.outline, 3).fill(url(one, "page", 1), url(one, "check"))
    assert ana_in.post(url(one, "check")).status_code == 302
    response = response_of(one)
    printed = paper.words(sent_paper(response, sender="Ana", at=at).content)
    assert "You may examine me. I agree, as the parent" in printed
    QuestionnaireResponse.model_validate(json.loads(json.dumps(export_response(response))))
