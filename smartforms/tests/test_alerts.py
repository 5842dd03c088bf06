"""Answers that must not wait: the tray, the mail, and whom to call."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from common.tests.moment import AT
from outbox.delivery import drain
from outbox.models import Message
from records.models import CareRelation, Grant
from records.models.access import Level
from smartforms import alerts
from smartforms.actions import submit
from smartforms.models import Preferences
from smartforms.tests import alerting
from tray.models import Item

WORDS = "I never told anybody this"


@pytest.fixture
def template(cast):
    return alerting.template_of(cast.harbour, by=cast.nora)


@pytest.fixture
def waiting(cast, template):
    return alerting.sent_to(cast, template, practitioner=cast.petra)


def mailed_to() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind__in=["smartforms.alert", "smartforms.completed"])
    return sorted((row.kind, str(row.account_id)) for row in rows)


def test_an_alert_waits_in_the_tray_once_however_often_the_form_is_sent(cast, waiting):
    response = alerting.send_in(waiting, by=cast.ana, tired=2, dark=2, words=WORDS)
    assert submit(assignment=waiting, by=cast.ana, at=AT) == {}
    assert list(Item.objects.values_list("kind", "target", "patient", "clinic", "put_at", "done_at")) == [
        ("form.alert", f"smartforms.response:{response.pk}", cast.ana_record.pk, cast.harbour.pk, AT, None)
    ]
    assert mailed_to() == [("smartforms.alert", str(cast.petra_account.pk))]
    assert Event.objects.filter(verb="form.alerted", target=str(waiting.pk)).count() == 1


def test_harmless_answers_raise_none_and_the_practitioner_hears_that_it_came(cast, waiting):
    alerting.send_in(waiting, by=cast.ana, tired=2, dark=0)
    assert Item.objects.filter(kind=alerts.KIND).count() == 0
    assert mailed_to() == [("smartforms.completed", str(cast.petra_account.pk))]


def test_without_a_practitioner_all_who_care_are_told(cast, template):
    CareRelation.objects.create(practitioner=cast.quinn, patient=cast.ana_record, since=AT, why="visit")
    alerting.send_in(alerting.sent_to(cast, template), by=cast.ana, dark=1)
    assert mailed_to() == sorted(
        ("smartforms.alert", str(one.pk)) for one in (cast.petra_account, cast.quinn_account)
    )


def test_where_nobody_cares_managers_and_owners_are_told(cast, template):
    CareRelation.objects.filter(patient=cast.ana_record).update(until=AT)
    form = alerting.sent_to(cast, template)
    alerting.send_in(form, by=cast.ana, dark=1)
    assert mailed_to() == [("smartforms.alert", str(cast.nora.pk))]
    drain(at=AT)
    assert reverse("office:patient_forms", args=[cast.ana_record.pk]) in mail.outbox[-1].body


def test_the_mail_says_neither_whose_nor_what(cast, waiting):
    alerting.send_in(waiting, by=cast.ana, dark=2, words=WORDS)
    drain(at=AT)
    (sent,) = [one for one in mail.outbox if one.to == [cast.petra_account.email]]
    assert sent.subject == "Please look at a form today"
    assert reverse("office:answers", args=[cast.ana_record.pk, waiting.pk]) in sent.body
    whole = sent.subject + sent.body + sent.alternatives[0].content
    assert re.findall(rf"Ana|Check-in|Dark thoughts|{WORDS}|PHQ|score|alert", whole) == []


def test_no_mail_leaves_once_somebody_takes_care(cast, waiting):
    alerting.send_in(waiting, by=cast.ana, dark=2)
    assert alerts.take_care(waiting, by=cast.petra_account, at=AT)
    assert not alerts.take_care(waiting, by=cast.quinn_account, at=AT)
    assert Item.objects.values_list("done_by", "done_at").get() == (cast.petra_account.pk, AT)
    assert Event.objects.filter(verb="alert.taken").count() == 1
    drain(at=AT)
    assert [one for one in mail.outbox if one.to == [cast.petra_account.email]] == []


def test_nobody_who_left_the_team_is_mailed(cast, waiting):
    alerting.send_in(waiting, by=cast.ana, dark=2)
    cast.petra_account.memberships.update(ended_at=AT)
    drain(at=AT)
    assert [one for one in mail.outbox if one.to == [cast.petra_account.email]] == []


def test_the_practitioner_hears_that_a_form_was_sent_in(cast, waiting):
    alerting.send_in(waiting, by=cast.ana, dark=0)
    drain(at=AT)
    (sent,) = [one for one in mail.outbox if one.to == [cast.petra_account.email]]
    assert (sent.subject, "Ana" in sent.body, "Check-in" in sent.body) == ("A form was sent in", False, False)


# Whom to call -------------------------------------------------------------------------------------


def crisis_on(client, name, form, *more):
    answer = client.get(reverse(f"smartforms:{name}", args=[form.patient_id, form.pk, *more]))
    assert answer.status_code == 200
    return answer


def test_whom_to_call_stands_on_every_page_from_that_answer_on(cast, client, sign_in, waiting):
    sign_in(client, cast.ana)
    alerting.answer(waiting, by=cast.ana, tired=1)
    assert crisis_on(client, "page", waiting, 1).context["crisis"]["is_hidden"] is True
    alerting.answer(waiting, by=cast.ana, dark=1)
    cast.harbour.phone, cast.harbour.emergency_line = "(902) 555-0100", "In an emergency call 911."
    cast.harbour.save()
    told = {
        "title": "If you need help now, please do not wait for us",
        "text": "Nobody at the clinic reads your answers before you send them.",
        "help": "Call us: (902) 555-0100.\nIn an emergency call 911.",
        "is_hidden": False,
    }
    assert crisis_on(client, "page", waiting, 1).context["crisis"] == told
    assert crisis_on(client, "check", waiting).context["crisis"] == told
    assert submit(assignment=waiting, by=cast.ana, at=AT) == {}
    sent = crisis_on(client, "sent", waiting)
    assert sent.context["crisis"]["text"] == (
        "The clinic is told of your answers, but perhaps nobody reads them right away."
    )
    assert "In an emergency call 911." in sent.text


def test_the_clinics_own_words_come_first(cast, client, sign_in, waiting):
    Preferences.objects.create(clinic=cast.harbour, crisis_words="Call or text 9-8-8, day and night.")
    alerting.answer(waiting, by=cast.ana, dark=1)
    answer = crisis_on(sign_in(client, cast.ana), "check", waiting)
    assert answer.context["crisis"]["help"] == "Call or text 9-8-8, day and night."


def test_autosave_tells_the_page_at_once(cast, client, sign_in, waiting):
    alerting.answer(waiting, by=cast.ana, tired=1)
    sign_in(client, cast.ana)
    url = reverse("smartforms:answers", args=[waiting.patient_id, waiting.pk, 1])
    assert client.get(url).json()["help"] is False
    alerting.answer(waiting, by=cast.ana, dark=2)
    assert client.get(url).json()["help"] is True


def test_forms_without_alerts_say_nothing(cast, client, sign_in):
    answer = crisis_on(sign_in(client, cast.ana), "sent", cast.ana_sent)
    assert (answer.context["crisis"], "data-help" in answer.text) == (None, False)


def test_who_may_not_read_back_yet_still_reads_whom_to_call(cast, client, sign_in, waiting):
    alerting.send_in(waiting, by=cast.ana, dark=1)
    Grant.objects.filter(pk=cast.ana_grant.pk).update(level=Level.LIMITED)
    User.objects.filter(pk=cast.ana.pk).update(verified_at=None)
    answer = sign_in(client, cast.ana).get(reverse("smartforms:sent", args=[waiting.patient_id, waiting.pk]))
    assert (answer.status_code, answer.context["reason"]) == (403, "unverified")
    assert "please do not wait for us" in answer.text
