"""A form somebody sent before: what changed, what the score was, and how it went."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common.tests.moment import AT
from smartforms.tests import alerting
from smartforms.tests.forms import question


def days_ago(n):
    return AT - timedelta(days=n)


@pytest.fixture
def template(cast):
    return alerting.template_of(cast.harbour, by=cast.nora)


def sent(cast, template, *, at=AT, by=None, patient=None, **given):
    form = alerting.sent_to(cast, template, at=at, patient=patient, account=by)
    alerting.send_in(form, by=by or cast.ana, at=at, **given)
    return form


@pytest.fixture
def page(cast, client, sign_in):
    sign_in(client, cast.petra_account)

    def look(form):
        answer = client.get(reverse("office:answers", args=[form.patient_id, form.pk]))
        assert answer.status_code == 200
        return answer

    return look


def test_changes_and_last_time_come_before_the_answers(cast, template, page):
    sent(cast, template, at=days_ago(30), tired=0, dark=0, words="Long ago")
    sent(cast, template, at=days_ago(7), tired=0, dark=0, words="As ever")
    answer = page(sent(cast, template, tired=2, dark=0))
    assert (answer.context["since"], answer.context["changes"]) == (
        "Changed since 10 Nov 2026",
        [
            {"term": "What about tired?", "before": "Never", "now": "Daily"},
            {"term": "What about words?", "before": "As ever", "now": ""},
        ],
    )
    (score,) = answer.context["scores"]
    assert [score[name] for name in ("answer", "band", "tone", "last")] == [
        "2", "stormy", "bad", "0, calm, on 10 Nov 2026",
    ]  # fmt: skip
    assert [row["value"] for row in score["trend"]["rows"]] == ["2", "0", "0"]
    text = answer.text
    places = [text.index(f"<h2{head}") for head in (' id="scores">', ' id="changes">', ">Answers</h2>")]
    assert places == sorted(places)
    assert "Long ago" not in text


def test_a_first_form_has_nothing_to_compare(cast, template, page):
    answer = page(sent(cast, template, tired=1))
    assert (answer.context["since"], answer.context["changes"]) == ("", [])
    assert answer.context["scores"][0]["last"] == ""


def test_the_same_answers_say_so(cast, template, page):
    sent(cast, template, at=days_ago(1), tired=1)
    answer = page(sent(cast, template, tired=1))
    assert (answer.context["changes"], "Every answer is the same." in answer.text) == ([], True)


def test_only_earlier_ones_of_the_same_patient_and_form_count(cast, template, page):
    """A later one, another patient's and another form's are there to leak."""
    other = alerting.template_of(cast.harbour, by=cast.nora, file=alerting.check_in(url="urn:other"))
    form = sent(cast, template, at=days_ago(5), tired=1, words="Mine")
    sent(cast, template, at=days_ago(1), tired=2, words="Later")
    sent(cast, template, at=days_ago(6), by=cast.ben, patient=cast.kit_record, tired=2, words="Kit’s")
    sent(cast, other, at=days_ago(6), tired=2, words="Other form")
    answer = page(form)
    assert (answer.context["since"], answer.context["scores"][0]["trend"]) == ("", None)
    assert [word for word in ("Later", "Kit’s", "Other form") if word in answer.text] == []


def test_a_new_version_compares_with_the_old_one(cast, page):
    file = alerting.check_in(url="urn:check-in")
    old = alerting.template_of(cast.harbour, by=cast.nora, file=file)
    sent(cast, old, at=days_ago(9), tired=0, dark=0)
    file["item"].insert(0, question("first"))
    new = alerting.template_of(cast.harbour, by=cast.nora, file=file)
    assert new == old
    answer = page(sent(cast, new, tired=0, dark=2))
    assert answer.context["changes"] == [{"term": "What about dark?", "before": "Never", "now": "Daily"}]
    assert [row["value"] for row in answer.context["scores"][0]["trend"]["rows"]] == ["2", "0"]


def test_at_most_twelve_are_drawn(cast, template, page):
    for n in range(14, 0, -1):
        sent(cast, template, at=days_ago(n), tired=1)
    (score,) = page(sent(cast, template, tired=1)).context["scores"]
    assert len(score["trend"]["dots"]) == 12
