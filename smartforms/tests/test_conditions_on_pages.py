"""Questions that depend on answers: revealed on Continue without scripts, and at once with them."""

import pytest
from django.urls import reverse

from common.tests.moment import AT
from smartforms import actions
from smartforms.models import Response
from smartforms.tests.forms import fixture


@pytest.fixture
def review(cast, client, sign_in, at):
    """Ana fills the review of systems, a real form; its second page depends on its first question."""
    template = actions.import_questionnaire(
        text=fixture("review-of-systems"), clinic=cast.harbour, by=None, at=at
    ).template
    assignment = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    sign_in(client, cast.ana)
    client.get(reverse("smartforms:open", args=[assignment.patient_id, assignment.pk]))
    return assignment


def go(client, form, number, **values):
    revision = Response.objects.get(assignment=form).revision
    address = reverse("smartforms:page", args=[form.patient_id, form.pk, number])
    return client.post(address, {"revision": revision, **values})


def test_starting_values_are_there(review):
    assert Response.objects.get(assignment=review).answers == {"q1": [False]}


def test_pages_that_are_not_asked_are_passed_over(client, review):
    assert go(client, review, 1, asked="q1", q1="no").url.endswith("/check/")
    assert go(client, review, 1, asked="q1", q1="yes").url.endswith("/2/")


def test_questions_not_asked_yet_are_not_in_the_page(client, review):
    go(client, review, 1, asked="q1", q1="yes")
    text = client.get(reverse("smartforms:page", args=[review.patient_id, review.pk, 2])).text
    shown, _open, waiting = text.partition('data-question="q4" hidden><template>')
    assert 'name="q3"' in shown and 'name="q4"' not in shown and 'name="q4"' in waiting


def test_continue_brings_them_and_says_so(client, review):
    go(client, review, 1, asked="q1", q1="yes")
    systems = [f"q{n}" for n in range(3, 25, 2)]  # eleven, each with a comment that waits for a yes
    again = go(client, review, 2, asked=systems, q3="yes", q5="yes")
    assert again.url.endswith("/2/?more=2#q4-question")
    text = client.get(again.url).text
    assert "We have 2 more questions because of your answers." in text
    assert 'data-question="q4" hidden' not in text and 'data-question="q8" hidden><template>' in text
    done = go(client, review, 2, asked=[*systems, "q4", "q6"], q3="yes", q4="Tired", q5="yes", q6="")
    assert done.url.endswith("/check/")


def test_taking_an_answer_back_takes_what_hung_on_it_along_at_sending(client, review):
    go(client, review, 1, asked="q1", q1="yes")
    go(client, review, 2, asked=["q3", "q4"], q3="yes", q4="Tired")
    go(client, review, 2, asked=["q3"], q3="no")
    assert Response.objects.get(assignment=review).answers["q4"] == [
        "Tired"
    ]  # still there if she changes her mind
    client.post(reverse("smartforms:check", args=[review.patient_id, review.pk]))
    assert Response.objects.get(assignment=review).answers == {"q1": [True], "q3": [False]}


def test_required_does_not_bind_what_is_not_asked(cast, client, sign_in, at):
    import json

    from smartforms.tests.forms import choice, question, questionnaire, when

    text = json.dumps(
        questionnaire(
            choice("smoke", "yes", "no", required=True),
            question(
                "many",
                "integer",
                required=True,
                enableWhen=[when("smoke", "=", answerCoding={"code": "yes"})],
            ),
        )
    )
    template = actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).template
    form = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    sign_in(client, cast.ana)
    client.get(reverse("smartforms:open", args=[form.patient_id, form.pk]))
    assert "more=1" in go(client, form, 1, asked="q1", q1="o1").url
    assert go(client, form, 1, asked=["q1", "q2"], q1="o1", q2="").status_code == 422
    assert go(client, form, 1, asked=["q1", "q2"], q1="o2", q2="").url.endswith("/check/")
    assert client.post(reverse("smartforms:check", args=[form.patient_id, form.pk])).url.endswith("/sent/")
    assert Response.objects.get(assignment=form).answers == {"q1": ["o2"]}


def test_the_list_of_answers_names_the_group_a_question_stands_in(cast, client, sign_in, at):
    version = actions.import_questionnaire(
        text=fixture("pre-visit-intake"), clinic=cast.harbour, by=None, at=at
    ).version
    form = actions.assign(
        template=version.template, patient=cast.ana_record, account=cast.ana, by=None, at=at
    )
    response = actions.open_form(assignment=form, by=cast.ana, at=at)
    from smartforms.presenters.sections import sections

    titles = [section["title"] for section in sections(response, at=AT)]
    assert titles[:2] == [
        "Medical History (1 of 4): Past / Chronic Conditions",
        "Medical History (1 of 4): Surgeries & Procedures",
    ]
    assert titles[-2:] == [
        "Medications & Supplements: Current Medications",
        "Medications & Supplements: Supplements / Vitamins",
    ]
