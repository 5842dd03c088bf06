"""One question a page."""

import json

import pytest
from django.urls import reverse

from smartforms import actions
from smartforms.fhir import ours
from smartforms.models import Response
from smartforms.tests.forms import (
    calculated,
    choice,
    extension,
    fixture,
    form,
    outline_of,
    question,
    questionnaire,
    when,
)
from smartforms.tests.test_repeating import group

SINGLY = {"extension": [{"url": ours.ONE_BY_ONE, "valueBoolean": True}]}
HELP = extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "help"}]})

SUM = question("sum", extension=[calculated("1")])
SECRET = question("secret", extension=[extension("questionnaire-hidden", valueBoolean=True)])


def text(link, **more):
    return {"linkId": link, "type": "display", "text": f"Text {link}", **more}


def pages(*items):
    return [
        (page["title"], page["under"], page["keys"], page.get("above", []))
        for page in form(*items, **SINGLY).pages
    ]


def test_each_question_has_its_page_with_what_is_said_around_it():
    found = pages(
        text("hello"),
        question("name"),
        group("body", text("stem"), question("weight"), text("next"), question("height"), SUM),
        group("table", choice("a", "x", "y"), choice("b", "x", "y"), repeats=True),
        group("outer", group("inner", question("deep", item=[question("child")]), SECRET)),
        text("bye"),
    )  # fmt: skip
    assert found == [
        ("", [], ["q1", "q2"], []),
        ("Body", [], ["q4", "q5"], []),
        ("Body", [], ["q6", "q7", "q8"], ["q4"]),
        ("", [], ["q9"], []),
        ("Inner", ["Outer"], ["q14", "q16"], []),
        ("", [], ["q17"], []),
    ]


def test_no_item_is_lost_or_asked_twice():
    for name in ("pre-visit-intake", "clinic-intake", "phq-9", "all-item-types"):
        outline = form(*json.loads(fixture(name))["item"], **SINGLY)
        shown = [item["key"] for page in outline.pages for item in outline.under(page["keys"])]
        groups = {key for key, item in outline.items.items() if item["type"] == "group"}
        assert sorted(set(shown) - groups) == sorted(set(outline.items) - groups) and len(shown) == len(
            set(shown)
        )
    assert not outline_of("phq-9").is_one_by_one


FORM = questionnaire(
    group(
        "habits",
        text("stem"),
        choice("smoke", "yes", "no", required=True),
        question("many", "integer", enableWhen=[when("smoke", "=", answerCoding={"code": "yes"})]),
        question("drink"),
        text("help", extension=[HELP]),
    ),
    question("else"),
    **SINGLY,
)


@pytest.fixture
def begun(cast, client, sign_in, at):
    template = actions.import_questionnaire(
        text=json.dumps(FORM), clinic=cast.harbour, by=None, at=at
    ).template
    sent = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    sign_in(client, cast.ana)
    client.get(url("open", sent))
    return sent


def url(name, sent, *more):
    return reverse(f"smartforms:{name}", args=[sent.patient_id, sent.pk, *more])


def go(client, sent, number, **values):
    revision = Response.objects.get(assignment=sent).revision
    return client.post(url("page", sent, number), {"revision": revision, "asked": list(values), **values}).url


def test_pages_that_are_not_asked_are_passed_over_and_the_count_is_honest(client, begun):
    page = client.get(url("page", begun, 1))
    assert page.context["part"] == "Question 1 of about 3"
    assert (page.context["title"], page.context["parts"]) == ("Habits", [])
    assert go(client, begun, 1, q3="o2") == url("page", begun, 3)
    assert go(client, begun, 1, q3="o1") == url("page", begun, 2)
    second = client.get(url("page", begun, 2))
    assert second.context["part"] == "Question 2 of about 4"
    assert "Text stem" in second.text and "Text help" in second.text and 'name="q3"' not in second.text
    assert go(client, begun, 2, q4="5") == url("page", begun, 3)
    assert go(client, begun, 3, q5="tea") == url("page", begun, 4)
    assert go(client, begun, 4, q7="no") == url("check", begun)
    check = client.get(url("check", begun))
    assert [(s["title"], [row["answer"] for row in s["rows"]]) for s in check.context["sections"]] == [
        ("Habits", ["Yes", "5", "tea"]),
        ("Test form", ["no"]),
    ]
    assert client.post(url("check", begun)).url == url("sent", begun)


def test_a_required_question_keeps_its_page(client, begun):
    revision = Response.objects.get(assignment=begun).revision
    answer = client.post(url("page", begun, 1), {"revision": revision, "asked": ["q3"]})
    assert answer.status_code == 422
