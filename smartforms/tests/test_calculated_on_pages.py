"""Values, conditions and rules on the pages: shown without scripts, asked for after saves, kept once sent."""

import json

import pytest
from django.urls import reverse

from common.tests.moment import AT
from smartforms import actions
from smartforms.engine import standing
from smartforms.fhir.exporter import export_response
from smartforms.models import Response
from smartforms.tests.forms import extension, fixture, formula, question, questionnaire, rule
from smartforms.tests.long_form import PARTS, long_form
from smartforms.tests.test_standing import answer_of, worked


@pytest.fixture
def given(cast, client, sign_in, at):
    """`given(file)`: a form for Ana, opened by her."""
    sign_in(client, cast.ana)

    def given(text):
        template = actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).template
        form = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
        client.get(url("open", form))
        return form

    return given


def url(name, form, *more):
    return reverse(f"smartforms:{name}", args=[form.patient_id, form.pk, *more])


def typed(form, **values):
    revision = Response.objects.get(assignment=form).revision
    return {"revision": revision, "asked": list(values), "then": "continue", **values}


def rows(context):
    return {row["term"]: row["answer"] for section in context["sections"] for row in section["rows"]}


def shown_value(html, key):
    _before, _sep, rest = html.partition(f'data-worked-out="{key}"')
    return rest.partition(">")[2].partition("</output>")[0]


def test_a_value_is_read_on_the_page_the_check_page_and_the_copy_and_exported(given, client):
    form = given(fixture("bmi-weight-height"))
    page = client.get(url("page", form, 1)).text
    assert shown_value(page, "q4") == "Worked out from your answers"
    assert '<span class="label" id="q4_label">BMI</span>' in page and 'name="q4"' not in page
    client.post(url("page", form, 1), typed(form, q1="70", q3="68", q4="99"))
    assert shown_value(client.get(url("page", form, 1)).text, "q4") == "23.5 kg/m²"
    assert rows(client.get(url("check", form)).context)["BMI"] == "23.5 kg/m²"
    assert Response.objects.get(assignment=form).answers == {"q1": ["70"], "q3": ["68"]}
    copy = client.get(client.post(url("check", form)).url)
    assert rows(copy.context)["BMI"] == "23.5 kg/m²"
    response = Response.objects.get(assignment=form)
    assert response.answers["q4"] == ["23.5"]
    exported = {item["linkId"]: item["answer"] for item in export_response(response)["item"]}
    assert exported["/39156-5"] == [{"valueDecimal": 23.5}]


def test_a_score_stands_on_the_check_page_and_by_itself_once_sent(given, client):
    form = given(fixture("gad-7"))
    keys = [key for key, item in form.version.outline.items.items() if item["type"] == "choice"]
    client.post(url("page", form, 1), typed(form, **dict.fromkeys(keys, "o3")))
    assert "14" in rows(client.get(url("check", form)).context).values()
    copy = client.get(client.post(url("check", form)).url)
    assert [row["answer"] for row in copy.context["scores"]] == ["14"]
    assert "14" not in rows(copy.context).values()


def test_a_save_works_nothing_out_and_the_page_asks_afterwards(
    given, client, django_assert_num_queries, monkeypatch
):
    form = given(fixture("bmi-weight-height"))
    client.post(url("answers", form, 1), typed(form, q1="70"))
    with monkeypatch.context() as patched, django_assert_num_queries(4):  # session, account, form, save
        patched.setattr(standing, "Working", None)
        kept = client.post(url("answers", form, 1), typed_at(1, q1="70", q3="68")).json()
    assert (kept["revision"], "enabled" in kept) == (2, False)
    with django_assert_num_queries(3):
        state = client.get(url("answers", form, 1)).json()
    assert state["worked_out"] == {"q4": "23.5 kg/m²"}


def typed_at(revision, **values):
    return {"revision": revision, "asked": list(values), **values}


