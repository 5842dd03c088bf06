"""From a held time to a visit: everything or nothing, once, for the right person."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AccountFactory
from audit.models import Event
from booking.actions import cancelling, confirming
from booking.actions.holding import answers_seen, keep_answers
from booking.availability.wallclock import to_minutes
from booking.forms_along import forms_due
from booking.models import Appointment, Hold, Occupancy, Preferences, ServiceForm
from booking.tests.confirming import NEW, answered, confirm
from booking.tests.test_holding import TEN, hold
from clinic.models import Clinic, Offer
from clinic.tests.factories import HoursExceptionFactory, TimeOffFactory
from common.tests.moment import AT
from outbox.models import Message
from records.models import CareRelation, Grant, Patient
from smartforms.models import Assignment
from tray.models import Item

SLOT = timedelta(minutes=45)  # of the treatment, with its break


@pytest.fixture
def sara(cast):
    return AccountFactory(email="sara@example.org", given_name="Sara", verified_at=None)


def counts():
    return [model.objects.count() for model in (Appointment, Patient, Grant, Assignment, Message, Event)]


def test_a_stranger_becomes_a_patient_with_limited_access_to_that_visit(cast, sara):
    held = answered(cast, {"person": NEW, "note": "knee"}, by=sara)
    visit = confirm(held, by=sara, at=AT)
    grant = Grant.objects.get(account=sara)
    assert (visit.patient.name, visit.patient.email, visit.note) == (
        "Sara Stranger",
        "sara@example.org",
        "knee",
    )
    assert (grant.patient, grant.level, grant.relation, grant.basis) == (
        visit.patient,
        "limited",
        "self",
        "booking",
    )
    assert list(Appointment.objects.visible_to(sara, at=AT)) == [visit]
    assert Occupancy.objects.get(hold=held).appointment == visit
    assert CareRelation.objects.get(patient=visit.patient).practitioner == cast.quinn
    verbs = set(Event.objects.filter(patient=visit.patient.pk).values_list("verb", flat=True))
    assert {"patient.registered", "access.given", "appointment.booked"} <= verbs


def test_pressing_twice_makes_one_visit(cast, sara):
    """Case C9."""
    held = answered(cast, {"person": NEW}, by=sara)
    first = confirm(held, by=sara, at=AT)
    before = counts()
    assert confirm(held, by=sara, at=AT) == first
    assert counts() == before


def test_a_returning_patient_books_for_a_child_without_a_second_record(cast):
    patients = Patient.objects.count()
    held = answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.ben)
    visit = confirm(held, by=cast.ben, at=AT)
    assert (visit.patient, Patient.objects.count()) == (cast.kit_record, patients)


def test_a_record_one_was_not_given_cannot_be_booked_for(cast):
    """Case C46: the id in the answers is not believed."""
    for record in (cast.kit_record, cast.zoe_record):
        held = answered(cast, {"patient": str(record.pk)}, by=cast.ana, mark=record.pk.hex)
        before = counts()
        with pytest.raises(Patient.DoesNotExist):
            confirm(held, by=cast.ana, at=AT)
        assert counts() == before
        Hold.objects.filter(pk=held.pk).delete()


def test_a_name_and_birth_date_that_look_like_another_make_a_task_and_no_link(cast, sara):
    namesake = {**NEW, "given_name": "ANA", "family_name": "Cást", "date_of_birth": "1988-05-04"}
    visit = confirm(answered(cast, {"person": namesake}, by=sara), by=sara, at=AT)
    assert visit.patient != cast.ana_record
    item = Item.objects.get(kind="possible_duplicate")
    assert (item.clinic, item.patient) == (cast.harbour, visit.patient.pk)
    assert not Appointment.objects.visible_to(sara, at=AT).filter(patient=cast.ana_record).exists()


def test_the_forms_of_the_service_come_along_due_a_day_before(cast, sara):
    held = answered(cast, {"person": NEW}, by=sara)
    held.service = cast.assessment
    held.save()
    visit = confirm(held, by=sara, at=AT)
    form = visit.assignments.get()
    assert (form.patient, form.account, form.due_at) == (
        visit.patient,
        sara,
        visit.starts_at - timedelta(hours=24),
    )


def test_by_when_and_with_what_word_is_for_the_service_to_say(cast, sara):
    ServiceForm.objects.filter(service=cast.assessment).update(due_hours=6, message="Bring your glasses.")
    held = answered(cast, {"person": NEW}, by=sara)
    held.service = cast.assessment
    held.save()
    visit = confirm(held, by=sara, at=AT)
    form = visit.assignments.get()
    assert (form.due_at, form.message) == (visit.starts_at - timedelta(hours=6), "Bring your glasses.")


def test_forms_of_a_visit_on_short_notice_are_due_when_it_starts():
    assert forms_due(AT + timedelta(hours=5), at=AT) == AT + timedelta(hours=5)
    assert forms_due(AT + timedelta(hours=25), at=AT) == AT + timedelta(hours=1)


def test_a_hold_that_ran_out_is_taken_again_when_nobody_wanted_the_time(cast, sara):
    held = answered(cast, {"person": NEW}, by=sara)
    assert confirm(held, by=sara, at=AT + timedelta(minutes=30)).starts_at == TEN


def test_a_hold_that_ran_out_and_was_taken_is_lost_and_nothing_is_written(cast, sara):
    """Case C5."""
    held = answered(cast, {"person": NEW}, by=sara)
    later = AT + timedelta(minutes=11)
    hold(cast, mark="faster", at=later)
    before = counts()
    with pytest.raises(confirming.Lost):
        confirm(held, by=sara, at=later)
    assert counts() == before


@pytest.mark.parametrize(
    "closing",
    [
        lambda cast: TimeOffFactory(bookable=cast.quinn, starts_at=TEN, ends_at=TEN + SLOT),
        lambda cast: HoursExceptionFactory(
            practitioner=cast.quinn, location=cast.at_harbour.place, date=TEN.date()
        ),
        lambda cast: cast.quinn.hours.all().delete(),
        lambda cast: Preferences.objects.filter(clinic=cast.harbour).update(notice_hours=72),
        lambda cast: Preferences.objects.filter(clinic=cast.harbour).update(is_online=False),
        lambda cast: Offer.objects.filter(practitioner=cast.quinn).delete(),
    ],
    ids=["time off", "closed day", "other hours", "notice", "booking online is off", "given no more"],
)
def test_a_hold_that_ran_out_is_asked_like_a_new_one(cast, sara, closing):
    """What the clinic closed meanwhile is lost. While a hold stands it is a promise, whatever the clinic does."""
    live, over = (
        answered(cast, {"person": NEW}, by=sara, start=start, mark=str(start)) for start in (TEN + SLOT, TEN)
    )
    closing(cast)
    confirm(live, by=sara, at=AT + timedelta(minutes=9))
    before = counts()
    with pytest.raises(confirming.Lost):
        confirm(over, by=sara, at=AT + timedelta(minutes=10))
    assert counts() == before
    assert Hold.objects.get(pk=over.pk).answers["person"] == NEW


def test_a_strangers_mail_leaves_at_once_and_a_known_ones_waits_for_undo(cast, sara):
    stranger = confirm(answered(cast, {"person": NEW}, by=sara), by=sara, at=AT)
    start = TEN + timedelta(minutes=45)
    known = confirm(
        answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.ben, start=start, mark="b"),
        by=cast.ben,
        at=AT,
    )
    due = {
        message.about["booking"]: message.due_at
        for message in Message.objects.filter(kind="booking.confirmed")
    }
    assert due == {str(stranger.booking_id): AT, str(known.booking_id): AT + timedelta(minutes=3)}


def test_undoing_frees_the_time_takes_the_form_back_and_happens_once(cast, sara):
    visit = confirm(answered(cast, {"person": NEW}, by=sara), by=sara, at=AT)
    assert cancelling.undo(visit, by=cast.dov, at=AT) is False, "only whoever booked it"
    assert cancelling.undo(visit, by=sara, at=AT) is True
    assert cancelling.undo(visit, by=sara, at=AT) is False
    assert not Occupancy.objects.filter(appointment=visit, released_at=None).exists()
    assert Event.objects.filter(verb="appointment.undone").count() == 1
    assert hold(cast, mark="next").starts_at == TEN


def test_undoing_takes_back_a_form_nobody_opened(cast, sara):
    held = answered(cast, {"person": NEW}, by=sara)
    held.service = cast.assessment
    held.save()
    visit = confirm(held, by=sara, at=AT)
    assert cancelling.undo(visit, by=sara, at=AT + timedelta(minutes=1)) is True
    assert visit.assignments.get().cancelled_at == AT + timedelta(minutes=1)


def test_what_the_rule_said_is_kept_with_the_visit(cast, sara):
    visit = confirm(answered(cast, {"person": NEW}, by=sara), by=sara, at=AT)
    assert visit.policy_told == (
        "To cancel or move this visit, call (902) 555-0100. "
        "It’s free until 10:30 am on Wednesday 18 November. After that a $45 late fee applies."
    )


def test_a_clinic_without_a_number_says_so_in_a_whole_sentence(cast, sara):
    Clinic.objects.filter(pk=cast.harbour.pk).update(phone="")
    visit = confirm(answered(cast, {"person": NEW}, by=sara), by=sara, at=AT)
    assert visit.policy_told.startswith("To cancel or move this visit, call the clinic. It’s free until")


def test_only_what_was_seen_is_booked(cast):
    """Another tab answers between the look and the lock: nothing is written."""
    held = answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.ben)
    seen = answers_seen(held)
    keep_answers(Hold.objects.get(pk=held.pk), {"patient": str(cast.ana_record.pk)}, by=cast.ben)
    before = counts()
    with pytest.raises(confirming.AnswersChanged):
        confirming.confirm(held, seen=seen, by=cast.ben, at=AT)
    assert counts() == before


def test_the_answers_of_another_account_are_not_booked(cast, sara):
    """The same browser, the next person: not even when the page showed them."""
    for answers in ({"person": NEW}, {"patient": str(cast.ana_record.pk)}):
        held = answered(cast, answers, by=sara, mark=str(answers.keys()))
        before = counts()
        with pytest.raises(confirming.AnswersChanged):
            confirming.confirm(held, seen=answers_seen(held), by=cast.ana, at=AT)
        assert counts() == before
        Hold.objects.filter(pk=held.pk).delete()


def test_a_hold_without_answers_is_no_visit(cast, sara):
    held = hold(cast)
    with pytest.raises(confirming.AnswersChanged):
        confirm(held, by=sara)


def test_the_start_is_still_what_was_held(cast, sara):
    held = answered(cast, {"person": NEW}, by=sara)
    assert to_minutes(confirm(held, by=sara, at=AT).starts_at) == to_minutes(TEN)
