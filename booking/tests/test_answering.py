"""Visits that are asked for first: who has to ask, the time that is kept, and one answer."""

from datetime import timedelta

import pytest
from django.core import mail

from audit.models import Event
from booking.actions import answering, by_staff, cancelling, moving
from booking.actions.by_staff import Objected
from booking.actions.reminding import remind_all
from booking.models import Appointment, Occupancy, Preferences
from booking.objections import Wish, seen
from booking.policies import is_asked_for, is_new_here
from booking.tests.confirming import NEW, answered, confirm
from booking.tests.test_holding import TEN
from clinic.models import Service
from clinic.models.services import Approval
from clinic.tests.factories import TimeOffFactory
from common import workers
from common.tests.moment import AT
from outbox import delivery
from records.models import CareRelation
from tray.models import Item


@pytest.fixture
def asks(cast):
    """Harbour approves what new patients book; who was there before is booked at once."""
    Preferences.objects.filter(clinic=cast.harbour).update(approval_new=Approval.REQUEST)
    cast.harbour.refresh_from_db()
    return cast


def ask(cast, by, **how):
    """Ben asks for a visit of somebody new, which brings a form."""
    held = answered(cast, {"person": NEW | {"relation": "child"}}, by=by, **how)
    held.service = cast.assessment
    held.save()
    return confirm(held, by=by)


def letters():
    return [(one.to, one.subject) for one in mail.outbox]


def sent(at):
    mail.outbox.clear()
    delivery.drain(at=at)
    return letters()


def is_kept(visit) -> bool:
    return Occupancy.objects.filter(appointment=visit, released_at=None).exists()


def test_what_a_new_patient_books_is_asked_for_and_keeps_its_time(asks):
    visit = ask(asks, asks.ben)
    assert (visit.status, visit.status_label, visit.requested_at) == ("requested", "Requested", AT)
    assert is_kept(visit)
    assert [(one.kind, one.patient) for one in Item.objects.filter(done_at=None, kind="visit_request")] == [
        ("visit_request", visit.patient_id)
    ]
    # Nothing follows yet: no form, nobody cares for the patient, no confirmation, no reminder.
    assert visit.assignments.count() == 0
    assert not CareRelation.objects.filter(patient=visit.patient).exists()
    remind_all(at=visit.starts_at - timedelta(hours=2))
    assert Appointment.objects.get(pk=visit.pk).reminded_of is None
    assert sent(AT + timedelta(minutes=5)) == [
        (["ben@example.org"], "You asked for a visit on Thursday 19 November, 10:30 am")
    ]
    assert "This is not booked yet." in mail.outbox[0].body
    assert mail.outbox[0].attachments == []


def test_approved_it_is_booked_with_its_forms_care_and_one_confirmation(asks):
    visit = ask(asks, asks.ben)
    sent(AT + timedelta(minutes=5))
    answering.approve(visit, by=asks.finn, at=AT + timedelta(hours=1))
    visit.refresh_from_db()
    assert (visit.status, visit.approved_by, visit.overridden) == ("booked", asks.finn, [])
    assert is_kept(visit)
    assert [form.account for form in visit.assignments.all()] == [asks.ben]
    assert CareRelation.objects.filter(patient=visit.patient, practitioner=visit.practitioner).count() == 1
    assert not Item.objects.filter(kind="visit_request", done_at=None).exists()
    with pytest.raises(answering.AnsweredMeanwhile):
        answering.decline(visit, by=asks.nora, at=AT + timedelta(hours=1))
    with pytest.raises(answering.AnsweredMeanwhile):
        answering.approve(visit, by=asks.nora, at=AT + timedelta(hours=1))
    assert sent(AT + timedelta(hours=1)) == [
        (["ben@example.org"], "Your visit on Thursday 19 November, 10:30 am")
    ]
    assert Event.objects.filter(verb="appointment.approved").count() == 1


def test_declined_the_time_is_free_and_the_mail_says_why(asks):
    visit = ask(asks, asks.ben)
    sent(AT + timedelta(minutes=5))
    answering.decline(visit, because="Ingrid sees no children.", by=asks.finn, at=AT + timedelta(hours=1))
    visit.refresh_from_db()
    assert (visit.status, visit.is_off, is_kept(visit)) == ("declined", True, False)
    assert not Appointment.objects.coming(at=AT).filter(pk=visit.pk).exists()
    assert sent(AT + timedelta(hours=1)) == [
        (["ben@example.org"], "Not booked: the visit on Thursday 19 November, 10:30 am")
    ]
    # What the team wrote is read in the portal: a mail carries no words about health.
    assert "Ingrid" not in mail.outbox[0].body
    assert f"/portal/p/{visit.patient_id}/visits/{visit.pk}/" in mail.outbox[0].body
    with pytest.raises(answering.AnsweredMeanwhile):
        answering.approve(visit, by=asks.nora, at=AT + timedelta(hours=1))


def test_answered_before_the_first_mail_left_one_mail_tells_it(asks):
    visit = ask(asks, asks.ben)
    answering.approve(visit, by=asks.finn, at=AT + timedelta(minutes=1))
    assert sent(AT + timedelta(minutes=5)) == [
        (["ben@example.org"], "Your visit on Thursday 19 November, 10:30 am")
    ]


