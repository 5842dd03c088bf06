"""Why don't they see the form? Each reason in a sentence, and the button that puts it right, once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from booking.actions.telling import confirmation_key
from booking.tests.factories import HoldFactory
from common.tests.moment import AT, LONG_AGO
from outbox.models import Message
from records.actions import end_access
from records.actions.contacts import keep_contact
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.models import Assignment
from smartforms.tests.factories import AssignmentFactory, ResponseFactory
from tests.story import open_form, sent_form, visit

PAGE, HELP = "/office/reports/forms/", "/office/reports/forms/help/"
SOON, BEFORE = AT + timedelta(days=3), AT - timedelta(days=3)


@pytest.fixture
def robin(cast):
    """A patient of their own: Ben looks in full, Cleo limited as a carer."""
    record = PatientFactory(clinic=cast.harbour, given_name="Robin", family_name="Vale")
    GrantFactory(account=cast.ben, patient=record, relation=Relation.CARER, full=True)
    GrantFactory(account=cast.cleo, patient=record, relation=Relation.CARER)
    return record


def page(client, patient):
    return client.get(PAGE, {"patient": patient.pk})


def press(client, patient, button):
    posted = {"patient": patient.pk} | {name: value for name, value in button.items() if name != "label"}
    answer = client.post(HELP, posted, follow=True)
    return [str(message) for message in answer.context["messages"]]


def only_form(answer):
    (shown,) = answer.context["visits"]
    (form,) = shown["forms"]
    return form


def assess(cast, patient, starts_at=SOON, **fields):
    """A visit whose service brings the intake."""
    return visit(cast.at_harbour, cast.petra, patient, starts_at, service=cast.assessment, **fields)


def bring(cast, made, account, **fields):
    form = AssignmentFactory(
        patient=made.patient, template=cast.form, account=account, sent_at=BEFORE, **fields
    )
    made.assignments.add(form)
    return form


def labels(form):
    return [button["label"] for button in form["buttons"]]


def test_a_service_that_brings_none(cast, finn, robin):
    visit(cast.at_harbour, cast.petra, robin, SOON)
    answer = page(finn, robin)
    assert answer.context["visits"][0]["forms"] == []
    assert "This service brings no form." in answer.text


def test_never_sent_is_sent_once(cast, finn, robin):
    made = assess(cast, robin, by=cast.cleo)
    form = only_form(page(finn, robin))
    assert (form["title"], form["tag_label"], form["said"], labels(form)) == (
        "Harbour intake",
        "Never sent",
        ["The service brings this form, but it was not sent with this visit."],
        ["Send it now"],
    )
    (button,) = form["buttons"]
    assert press(finn, robin, button) == ["The form is sent."]
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]
    sent = made.assignments.get()
    assert (sent.account, sent.sent_by, sent.due_at) == (cast.cleo, cast.finn, SOON - timedelta(hours=24))
    assert Event.objects.get(verb="form.sent").actor == cast.finn.pk


def test_who_booked_and_may_not_look_any_more_gets_none(cast, finn, robin):
    made = assess(cast, robin, by=cast.dov)
    press(finn, robin, only_form(page(finn, robin))["buttons"][0])
    assert made.assignments.get().account is None


def test_a_cancelled_visit_sends_nothing(cast, finn, robin):
    made = assess(cast, robin, cancelled_at=AT, cancelled_by=cast.finn)
    form = only_form(page(finn, robin))
    assert (form["said"], form["buttons"]) == (["The visit was cancelled, so nothing was sent."], [])
    button = {"what": "assign", "visit": made.pk, "template": cast.form.pk}
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]


def test_asked_once_only(cast, finn, robin):
    cast.assessment.service_forms.update(rule="once")
    type(cast.harbour).objects.filter(pk=cast.harbour.pk).update(version=cast.harbour.version + 1)
    sent_form(cast.at_harbour, robin, by=cast.ben, words="x", sent_at=BEFORE)
    assess(cast, robin)
    form = only_form(page(finn, robin))
    assert (form["said"], form["buttons"]) == (
        ["This form is asked once only. It was sent before, Sat 14 Nov."],
        [],
    )


def test_sent_to_an_account_without_access(cast, finn, robin):
    """Ben sees all of it anyway; Cleo could be given it; Dov, to whom it went, cannot see the record."""
    form = bring(cast, assess(cast, robin), cast.dov)
    told = only_form(page(finn, robin))
    assert told["said"] == [
        "Sent Sat 14 Nov to dov@example.org.",
        "dov@example.org has no access to this record now.",
        "cleo@example.org has access, but the form did not go to them.",
        "No mail was sent about this visit.",
    ]
    assert labels(told) == ["Give it to cleo@example.org"]
    (button,) = told["buttons"]
    assert press(finn, robin, button) == ["The form went to cleo@example.org."]
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]
    form.refresh_from_db()
    assert form.account == cast.cleo
    assert Assignment.objects.visible_to(cast.cleo, at=AT).filter(pk=form.pk).exists()


def test_nobody_sees_it(cast, finn):
    alone = PatientFactory(clinic=cast.harbour)
    bring(cast, assess(cast, alone), None)
    answer = page(finn, alone)
    assert only_form(answer)["said"][:2] == [
        "Sent Sat 14 Nov, for whoever has full access.",
        "Nobody sees it.",
    ]
    assert "No account sees this record" in answer.text


@pytest.mark.parametrize("whose", ["dov", "zoe", "ana"])
def test_a_form_goes_to_nobody_without_access(cast, finn, robin, whose):
    form = bring(cast, assess(cast, robin), cast.cleo)
    button = {"what": "hand", "form": form.pk, "account": getattr(cast, whose).pk}
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]
    form.refresh_from_db()
    assert form.account == cast.cleo


def test_a_draft_stays_with_whoever_wrote_it(cast, finn, robin):
    form = bring(cast, assess(cast, robin), cast.dov, opened_at=BEFORE)
    ResponseFactory(assignment=form, answers={}, saved_by=cast.dov, revision=1)
    told = only_form(page(finn, robin))
    assert "Somebody has begun to answer, so it stays with them." in told["said"]
    assert labels(told) == []
    button = {"what": "hand", "form": form.pk, "account": cast.cleo.pk}
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]


def test_a_confidential_form_goes_to_the_patient_only(cast, finn, robin):
    form = bring(cast, assess(cast, robin), None, confidential=True)
    assert labels(only_form(page(finn, robin))) == []
    button = {"what": "hand", "form": form.pk, "account": cast.cleo.pk}
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]


def test_one_that_ran_out_is_opened_again(cast, finn, robin):
    form = bring(cast, assess(cast, robin), cast.cleo, expires_at=AT - timedelta(hours=1))
    told = only_form(page(finn, robin))
    assert (told["tag_label"], told["said"][1]) == (
        "Expired",
        "Ran out Tue 17 Nov: it can’t be filled in any more.",
    )
    button = next(one for one in told["buttons"] if one["what"] == "extend")
    assert press(finn, robin, button) == ["The form is open for 30 more days."]
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]
    form.refresh_from_db()
    assert form.expires_at == AT + timedelta(days=30)


def test_one_that_was_taken_back_can_be_sent_anew(cast, finn, robin):
    made = assess(cast, robin)
    bring(cast, made, cast.cleo, cancelled_at=AT, cancelled_by=cast.finn)
    told = only_form(page(finn, robin))
    assert (told["tag_label"], told["said"], labels(told)) == (
        "Cancelled",
        ["Sent Sat 14 Nov to cleo@example.org.", "Taken back Tue 17 Nov."],
        ["Send it now"],
    )
    press(finn, robin, told["buttons"][0])
    assert made.assignments.filter(cancelled_at=None).count() == 1
    assert only_form(page(finn, robin))["tag_label"] == "Not started"


def test_sent_in(cast, finn, robin):
    made = assess(cast, robin)
    form = sent_form(cast.at_harbour, robin, by=cast.ben, words="Qrobin", sent_at=BEFORE)
    made.assignments.add(form)
    answer = page(finn, robin)
    assert only_form(answer)["said"] == [
        "Sent Sat 14 Nov to ben@example.org.",
        "Sent in Tue 17 Nov, by ben@example.org.",
    ]
    assert only_form(answer)["buttons"] == []
    assert "Qrobin" not in answer.text


def test_the_mail_about_the_visit_and_once_more(cast, finn, robin):
    made = assess(cast, robin, by=cast.cleo)
    bring(cast, made, cast.cleo)
    Message.objects.create(
        kind="booking.confirmed", dedupe_key=confirmation_key(made.booking_id), posted_at=AT, due_at=AT,
        dead_at=AT, about={"booking": str(made.booking_id)}, account_id=cast.cleo.pk,
    )  # fmt: skip
    told = only_form(page(finn, robin))
    assert told["said"][-1] == (
        "Mail about the visit: failed, Tue 17 Nov, 9:00 am: the mailbox did not take it."
    )
    button = next(one for one in told["buttons"] if one["what"] == "tell")
    for _twice in range(2):
        assert press(finn, robin, button) == ["The link is on its way to cleo@example.org."]
    again = Message.objects.exclude(dedupe_key=confirmation_key(made.booking_id)).get()
    assert (again.kind, again.account_id, again.about) == (
        "booking.confirmed",
        cast.cleo.pk,
        {"booking": str(made.booking_id)},
    )


def test_no_mail_about_a_visit_that_is_over(cast, finn, robin):
    made = assess(cast, robin, starts_at=BEFORE, by=cast.cleo)
    form = bring(cast, made, cast.cleo)
    assert "tell" not in {one["what"] for one in only_form(page(finn, robin))["buttons"]}
    button = {"what": "tell", "form": form.pk, "visit": made.pk}
    assert press(finn, robin, button) == ["This has changed meanwhile. Look again."]


def test_forms_without_a_visit_and_bookings_never_finished(cast, finn, robin):
    open_form(cast.at_harbour, robin, account=cast.ben, sent_at=LONG_AGO)
    HoldFactory(
        clinic=cast.harbour, service=cast.assessment, practitioner=cast.quinn, location=cast.at_harbour.place,
        answers={"patient": str(robin.pk), "by": str(cast.ben.pk)}, made_at=BEFORE,
    )  # fmt: skip
    answer = page(finn, robin)
    (other,) = answer.context["others"]
    assert other["said"][-1] == "It came without a visit; no mail was sent about it."
    assert answer.context["unfinished"] == [
        "A booking was begun Sat 14 Nov, 9:00 am (Assessment) and never finished: no visit, so no form."
    ]


# Who --------------------------------------------------------------------------------------------


def test_access_that_ended_is_nobody_s(cast, finn):
    for grant in (cast.ana_grant, cast.ben_grant, cast.cleo_grant):
        end_access(grant, by=cast.nora, at=AT)
    assert page(finn, cast.ana_record).context["nobody"]


def test_it_costs_few_queries_whatever_the_history(cast, finn, robin):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(finn, robin)
        return len(queries)

    bring(cast, assess(cast, robin), cast.dov)
    page(finn, robin)
    few = cost()
    for number in range(6):
        bring(cast, assess(cast, robin, starts_at=SOON + timedelta(days=1 + number)), cast.cleo)
    assert cost() == few


def test_a_link_is_mailed_to_the_patient_or_a_contact_with_access(cast, finn, robin):
    form = AssignmentFactory(patient=robin, template=cast.form, account=None)
    given = {"by": cast.finn, "at": AT, "relation": "carer"}
    keep_contact(robin, name="Mo Vale", email="mo@example.org", may_have_access=True, **given)
    keep_contact(robin, name="No Access", email="no@example.org", **given)
    shown = page(finn, robin).context["addresses"]
    assert [one["label"] for one in shown] == [f"Robin Vale ({robin.email})", "Mo Vale (mo@example.org)"]
    assert press(finn, robin, {"what": "mail", "to": shown[1]["key"]}) == [
        "A link to the forms is on its way to mo@example.org."
    ]
    (told,) = page(finn, robin).context["others"]
    assert "Mailed Tue 17 Nov to mo@example.org, who has not opened the link yet." in told["said"]
    for to in ("", "nobody", str(cast.ana_record.pk)):
        assert press(finn, robin, {"what": "mail", "to": to}) == ["This has changed meanwhile. Look again."]
    Assignment.objects.filter(pk=form.pk).update(cancelled_at=AT, cancelled_by=cast.finn)
    assert page(finn, robin).context["addresses"] == []
