"""Visits that staff make: what speaks against one, what it takes to make it all the same, and who is told."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from audit.models import Event
from booking.actions import occupying
from booking.actions.by_staff import Objected, Terms, book_for, tell
from booking.actions.cancelling import cancel
from booking.models import Appointment, Booking, Occupancy, Preferences, ServiceForm
from booking.objections import Wish, objections_to, seen
from booking.repeating import objections_to_each, repeated
from booking.tests.test_holding import TEN, hold
from clinic.models import Clinic, Practitioner, TimeOff
from clinic.tests.factories import ResourceFactory
from common.tests.moment import AT
from outbox import delivery
from records.actions import lock_down
from records.models import CareRelation, Patient
from smartforms.models import Assignment
from tests.story import visit


def wish(cast, starts_at=TEN, **changes) -> Wish:
    chosen = {
        "service": cast.treatment,
        "practitioner": cast.quinn,
        "location": cast.at_harbour.place,
    } | changes
    return Wish(Clinic.objects.get(pk=cast.harbour.pk), starts_at=starts_at, **chosen)


def codes(asked) -> list[str]:
    return [one.code for one in objections_to(asked, at=AT)]


def make(cast, asked, *, mark=None, patient=None, **terms):
    return book_for(
        patient or cast.ana_record, asked, Terms(**terms), mark=mark or uuid.uuid4(), by=cast.finn, at=AT
    )


def test_nothing_speaks_against_what_patients_are_offered(cast):
    assert codes(wish(cast)) == []


def test_a_time_that_would_tear_the_day_apart_lies_between(cast):
    Preferences.objects.filter(clinic=cast.harbour).update(keeps_together=True, start_grid=30)
    found = objections_to(wish(cast), at=AT)
    words = "Patients are offered only times that keep the day together."
    assert [(one.code, one.words) for one in found] == [("between", words)]


@pytest.mark.parametrize(
    ("starts_at", "found"),
    [
        (AT - timedelta(days=1), ["past"]),
        (AT + timedelta(hours=1), ["notice"]),
        (AT + timedelta(days=91, hours=1, minutes=30), ["far"]),
        (AT + timedelta(days=2, hours=12), ["closed"]),
        (AT + timedelta(days=2, hours=7, minutes=45), ["closed"]),  # begins within the hours, ends after them
        (TEN + timedelta(minutes=7), ["between"]),
        (AT + timedelta(days=4, hours=12), ["closed"]),  # a Saturday
    ],
)
def test_each_rule_speaks_for_itself(cast, starts_at, found):
    assert codes(wish(cast, starts_at)) == found


def test_who_has_enough_visits_ahead_is_told_of_and_counted_week_by_week(cast):
    Preferences.objects.filter(clinic=cast.harbour).update(most_ahead=3)
    asked = wish(cast, patient=cast.ana_record.pk)
    assert Appointment.objects.coming(at=AT).filter(patient=cast.ana_record).count() == 2
    assert codes(asked) == []
    assert [len(found) for found in objections_to_each(repeated(asked, every=1, times=3), at=AT)] == [0, 1, 1]
    make(cast, asked)
    later = wish(cast, TEN + timedelta(days=1), patient=cast.ana_record.pk)
    words = "Patients book at most 3 visits ahead. This would be number 4."
    assert [(one.code, one.words) for one in objections_to(later, at=AT)] == [("enough", words)]
    with pytest.raises(Objected):
        make(cast, later)
    made = make(cast, later, accepted=seen(objections_to(later, at=AT)), reason="After surgery")
    assert (made.overridden, made.overridden_because) == (["enough"], "After surgery")


def test_other_services_other_people_and_time_off(cast):
    TimeOff.objects.create(bookable=cast.quinn, starts_at=TEN, ends_at=TEN + timedelta(minutes=10))
    assert codes(wish(cast)) == ["away"]
    cast.quinn.offers.filter(service=cast.treatment).delete()
    assert codes(wish(cast, TEN + timedelta(days=1))) == ["not_given"]


def test_a_room_that_is_not_to_be_had_is_named(cast):
    room = ResourceFactory(clinic=cast.harbour)
    cast.treatment.resources.add(room)
    TimeOff.objects.create(bookable=room, starts_at=AT, ends_at=TEN + timedelta(minutes=10))
    words = "A room or machine it needs is not to be had then."
    assert [(one.code, one.words) for one in objections_to(wish(cast), at=AT)] == [("away", words)]


def test_what_others_have_is_told_with_its_times(cast):
    visit(cast.at_harbour, cast.quinn, cast.kit_record, TEN + timedelta(minutes=30))
    room = ResourceFactory(clinic=cast.harbour)
    cast.treatment.resources.add(room)
    theirs = visit(cast.at_harbour, cast.petra, cast.ana_record, TEN - timedelta(minutes=20))
    stretch = {"start": TEN - timedelta(minutes=20), "end": TEN + timedelta(minutes=30)}
    assert occupying.take([room.pk], **stretch, at=AT, appointment=theirs.pk)
    told = [one.words for one in objections_to(wish(cast), at=AT)]
    assert told == [
        "Quinn Cast is taken from 11:00 to 11:45 am.",
        "A room or machine it needs is taken from 10:10 to 11:00 am.",
    ]


def test_the_same_day_is_named_where_the_clinic_takes_nobody_then(cast):
    Preferences.objects.update(same_day=False, notice_hours=0)
    asked = wish(cast, AT.replace(hour=18))
    assert [one.words for one in objections_to(asked, at=AT)] == ["Patients book nothing for the same day."]


def test_a_visit_is_made_with_its_forms_and_its_time_is_taken(cast):
    made = make(cast, wish(cast), account=cast.ben, templates=[cast.form], note="Bring shoes")
    assert (made.made_online_by, made.note, made.overridden) == (None, "Bring shoes", [])
    row = Occupancy.objects.get(appointment=made)
    assert (row.during.lower, row.during.upper, row.overlap_allowed) == (
        TEN,
        TEN + timedelta(minutes=45),
        False,
    )
    form = made.assignments.get()
    assert (form.account, form.practitioner, form.due_at) == (cast.ben, cast.quinn, TEN - timedelta(hours=24))
    assert CareRelation.objects.filter(practitioner=cast.quinn, patient=cast.ana_record, until=None).exists()


def test_a_form_that_waits_there_comes_along(cast):
    made = make(cast, wish(cast), account=cast.ana, templates=[cast.form])
    assert made.assignments.get() == cast.ana_open


def test_a_form_s_own_day_and_a_word_with_it(cast):
    made = make(cast, wish(cast), account=cast.ben, templates=[cast.form], due_at=AT, message="Please look")
    form = made.assignments.get()
    assert (form.due_at, form.message) == (AT, "Please look")


def test_what_the_service_says_of_its_form_holds_where_nothing_else_is_said(cast):
    links = ServiceForm.objects.filter(service=cast.assessment)
    links.update(due_hours=12, message="Bring your glasses.")
    asked = wish(cast, TEN - timedelta(minutes=90), service=cast.assessment)
    made = make(cast, asked, account=cast.ben, templates=[cast.form])
    form = made.assignments.get()
    assert (form.due_at, form.message) == (asked.starts_at - timedelta(hours=12), "Bring your glasses.")


def test_twice_the_same_mark_makes_one_visit(cast):
    mark = uuid.uuid4()
    first = make(cast, wish(cast), mark=mark)
    assert make(cast, wish(cast), mark=mark) == first
    with pytest.raises(Appointment.DoesNotExist):
        make(cast, wish(cast), mark=mark, patient=cast.kit_record)


def test_a_broken_rule_needs_what_was_read_and_a_reason(cast):
    asked = wish(cast, AT + timedelta(days=2, hours=12))
    read = seen(objections_to(asked, at=AT))
    for terms in (
        {},
        {"reason": "An emergency"},
        {"accepted": read},
        {"accepted": "x", "reason": "An emergency"},
    ):
        with pytest.raises(Objected):
            make(cast, asked, **terms)
    assert not Booking.objects.filter(made_at=AT, account=None).exists()
    made = make(cast, asked, accepted=read, reason="An emergency")
    assert (made.overridden, made.overridden_because) == (["closed"], "An emergency")
    assert Event.objects.get(verb="appointment.overridden", target=str(made.pk)).reason == "An emergency"


def test_laid_over_another_visit_nobody_else_gets_either_time(cast):
    """The part that is free is taken like any other; only what was taken is laid over."""
    other = visit(cast.at_harbour, cast.quinn, cast.kit_record, TEN + timedelta(minutes=30))
    asked = wish(cast)
    made = make(cast, asked, accepted=seen(objections_to(asked, at=AT)), reason="They are sisters")
    rows = Occupancy.objects.filter(appointment=made).order_by("during")
    assert [(row.during.lower - TEN, row.overlap_allowed) for row in rows] == [
        (timedelta(0), False),
        (timedelta(minutes=30), True),
    ]
    cancel(Appointment.objects.get(pk=other.pk), by=cast.finn, at=AT)
    assert codes(wish(cast, TEN + timedelta(minutes=30))) == ["taken"]  # still the laid visit
    cancel(made, by=cast.finn, at=AT)
    assert codes(asked) == []


def test_what_came_up_since_it_was_read_stops_it(cast):
    asked = wish(cast, TEN + timedelta(minutes=7))
    read = seen(objections_to(asked, at=AT))
    hold(cast, TEN)
    with pytest.raises(Objected) as met:
        make(cast, asked, accepted=read, reason="They asked for it")
    assert [one.code for one in met.value.objections] == ["taken"]


def test_no_reason_without_a_broken_rule_and_no_broken_rule_without_a_reason(cast):
    made = make(cast, wish(cast), reason="For no reason")
    assert made.overridden_because == ""
    for fields in ({"overridden": ["past"]}, {"overridden_because": "why"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=made.pk).update(**fields)


def sent() -> list:
    delivery.drain(at=AT)
    return mail.outbox


def test_the_account_is_told_once(cast):
    Practitioner.objects.filter(pk=cast.quinn.pk).update(name="Quinn Cast")
    made = make(cast, wish(cast), account=cast.ben, templates=[cast.form])
    assert tell(made, by=cast.finn, at=AT) and tell(made, by=cast.finn, at=AT)
    (message,) = sent()
    assert message.to == ["ben@example.org"]
    assert (
        "One form is to be filled in before the visit." in message.body and "Assessment" not in message.body
    )


def test_the_address_on_file_is_told_without_a_door_into_the_portal(cast):
    made = make(cast, wish(cast))
    assert tell(made, by=cast.finn, at=AT)
    (message,) = sent()
    assert (message.to, [name for name, *_rest in message.attachments]) == (
        ["ana@example.org"],
        ["visit.ics"],
    )
    assert "Thursday 19 November, 10:30 to 11:10 am" in message.body
    assert "http" not in message.body.replace("http://testserver/", "").split("please call us")[0]
    assert "If this visit is not yours, please call us." in message.body
    cancel(made, by=cast.finn, at=AT)
    assert [one.to for one in sent()][1:] == [["ana@example.org"]]


@pytest.mark.parametrize("what", ["locked", "confidential", "no address"])
def test_nobody_is_told_what_they_may_not_know(cast, what):
    made = make(cast, wish(cast))
    tell(made, by=cast.finn, at=AT)
    if what == "locked":
        lock_down(cast.ana_record, by=cast.nora, at=AT, reason="x")
    elif what == "confidential":
        Appointment.objects.filter(pk=made.pk).update(confidential=True)
    else:
        Patient.objects.filter(pk=cast.ana_record.pk).update(email="")
    assert sent() == []


def test_nobody_is_there_to_tell(cast):
    Patient.objects.filter(pk=cast.kit_record.pk).update(email="")
    made = make(cast, wish(cast), patient=Patient.objects.get(pk=cast.kit_record.pk))
    assert not tell(made, by=cast.finn, at=AT)
    assert not Assignment.objects.filter(
        sent_at=AT, patient=cast.kit_record, practitioner=cast.quinn
    ).exists()
