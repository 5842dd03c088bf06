"""Corrections beside what was sent: written once, read by both sides, told to the practitioner."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from common.tests import paper
from common.tests.moment import AT
from outbox.delivery import drain
from outbox.models import Message
from smartforms import addenda
from smartforms.models import Addendum, Response

WORDS = "I sleep 6 hours, not 7"


def post(client, form, words=WORDS):
    return client.post(reverse("smartforms:correction", args=[form.patient_id, form.pk]), {"words": words})


@pytest.fixture
def ana_in(cast, client, sign_in):
    return sign_in(client, cast.ana)


def test_a_correction_stands_beside_the_answers_which_stay(cast, ana_in):
    before = Response.objects.values().get(assignment=cast.ana_sent)
    for _pressed_twice in range(2):
        answer = post(ana_in, cast.ana_sent)
        assert (answer.status_code, answer.url) == (
            302, reverse("smartforms:sent", args=[cast.ana_record.pk, cast.ana_sent.pk]),
        )  # fmt: skip
    assert Response.objects.values().get(assignment=cast.ana_sent) == before
    assert list(Addendum.objects.values_list("words", "by", "at", "from_clinic")) == [
        (WORDS, cast.ana.pk, AT, False)
    ]
    sent = ana_in.get(answer.url)
    assert sent.context["addenda"] == [
        {"who": "Ana Cast", "when": "Tuesday 17 November 2026, 9:00 am", "words": WORDS}
    ]
    assert Event.objects.filter(verb="form.corrected", patient=cast.ana_record.pk).count() == 1


def test_the_practitioner_hears_of_it_and_not_what_it_says(cast, ana_in):
    post(ana_in, cast.ana_sent)
    drain(at=AT)
    (told,) = [one for one in mail.outbox if one.to == [cast.petra_account.email]]
    assert told.subject == "A form was corrected"
    assert reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk]) in told.body
    assert [word for word in (WORDS, "Ana", "Harbour intake") if word in told.body] == []


def test_corrections_without_end_are_stopped_and_the_words_stay(cast, ana_in):
    for n in range(20):
        assert post(ana_in, cast.ana_sent, f"Word {n}").status_code == 302
    answer = post(ana_in, cast.ana_sent, "One more")
    assert (answer.status_code, answer.context["form"].errors) == (
        422, {"words": ["You have added many corrections today. Please call the clinic"]},
    )  # fmt: skip
    assert "One more" in answer.text and Addendum.objects.count() == 20
    told = {"words": "From us", "from_clinic": True, "by": cast.petra_account, "at": AT}
    assert addenda.add(cast.ana_sent, **told).from_clinic


def test_nothing_is_no_correction(cast, ana_in):
    answer = post(ana_in, cast.ana_sent, "  ")
    assert (answer.status_code, answer.context["form"].errors) == (
        422, {"words": ["Write what should be corrected"]},
    )  # fmt: skip
    answer = post(ana_in, cast.ana_sent, "x" * 2001)
    assert answer.context["form"].errors == {"words": ["Use at most 2,000 characters"]}
    assert "x" * 2001 in answer.text
    assert Addendum.objects.count() == 0


def test_a_form_not_sent_yet_is_changed_and_not_corrected(cast):
    with pytest.raises(addenda.NotSent):
        addenda.add(cast.ana_open, words="x", from_clinic=False, by=cast.ana, at=AT)


def test_it_is_on_the_paper_too_and_markup_stays_words(cast, ana_in):
    post(ana_in, cast.ana_sent, "<script>#read('/etc/passwd')</script>")
    printed = paper.words(
        ana_in.get(reverse("smartforms:paper", args=[cast.ana_record.pk, cast.ana_sent.pk])).content
    )
    assert "Corrections" in printed and "<script>#read('/etc/passwd')</script>" in printed.replace("’", "'")
    sent = ana_in.get(reverse("smartforms:sent", args=[cast.ana_record.pk, cast.ana_sent.pk]))
    assert "<script>#read" not in sent.text


@pytest.mark.parametrize("change", [{"words": "other"}, {"from_clinic": True}, None])
def test_a_correction_is_never_changed_or_removed(cast, change):
    addenda.add(cast.ana_sent, words=WORDS, from_clinic=False, by=cast.ana, at=AT)
    with pytest.raises(IntegrityError, match="a correction is never"), transaction.atomic():
        Addendum.objects.update(**change) if change else Addendum.objects.all().delete()


def test_a_correction_says_something(cast):
    with pytest.raises(IntegrityError, match="smartforms_addendum_says_something"), transaction.atomic():
        Addendum.objects.create(
            response=cast.ana_sent.response, words="", at=AT, by=cast.ana, from_clinic=False
        )


# By the team --------------------------------------------------------------------------------------


def test_who_reads_the_answers_corrects_them_and_both_sides_read_it(cast, client, sign_in):
    sign_in(client, cast.petra_account)
    url = reverse("office:addendum", args=[cast.ana_record.pk, cast.ana_sent.pk])
    answer = client.post(url, {"words": WORDS})
    assert (answer.status_code, answer.url) == (
        302, reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk]),
    )  # fmt: skip
    assert [row["who"] for row in client.get(answer.url).context["addenda"]] == ["Petra Cast"]
    seen = sign_in(client, cast.ana).get(
        reverse("smartforms:sent", args=[cast.ana_record.pk, cast.ana_sent.pk])
    )
    assert [(row["who"], row["words"]) for row in seen.context["addenda"]] == [("The clinic", WORDS)]
    assert "Petra" not in str(seen.context["addenda"])
    assert not Message.objects.filter(kind="smartforms.corrected").exists()


def test_staff_read_which_account_wrote(cast, client, sign_in):
    addenda.add(cast.ana_sent, words=WORDS, from_clinic=False, by=cast.ana, at=AT)
    answer = sign_in(client, cast.petra_account).get(
        reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk])
    )
    assert [row["who"] for row in answer.context["addenda"]] == ["Ana Cast (ana@example.org)"]


@pytest.mark.parametrize("who", ["finn", "nora", "quinn_account"])
def test_others_correct_nothing(cast, client, sign_in, who):
    url = reverse("office:addendum", args=[cast.ana_record.pk, cast.ana_sent.pk])
    assert sign_in(client, getattr(cast, who)).post(url, {"words": WORDS}).status_code == 403
    assert Addendum.objects.count() == 0
