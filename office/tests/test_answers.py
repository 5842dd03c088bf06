"""Submitted answers: for whom, in which words, and what the others are told."""

import pytest
from django.urls import reverse

from audit.models import Event
from clinic.models.clinic import Role
from common.tests import paper
from common.tests.moment import AT
from office.tests.forms import administrative
from records.models import CareRelation
from smartforms.actions import assign, open_form, submit
from smartforms.models import Response
from smartforms.publishing import import_questionnaire
from smartforms.shipped import shipped
from smartforms.tests.factories import key_of


def answers_of(client, form):
    return client.get(reverse("office:answers", args=[form.patient_id, form.pk]))


def words_of(form) -> str:
    """What was written in one's own words."""
    return form.response.answers[key_of("words")][0]


@pytest.fixture
def petra_reads(cast, client, sign_in):
    sign_in(client, cast.petra_account)
    return lambda form: answers_of(client, form)


def test_the_answers_as_they_were_asked(cast, petra_reads):
    answer = petra_reads(cast.ana_sent)
    assert (answer.status_code, answer.context["title"]) == (200, "Harbour intake")
    assert answer.context["sections"] == [
        {
            "title": "How you feel",
            "intro": "",
            "rows": [
                {"term": "How do you feel?", "answer": "Well"},
                {"term": "In your own words", "answer": words_of(cast.ana_sent)},
            ],
        },
        {"title": "How you sleep", "intro": "", "rows": [{"term": "How many hours?", "answer": "7"}]},
    ]
    assert "Sent by Ana Cast (ana@example.org) on Tuesday 17 November 2026, 9:00 am." in answer.text


def test_the_score_comes_first(cast, petra_reads, settings):
    library = settings.BASE_DIR / "smartforms" / "library" / "phq-9.json"
    template = import_questionnaire(
        text=library.read_text(), clinic=cast.harbour, by=cast.nora, at=AT
    ).template
    form = assign(
        template=template,
        patient=cast.ana_record,
        account=cast.ana,
        by=cast.nora,
        at=AT,
        practitioner=cast.petra,
    )
    response = open_form(assignment=form, by=cast.ana, at=AT)
    items = form.version.outline.items
    ticks = {key: [item["options"][2]["key"]] for key, item in items.items() if item.get("options")}
    Response.objects.filter(pk=response.pk).update(answers=ticks, saved_by=cast.ana, saved_at=AT, revision=1)
    assert submit(assignment=form, by=cast.ana, at=AT) == {}
    answer = petra_reads(form)
    assert answer.context["scores"] == [
        {
            "term": "Patient health questionnaire 9 item total score",
            "answer": "18",
            "band": "moderately severe",
            "tone": "bad",
            "last": "",
            "trend": None,
        }
    ]
    text = answer.text
    assert text.index('<h2 id="scores">Score</h2>') < text.index("<h2>Answers</h2>")


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("finn", "Answers about health are read by those who care for Ana Cast: Petra Cast."),
        ("nora", "Answers about health are read by those who care for Ana Cast: Petra Cast."),
        ("quinn_account", "Answers about health are read by those who care for Ana Cast: Petra Cast."),
    ],
)
def test_others_are_told_who_can(cast, client, sign_in, who, words):
    answer = answers_of(sign_in(client, getattr(cast, who)), cast.ana_sent)
    assert (answer.status_code, answer.context["reason"]) == (403, words)
    assert words_of(cast.ana_sent) not in answer.text


def test_when_nobody_cares_it_says_so(cast, client, sign_in):
    CareRelation.objects.filter(patient=cast.ana_record).update(until=AT)
    answer = answers_of(sign_in(client, cast.petra_account), cast.ana_sent)
    assert (answer.status_code, answer.context["reason"]) == (
        403,
        "Answers about health are read by practitioners who care for Ana Cast. Nobody does yet.",
    )


