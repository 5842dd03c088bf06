"""Answers that follow from other answers: worked out by the server, for the page and again when it comes in."""

import json

import pytest
from django.urls import reverse

from common.tests.moment import AT
from smartforms.engine import checking, offering, reading, repeating, standing
from smartforms.engine.bounds import MOST_WORK
from smartforms.engine.typed import as_typed
from smartforms.fhir.exporter import export_response
from smartforms.models import Response
from smartforms.tests.forms import (
    choice,
    extension,
    form,
    formula,
    question,
    questionnaire,
    read,
    sent,
    toggle,
    variable,
    when,
)
from smartforms.tests.test_import import said

# Of all medicines taken, which one helps most? q1 all of them (several), q2 the best of those ticked.
TAKEN = choice("taken", "aspirin", "codeine", "none", repeats=True)
BEST = question(
    "best", "choice",
    extension=[formula("answerExpression", "%resource.item.where(linkId = 'taken').answer.value")],
)  # fmt: skip


def offered(outline, key, **answers):
    """The labels offered to a question by these answers."""
    now = standing.of(outline, answers, at=AT)
    return [option["label"] for option in offering.narrowed(outline, now)[key].get("options", [])]


def keys(outline, key, **answers):
    now = standing.of(outline, answers, at=AT)
    return {o["label"]: o["key"] for o in offering.narrowed(outline, now)[key].get("options", [])}


def stops(outline, answers):
    now = standing.of(outline, answers, at=AT)
    found = checking.obstacles(offering.narrowed(outline, now), answers, {}, now.on, now.broken())
    return {key: problem.message for key, problem in found.items()}


def test_the_answers_offered_are_those_given_before():
    outline = form(TAKEN, BEST)
    assert offered(outline, "q2") == []
    assert offered(outline, "q2", q1=["o2", "o1"]) == ["Codeine", "Aspirin"]
    assert outline["q2"]["follows"] == ["q1"] and "open" not in outline["q2"]
    assert read(TAKEN, BEST).report["degraded"] == []


def test_an_answer_keeps_its_words_and_its_code_whatever_the_list_becomes():
    outline = form(TAKEN, BEST)
    now = standing.of(outline, {"q1": ["o1", "o2"]}, at=AT)
    item = offering.narrowed(outline, now)["q2"]
    key = item["options"][1]["key"]
    given = reading.read(item, {"": [key]})
    assert given == [
        {"words": "Codeine", "value": {"valueCoding": {"code": "codeine", "display": "Codeine"}}}
    ]
    assert as_typed(outline["q2"], given)[""] == [key]
    assert stops(outline, {"q1": ["o1", "o2"], "q2": given}) == {}
    assert stops(outline, {"q1": ["o1"], "q2": given}) == {
        "q2": "Your answer to “What about best?” is no longer offered, because you changed another answer. Choose again"
    }


@pytest.mark.parametrize("odd", ["o1", "other", "a000000000000", "codeine"])
def test_nothing_else_can_be_answered(odd):
    outline = form(TAKEN, BEST)
    now = standing.of(outline, {"q1": ["o1"]}, at=AT)
    posted = reading.read_page(offering.narrowed(outline, now), ["q1", "q2"], sent(q1="o1", q2=odd))
    assert list(posted.problems) == ["q2"] and posted.answers["q2"] == []


def test_required_binds_once_there_is_something_to_choose():
    outline = form(TAKEN, BEST | {"required": True})
    assert stops(outline, {}) == {}
    assert stops(outline, {"q1": ["o1"]}) == {"q2": "Choose an answer to “What about best?”"}