def test_what_was_closed_meanwhile_is_asked_about_before_it_is_approved(asks):
    """Cases C3 and C21: approving looks again, and staff may still do it, with a reason."""
    visit = ask(asks, asks.ben)
    TimeOffFactory(bookable=asks.quinn, starts_at=TEN, ends_at=TEN + timedelta(hours=2))
    with pytest.raises(Objected) as met:
        answering.approve(visit, by=asks.finn, at=AT)
    assert [one.code for one in met.value.objections] == ["away"]
    with pytest.raises(Objected):
        answering.approve(visit, by=asks.finn, at=AT, reason="She comes in for it", accepted="something else")
    visit.refresh_from_db()
    assert visit.status == "requested"
    answering.approve(
        visit, by=asks.finn, at=AT, reason="She comes in for it", accepted=seen(met.value.objections)
    )
    visit.refresh_from_db()
    assert (visit.status, visit.overridden, visit.overridden_because) == (
        "booked",
        ["away"],
        "She comes in for it",
    )


def test_how_far_ahead_it_was_asked_for_is_no_objection_later(asks):
    visit = ask(asks, asks.ben)
    assert answering.objections_to_request(visit, at=visit.starts_at - timedelta(minutes=30)) == []
    assert [
        one.code for one in answering.objections_to_request(visit, at=visit.starts_at + timedelta(minutes=1))
    ] == ["past"]


def test_taking_a_request_back_is_free_and_clears_the_tray(asks):
    Preferences.objects.filter(clinic=asks.harbour).update(fee=4500, fee_window_hours=200)
    asks.harbour.refresh_from_db()
    visit = ask(asks, asks.ben)
    visit.clinic.refresh_from_db()
    assert cancelling.cancel_online(visit, because="", by=asks.ben, at=AT + timedelta(hours=1)) is True
    visit.refresh_from_db()
    assert (visit.status, visit.late_fee, is_kept(visit)) == ("cancelled", 0, False)
    assert not Item.objects.filter(kind="visit_request", done_at=None).exists()
    with pytest.raises(answering.AnsweredMeanwhile):
        answering.approve(visit, by=asks.nora, at=AT + timedelta(hours=2))


def test_staff_answer_a_request_and_neither_move_nor_cancel_it(asks):
    """Moving it would have the practitioner care for somebody nobody has agreed to see; cancelling could cost a fee."""
    visit = ask(asks, asks.ben)
    later = TEN + timedelta(days=1)
    wish = Wish(visit.clinic, visit.service, visit.practitioner, visit.location, later, visit.pk)
    with pytest.raises(moving.ChangedMeanwhile):
        moving.move(visit, wish, by=asks.finn, at=AT)
    how = {"asked_by_patient": True, "tells": True, "by": asks.finn, "at": AT}
    assert by_staff.cancel_for(visit, **how) is False
    visit.refresh_from_db()
    assert (visit.status, visit.sequence, is_kept(visit)) == ("requested", 0, True)
    assert not CareRelation.objects.filter(patient=visit.patient).exists()


def test_declining_wakes_those_who_wait_for_a_time(asks, monkeypatch, django_capture_on_commit_callbacks):
    visit, woken = ask(asks, asks.ben), []
    monkeypatch.setattr(workers, "wake", lambda task, *args: woken.append((task.name, *args)))
    with django_capture_on_commit_callbacks(execute=True):
        answering.decline(visit, by=asks.finn, at=AT)
    assert ("booking.tasks.offer_times", asks.harbour.pk) in woken


@pytest.mark.parametrize(
    ("service", "new", "existing", "asked"),
    [
        (Approval.RULES, Approval.AUTO, Approval.AUTO, (False, False)),
        (Approval.RULES, Approval.REQUEST, Approval.AUTO, (True, False)),
        (Approval.RULES, Approval.AUTO, Approval.REQUEST, (False, True)),
        (Approval.REQUEST, Approval.AUTO, Approval.AUTO, (True, True)),
        (Approval.AUTO, Approval.REQUEST, Approval.REQUEST, (False, False)),
    ],
)
def test_the_service_says_so_else_the_rules_for_new_and_existing_patients(
    cast, service, new, existing, asked
):
    Preferences.objects.filter(clinic=cast.harbour).update(approval_new=new, approval_existing=existing)
    Service.objects.filter(pk=cast.treatment.pk).update(approval=service)
    cast.harbour.refresh_from_db()
    treatment = Service.objects.get(pk=cast.treatment.pk)
    people = (None, cast.ana_record)
    assert tuple(is_asked_for(cast.harbour, treatment, one, at=AT) for one in people) == asked


def test_new_is_who_was_not_here_yet(asks):
    visit = ask(asks, asks.ben)
    later = visit.ends_at + timedelta(minutes=1)
    assert is_new_here(visit.patient, at=later)  # what was only asked for did not take place
    answering.approve(visit, by=asks.finn, at=AT)
    assert is_new_here(visit.patient, at=AT)
    assert not is_new_here(visit.patient, at=later)
    Appointment.objects.filter(pk=visit.pk).update(no_show_at=later)
    assert is_new_here(visit.patient, at=later)
    assert not is_new_here(asks.ana_record, at=AT)  # the clinic made the record
