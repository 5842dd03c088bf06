"""Reminders: once, some hours before, in one mail for what lies within the hour; never of what is over."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F

from booking.actions.cancelling import cancel
from booking.actions.reminding import remind_all
from booking.models import Appointment, Booking, Preferences
from common.tests.moment import AT, LONG_AGO
from outbox import delivery
from records.actions import correct_details, lock_down
from records.models import Patient
from tests.story import IN_TWO_DAYS, visit

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DUE = IN_TWO_DAYS - DAY  # when Ana is to be reminded of the visit she booked


@pytest.fixture
def booked(cast):
    """Everything in the story was booked long ago; Ana’s own visit belongs to her account."""
    Booking.objects.update(made_at=LONG_AGO)
    Booking.objects.filter(appointments=cast.ana_visit).update(account=cast.ana)
    Booking.objects.filter(appointments=cast.kit_visit).update(account=cast.ben)
    Appointment.objects.exclude(pk__in=[cast.ana_visit.pk, cast.kit_visit.pk]).update(
        reminded_of=F("starts_at")
    )
    return cast


def sent(at) -> list[tuple]:
    """(to, subject) of what leaves in a run."""
    before = len(mail.outbox)
    remind_all(at=at)
    delivery.drain(at=at)
    return [(one.to[0], one.subject) for one in mail.outbox[before:]]


ANA = ("ana@example.org", "Reminder: your visit on Thursday 19 November, 9:00 am")
BEN = ("ben@example.org", "Reminder: your visit on Thursday 19 November, 1:00 pm")


def test_once_and_in_time(booked):
    assert sent(DUE - timedelta(minutes=1)) == []
    assert sent(DUE) == [ANA]
    assert sent(DUE + HOUR) == []
    assert sent(DUE + 5 * HOUR) == [BEN]
    assert "Treatment" not in mail.outbox[0].body and "Quarter" not in mail.outbox[0].body


def test_what_lies_within_the_hour_comes_along(booked):
    late = visit(
        booked.at_harbour, booked.quinn, booked.ana_record, IN_TWO_DAYS + timedelta(minutes=50), by=booked.ana
    )
    Booking.objects.filter(appointments=late).update(account=booked.ana, made_at=LONG_AGO)
    assert sent(DUE) == [
        ("ana@example.org", "Reminder: your 2 visits, the first on Thursday 19 November, 9:00 am")
    ]
    assert sent(DUE + HOUR) == []


def test_forms_that_wait_are_told(booked):
    booked.ana_visit.assignments.add(booked.ana_open)
    assert sent(DUE) == [ANA]
    assert "One form is still to be filled in." in mail.outbox[-1].body


@pytest.mark.parametrize(
    "what", ["cancelled", "cancelled meanwhile", "late", "off", "here", "locked", "closed"]
)
def test_nobody_is_reminded_of(booked, what):
    visits = Appointment.objects.filter(pk=booked.ana_visit.pk)
    if what == "cancelled":
        cancel(visits.get(), by=booked.ana, at=AT)
        delivery.drain(at=AT)
        mail.outbox.clear()
    if what == "late":  # booked nearer than the reminder
        Booking.objects.filter(appointments=booked.ana_visit).update(made_at=DUE)
    if what == "off":
        Preferences.objects.update(reminder_hours=0)
        type(booked.harbour).objects.update(version=F("version") + 1)
    if what == "here":
        visits.update(arrived_at=AT)
    if what == "locked":
        lock_down(booked.ana_record, by=booked.nora, at=AT)
    if what == "closed":
        type(booked.ana).objects.filter(pk=booked.ana.pk).update(is_active=False)
    if what == "cancelled meanwhile":
        remind_all(at=DUE)
        cancel(visits.get(), by=booked.ana, at=DUE)
        delivery.drain(at=DUE)
        assert [one.subject for one in mail.outbox if one.subject.startswith("Reminder")] == []
    else:
        assert sent(DUE) == []


def test_a_visit_that_moved_is_told_anew(booked):
    assert sent(DUE) == [ANA]
    moved = {"starts_at": F("starts_at") + DAY, "ends_at": F("ends_at") + DAY}
    Appointment.objects.filter(pk=booked.ana_visit.pk).update(**moved)
    assert sent(DUE + HOUR) == []
    assert sorted(to for to, _subject in sent(DUE + DAY)) == ["ana@example.org", "ben@example.org"]


def test_without_an_account_the_address_on_file(booked):
    Booking.objects.filter(appointments=booked.ana_visit).update(account=None)
    assert sent(DUE) == [ANA]
    assert "If this visit is not yours, please call us." in mail.outbox[-1].body
    Patient.objects.update(email="")
    Appointment.objects.update(reminded_of=None)
    assert ("ana@example.org", ANA[1]) not in sent(DUE + HOUR)


def test_it_costs_few_queries_whatever_is_booked(booked, django_assert_max_num_queries):
    for hour in range(6):
        visit(booked.at_harbour, booked.quinn, booked.kit_record, IN_TWO_DAYS + hour * HOUR)
    Booking.objects.update(made_at=LONG_AGO)
    with django_assert_max_num_queries(19):
        remind_all(at=DUE)


def test_whoever_wants_no_reminders_gets_none(booked):
    correct_details(booked.ana_record, by=booked.finn, at=AT, reminders="none")
    assert sent(DUE) == []
    correct_details(booked.ana_record, by=booked.finn, at=AT, reminders="email")
    assert sent(DUE) == [ANA]


@pytest.mark.parametrize("how", ["phone", "post"])
def test_whoever_hears_of_visits_otherwise_is_reminded_only_where_they_ask_for_it(booked, how):
    correct_details(booked.ana_record, by=booked.finn, at=AT, reach_visits=how, reach_papers="email")
    assert sent(DUE) == []
    correct_details(booked.ana_record, by=booked.finn, at=AT, reminders="email")
    assert sent(DUE) == [ANA]


@pytest.mark.parametrize("how", ["", "email"])
def test_whoever_hears_of_them_by_mail_is_reminded(booked, how):
    correct_details(booked.ana_record, by=booked.finn, at=AT, reach_visits=how, reach_papers="phone")
    assert sent(DUE) == [ANA]


def test_a_visit_that_is_cancelled_is_told_whatever_was_chosen(booked):
    correct_details(booked.ana_record, by=booked.finn, at=AT, reach_visits="phone", reminders="none")
    visit_of_ana = Appointment.objects.get(pk=booked.ana_visit.pk)
    cancel(visit_of_ana, tells=True, by=booked.finn, at=AT)
    delivery.drain(at=AT)
    assert [one.to[0] for one in mail.outbox] == ["ana@example.org"]