def test_a_draft_is_still_the_patients_own(cast, petra_reads):
    answer = petra_reads(cast.ana_open)
    assert (answer.status_code, answer.context["reason"]) == (
        403,
        "Ana Cast has not sent this form yet. Until then the answers are theirs alone.",
    )


def test_the_front_desk_reads_administrative_forms(cast, client, sign_in):
    form = administrative(cast)
    answer = answers_of(sign_in(client, cast.finn), form)
    assert (answer.status_code, answer.context["sections"][0]["rows"][1]["answer"]) == (200, "A red van")
    cast.finn.memberships.update(roles=[Role.BILLING])
    assert answers_of(client, form).status_code == 404


def test_reading_and_being_refused_are_written_down(cast, client, sign_in):
    answers_of(sign_in(client, cast.petra_account), cast.ana_sent)
    answers_of(sign_in(client, cast.finn), cast.ana_sent)
    events = Event.objects.filter(target=str(cast.ana_sent.pk), verb__startswith="answers.").order_by("id")
    assert [(event.verb, event.actor, event.patient) for event in events] == [
        ("answers.opened", cast.petra_account.pk, cast.ana_record.pk),
        ("answers.refused", cast.finn.pk, cast.ana_record.pk),
    ]


# On paper -----------------------------------------------------------------------------------------


def paper_of(client, form):
    return client.get(reverse("office:answers_paper", args=[form.patient_id, form.pk]))


def test_the_answers_on_paper_name_the_account_that_sent_them(cast, client, petra_reads):
    assert (
        reverse("office:answers_paper", args=[cast.ana_record.pk, cast.ana_sent.pk])
        in petra_reads(cast.ana_sent).text
    )
    answer = paper_of(client, cast.ana_sent)
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "application/pdf", "no-store, private",
    )  # fmt: skip
    printed = paper.words(answer.content)
    assert "Sent by Ana Cast (ana@example.org) on Tuesday 17 November 2026, 9:00 am." in printed
    assert words_of(cast.ana_sent) in printed


def test_paper_is_for_those_who_read_the_page_and_is_written_down(cast, client, sign_in):
    assert paper_of(sign_in(client, cast.petra_account), cast.ana_sent).status_code == 200
    refused = paper_of(sign_in(client, cast.nora), cast.ana_sent)
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert paper_of(client, cast.ana_open).status_code == 403
    assert paper_of(client, cast.zoe_sent).status_code == 404
    events = Event.objects.filter(target=str(cast.ana_sent.pk), verb__startswith="answers.").order_by("id")
    assert [(event.verb, event.actor) for event in events] == [
        ("answers.printed", cast.petra_account.pk),
        ("answers.refused", cast.nora.pk),
    ]


def test_more_than_one_print_may_hold_is_told(cast, client, sign_in, monkeypatch):
    monkeypatch.setattr("common.pdf.LARGEST", 100)
    sign_in(client, cast.petra_account)
    answer = paper_of(client, cast.ana_sent)
    assert (answer.status_code, answer.url) == (
        302, reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk]),
    )  # fmt: skip


def test_staff_read_the_questions_in_their_language_and_the_paper_is_as_it_was_asked(
    cast, client, petra_reads
):
    template = import_questionnaire(
        text=shipped()["medication-list"].text, clinic=cast.harbour, by=None, at=AT
    ).template
    form = assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=AT)
    response = open_form(assignment=form, by=cast.ana, at=AT)
    takes = next(key for key, item in form.version.outline.items.items() if item["linkId"] == "takes")
    Response.objects.filter(pk=response.pk).update(
        answers={takes: [True]}, language="fr", submitted_by=cast.ana, submitted_at=AT
    )
    page = petra_reads(form).text
    assert "Do you take any medicine" in page and "Prenez-vous" not in page
    assert "The questions were read in French; the PDF shows them so." in page
    printed = client.get(reverse("office:answers_paper", args=[form.patient_id, form.pk])).content
    assert "Prenez-vous un médicament" in paper.words(printed)
