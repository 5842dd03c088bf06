"""Answers that must not wait, as the team meets them: who reads them, who is told whom to tell, who took care."""

import pytest
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from records.models import CareRelation
from smartforms.tests import alerting
from tray.models import Item

FLAG = {"words": "Dark thoughts", "answer": "“What about dark?”: Daily"}


@pytest.fixture
def alerted(cast):
    """Ana sent answers that must not wait; so did Zoe, of another clinic."""
    for clinic, by, patient, account in (
        (cast.lakeside, cast.omar, cast.zoe_record, cast.zoe),
        (cast.harbour, cast.nora, cast.ana_record, cast.ana),
    ):
        template = alerting.template_of(clinic, by=by)
        form = alerting.sent_to(cast, template, patient=patient, account=account)
        alerting.send_in(form, by=account, tired=1, dark=2, words="A secret")
    return form


def rows_on(client, name, *names):
    answer = client.get(reverse(f"office:{name}", args=names))
    assert answer.status_code == 200
    return answer.context["alerts"], answer.text


def take(client, form):
    return client.post(reverse("office:alert", args=[form.patient_id, form.pk]))


def test_who_cares_reads_the_words_on_all_three_pages(cast, client, sign_in, alerted):
    sign_in(client, cast.petra_account)
    names = [cast.ana_record.pk, alerted.pk]
    told = [
        {
            "patient": "Ana Cast",
            "patient_url": reverse("office:patient", args=[cast.ana_record.pk]),
            "form": "Check-in",
            "when": "Sent in Tue 17 Nov, 9:00 am",
            "flags": [FLAG],
            "answers_url": reverse("office:answers", args=names),
            "take_url": reverse("office:alert", args=names),
        }
    ]
    assert rows_on(client, "forms")[0] == told
    assert rows_on(client, "patient_forms", cast.ana_record.pk)[0] == told
    answers = client.get(reverse("office:answers", args=names))
    assert (answers.context["flags"], answers.context["taken"]) == ([FLAG], "")
    assert answers.text.index('id="flags"') < answers.text.index('id="scores"'), "first while it is open"


@pytest.mark.parametrize("who", ["finn", "nora", "quinn_account"])
def test_the_others_hear_for_whom_and_whom_to_tell(cast, client, sign_in, alerted, who):
    sign_in(client, getattr(cast, who))
    for page in (["forms"], ["patient_forms", cast.ana_record.pk]):
        (row,), text = rows_on(client, *page)
        assert (row["patient"], row["tell"]) == (
            "Ana Cast", "Please tell Petra Cast now. They read what was answered.",
        )  # fmt: skip
        assert [word for word in ("Dark thoughts", "Daily", "A secret", "Seen, I take") if word in text] == []


def test_where_nobody_cares_the_desk_finds_somebody(cast, finn, alerted):
    CareRelation.objects.filter(patient=cast.ana_record).update(until=AT)
    assert rows_on(finn, "forms")[0][0]["tell"] == (
        "Nobody here cares for this patient yet: find a practitioner who can call now."
    )


def test_nothing_of_another_clinic_or_another_patient_shows(cast, client, sign_in, alerted):
    sign_in(client, cast.petra_account)
    assert len(rows_on(client, "forms")[0]) == 1
    assert rows_on(client, "patient_forms", cast.kit_record.pk)[0] == []


def test_somebody_takes_care_and_it_says_who(cast, client, sign_in, alerted):
    sign_in(client, cast.petra_account)
    for _again in range(2):
        answer = take(client, alerted)
        assert (answer.status_code, answer.url) == (
            302, reverse("office:answers", args=[cast.ana_record.pk, alerted.pk]),
        )  # fmt: skip
    assert rows_on(client, "forms")[0] == rows_on(client, "patient_forms", cast.ana_record.pk)[0] == []
    answers = client.get(answer.url)
    assert (answers.context["flags"], answers.context["taken"]) == (
        [FLAG], "Petra Cast took care of it, Tue 17 Nov, 9:00 am.",
    )  # fmt: skip
    taken = Event.objects.filter(verb="alert.taken")
    assert list(taken.values_list("actor", "patient")) == [(cast.petra_account.pk, cast.ana_record.pk)]


@pytest.mark.parametrize("who", ["finn", "nora", "quinn_account"])
def test_nobody_puts_away_what_they_may_not_read(cast, client, sign_in, alerted, who):
    assert take(sign_in(client, getattr(cast, who)), alerted).status_code == 403
    assert Item.objects.filter(done_at=None).count() == 2


def test_looking_at_the_list_is_written_down(cast, finn, alerted):
    rows_on(finn, "forms")
    event = Event.objects.get(verb="alerts.listed")
    assert (event.actor, event.ids) == (cast.finn.pk, [str(cast.ana_record.pk)])


def test_a_form_without_alerts_shows_none(cast, client, sign_in):
    sign_in(client, cast.petra_account)
    assert rows_on(client, "forms")[0] == []
    answer = client.get(reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk]))
    assert answer.context["flags"] == []