def test_a_formula_brings_a_question_on_continue(given, client):
    asked_if = [formula("enableWhenExpression", f"{answer_of('a')} = 'x'")]
    form = given(json.dumps(questionnaire(question("a"), question("b", required=True, extension=asked_if))))
    assert 'data-question="q2" hidden' in client.get(url("page", form, 1)).text
    assert client.post(url("page", form, 1), typed(form, q1="x")).url.endswith("/1/?more=1#q2-question")
    assert client.post(url("check", form)).status_code == 422
    client.post(url("page", form, 1), typed(form, q1="y"))
    assert client.post(url("check", form)).url == url("sent", form)


def test_a_broken_rule_stands_beside_its_question_and_stops_sending(given, client):
    later = rule("answer.value > %resource.item.first().answer.value", "The end comes after the beginning")
    form = given(
        json.dumps(questionnaire(question("from", "integer"), question("to", "integer", extension=[later])))
    )
    refused = client.post(url("page", form, 1), typed(form, q1="5", q2="4"))
    assert refused.status_code == 422
    assert refused.context["page"].errors == [("q2", "The end comes after the beginning")]
    assert Response.objects.get(assignment=form).answers == {"q1": [5], "q2": [4]}, "kept, not lost"
    stopped = client.post(url("check", form))
    assert [stop["message"] for stop in stopped.context["stops"]] == ["The end comes after the beginning"]
    client.post(url("page", form, 1), typed(form, q1="5", q2="6"))
    assert client.post(url("check", form)).url == url("sent", form)


def test_what_a_formula_makes_of_an_answer_stays_text(given, client):
    form = given(
        json.dumps(questionnaire(question("a"), worked("b", "string", f"{answer_of('a')} & '<b>!'")))
    )
    client.post(url("page", form, 1), typed(form, q1="<script>alert(1)</script>{{7*7}}"))
    shown = shown_value(client.get(url("page", form, 1)).text, "q2")
    assert shown == "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}&lt;b&gt;!"


def test_a_long_form_works_out_only_what_a_page_shows(
    given, client, django_assert_max_num_queries, monkeypatch
):
    form = given(long_form())
    outline = form.version.outline
    asked = [key for key, item in outline.items.items() if item["type"] == "choice"]
    assert (len(outline.items), len(outline.steps[0])) == (PARTS * 20, PARTS)
    Response.objects.filter(assignment=form).update(answers=dict.fromkeys(asked, ["o3"]))
    worked_out = []
    values = standing.Working._values
    monkeypatch.setattr(
        standing.Working, "_values", lambda self, key: worked_out.append(key) or values(self, key)
    )
    with django_assert_max_num_queries(12):
        page = client.get(url("page", form, 7))
    assert len(worked_out) == 1 and shown_value(page.text, worked_out[0]) == "36"
    with django_assert_max_num_queries(12):
        check = client.get(url("check", form))
    assert len(worked_out) == 1 + PARTS
    assert [row["answer"] for s in check.context["sections"] for row in s["rows"]].count("36") == PARTS
    assert client.post(url("check", form)).status_code == 302
    assert (
        sum(Response.objects.get(assignment=form).answers.get(key) == [36] for key in outline.steps[0])
        == PARTS
    )


def test_what_is_asked_is_the_same_whatever_is_worked_out():
    from smartforms.tests.forms import outline_of

    for name in ("phq-9", "hunger-vital-sign", "enablewhen-operators"):
        outline = outline_of(name)
        assert standing.of(outline, {}, at=AT).on == standing.of(outline, {}, at=AT, keys=()).on


def test_a_hidden_score_is_kept_for_staff_and_not_told_to_the_patient(given, client):
    from smartforms.presenters.sections import scores

    source = json.loads(fixture("audit-c"))
    source["item"][-1]["extension"].append(extension("questionnaire-hidden", valueBoolean=True))
    form = given(json.dumps(source))
    client.post(url("page", form, 1), typed(form, q2="o3", q3="o2", q4="o2"))
    assert "data-worked-out" not in client.get(url("page", form, 1)).text
    copy = client.get(client.post(url("check", form)).url)
    response = Response.objects.get(assignment=form)
    assert (copy.context["scores"], response.answers["q5"]) == ([], [3])
    assert [row["answer"] for row in scores(response, for_staff=True)] == ["3, positive screen for women"]