def test_conditions_and_formulas_read_such_an_answer():
    asked_if = formula(
        "enableWhenExpression", "%resource.item.where(linkId = 'best').answer.value.code = 'codeine'"
    )
    outline = form(
        TAKEN, BEST, question("c", extension=[asked_if]),
        question("d", enableWhen=[when("best", "=", answerCoding={"code": "codeine"})]),
    )  # fmt: skip
    chosen = {"words": "Codeine", "value": {"valueCoding": {"code": "codeine", "display": "Codeine"}}}
    given = {"q1": ["o1", "o2"], "q2": [chosen]}
    assert standing.of(outline, given, at=AT).on == {"q1", "q2", "q3", "q4"}
    assert standing.of(outline, given | {"q2": []}, at=AT).on == {"q1", "q2"}


def test_each_entry_of_a_group_offers_what_it_answered_itself():
    beside = "%resource.item.where(linkId = 'g').item.where(linkId = 'b').answer.value"
    own = f"{beside}.where($this.startsWith(%context.linkId))"
    inner = question("e", "choice", extension=[formula("answerExpression", own)])
    outline = form(question("g", "group", repeats=True, item=[question("b"), inner]))
    grown = repeating.grown(outline, {"q1": 2})
    answers = {"q1": [2], "q2": ["early"], "q2~2": ["late"]}
    assert offered(grown, "q3", **answers) == offered(grown, "q3~2", **answers) == ["early"]


def test_variables_of_the_groups_around_are_known():
    group = question("g", "group", extension=[variable("all", "%resource.item.first().answer.value")])
    group["item"] = [question("b", "choice", extension=[formula("answerExpression", "%all")])]
    assert offered(form(TAKEN, group), "q3", q1=["o1"]) == ["Aspirin"]


def test_a_formula_that_fails_or_never_ends_is_asked_in_words():
    endless = "%resource.descendants().select(%resource.descendants().select(%resource.descendants()))"
    many = [choice(f"n{n}", "x", "y", repeats=True) for n in range(40)]
    outline = form(*many, question("z", "choice", extension=[formula("answerExpression", endless)]))
    answers = {f"q{n}": ["o1", "o2"] for n in range(1, 41)}
    now = standing.of(outline, answers, at=AT)
    assert now.result("q41", endless).degraded == "too_much_work" and MOST_WORK == 100_000
    item = offering.narrowed(outline, now)["q41"]
    assert item["open"] and reading.read(item, {"-words": ["my own"]}) == [{"words": "my own"}]


def test_options_are_offered_while_their_formula_says_so():
    is_adult = "%resource.item.where(linkId = 'age').answer.value >= 18"
    drinks = choice("drinks", "milk", "beer", "wine", extension=[toggle(is_adult, "beer", "wine")])
    outline = form(question("age", "integer"), drinks)
    assert offered(outline, "q2", q1=[17]) == offered(outline, "q2") == ["Milk"]
    assert offered(outline, "q2", q1=[18]) == ["Milk", "Beer", "Wine"]
    assert stops(outline, {"q1": [18], "q2": ["o2"]}) == {} and list(
        stops(outline, {"q1": [9], "q2": ["o2"]})
    ) == ["q2"]


def test_an_option_that_two_formulas_name_needs_one_of_them():
    outline = form(
        question("a"), choice("b", "x", "y", extension=[toggle("1 = 2", "x"), toggle("1 = 1", "x")])
    )
    assert offered(outline, "q2") == ["X", "Y"]


def test_what_is_not_worked_out_is_told():
    reading_ = read(
        choice("a", "x", extension=[toggle("%patient.exists()", "x")]),
        choice("b", "x", extension=[toggle("true", "gone")]),
        question("c", extension=[formula("answerExpression", "'x'")]),
        choice("d", "x", extension=[formula("answerExpression", "'y'")]),
        question("e", "choice", extension=[formula("answerExpression", "%patient.name.given")]),
    )
    toggled = "answerOptionsToggleExpression"
    assert said(reading_.report, "degraded") == [
        ("a", toggled), ("b", toggled), ("c", "answerExpression"), ("d", "answerExpression"),
        ("e", "answerExpression"), ("e", "choice"),
    ]  # fmt: skip
    assert not any("toggles" in item for item in reading_.definition["items"])


def url(name, form_, *more):
    return reverse(f"smartforms:{name}", args=[form_.patient_id, form_.pk, *more])


def test_without_scripts_continue_shows_the_new_list_before_it_goes_on(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(TAKEN, BEST, question("more"))
    shown = client.get(url("page", form_, 1))
    node = next(n for n in shown.context["page"].nodes if n.key == "q2")
    assert (node.shape, node.renew) == ("nothing", "update:q2")
    assert "follows from your other answers" in shown.text and "Update the answers" in shown.text
    posted = {
        "revision": 0,
        "asked": ["q1", "q2", "q3"],
        "listed": node.listed,
        "then": "continue",
        "q1": ["o1", "o2"],
    }
    answer = client.post(url("page", form_, 1), posted)
    assert answer.url.endswith("?renewed=1#q2-question")
    again = client.get(answer.url)
    assert "Other answers are offered now" in again.text
    node = next(n for n in again.context["page"].nodes if n.key == "q2")
    assert [o["label"] for o in node.options] == ["Aspirin", "Codeine"]
    codeine = node.options[1]["value"]
    gone_on = client.post(
        url("page", form_, 1), posted | {"revision": 1, "listed": node.listed, "q2": codeine}
    )
    assert gone_on.url == url("check", form_)
    client.post(url("check", form_))
    response = Response.objects.get(assignment=form_)
    assert response.answers["q2"][0]["words"] == "Codeine"
    exported = {item["linkId"]: item["answer"] for item in export_response(response)["item"]}
    assert exported["best"] == [{"valueCoding": {"code": "codeine", "display": "Codeine"}}]
    assert "Codeine" in client.get(url("sent", form_)).text


def test_update_shows_the_new_list_and_keeps_what_was_typed(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(TAKEN, BEST, question("more", required=True))
    client.get(url("page", form_, 1))
    posted = {"revision": 0, "asked": ["q1", "q2", "q3"], "then": "update:q2", "q1": "o3"}
    assert client.post(url("page", form_, 1), posted).url == url("page", form_, 1) + "#q2-question"
    assert [o["label"] for o in client.get(url("page", form_, 1)).context["page"].nodes[1].options] == [
        "None"
    ]


def test_an_answer_chosen_from_the_old_list_is_asked_again_beside_its_question(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(TAKEN, BEST)
    client.get(url("page", form_, 1))
    codeine = keys(form_.version.outline, "q2", q1=["o2"])["Codeine"]
    posted = {"revision": 0, "asked": ["q1", "q2"], "then": "continue", "q1": "o1", "q2": codeine}
    refused = client.post(url("page", form_, 1), posted)
    assert refused.status_code == 422
    assert refused.context["page"].errors == [
        ("q2_0", "Choose one of the answers offered for “What about best?”")
    ]


def test_a_page_asks_which_lists_are_new(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(TAKEN, BEST)
    before = client.get(url("page", form_, 1)).context["page"].nodes[1].listed
    client.post(url("answers", form_, 1), {"revision": 0, "asked": ["q1", "q2"], "q1": "o1"})
    state = client.get(url("answers", form_, 1)).json()
    assert list(state["listed"]) == ["q2"] and f"q2:{state['listed']['q2']}" != before


def test_a_list_that_changed_stops_sending(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(TAKEN, BEST)
    client.get(url("page", form_, 1))
    chosen = {"words": "Codeine", "value": {"valueCoding": {"code": "codeine", "display": "Codeine"}}}
    Response.objects.filter(assignment=form_).update(answers={"q1": ["o1"], "q2": [chosen]}, revision=1)
    stopped = client.post(url("check", form_))
    assert stopped.status_code == 422 and [stop["id"] for stop in stopped.context["stops"]] == ["stop-q2"]


def test_a_questionnaire_with_such_a_list_comes_back_as_it_was():
    source = questionnaire(TAKEN, BEST, extension=[extension("made-up", valueString="x")])
    assert json.loads(read(TAKEN, BEST).source)["item"] == source["item"]
