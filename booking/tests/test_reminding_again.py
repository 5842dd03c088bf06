"""Reminders when things change around them: moved, asked for, switched on, two beats at the same moment."""

import itertools
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F

from booking.actions import reminding, telling
from booking.actions.moving import move
from booking.actions.reminding import remind_all
from booking.models import Appointment, Booking, Preferences
from booking.tests.test_moving import read, wish
from clinic.models import Clinic
from common.tests.at_once import at_once, errors
from common.tests.moment import AT, LONG_AGO
from outbox import delivery
from outbox.models import Message
from tests.story import IN_TWO_DAYS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DUE = IN_TWO_DAYS - DAY
NEXT_WEEK = IN_TWO_DAYS + 7 * DAY


def only_anas(cast):
    """Everything was booked long ago, and only Ana's own visit is still to be told."""
    Booking.objects.update(made_at=LONG_AGO)
    Booking.objects.filter(appointments=cast.ana_visit).update(account=cast.ana)
    Appointment.objects.exclude(pk=cast.ana_visit.pk).update(reminded_of=F("starts_at"))
    return cast


@pytest.fixture
def booked(cast):
    return only_anas(cast)


def reminders() -> list[str]:
    return [one.subject for one in mail.outbox if one.subject.startswith("Reminder")]


def beat(at) -> list[str]:
    """A run of the beat and of the post; the reminders that left until now."""
    remind_all(at=at)
    delivery.drain(at=at)
    return reminders()


def to_next_week(cast, *, at):
    move(read(cast.ana_visit), wish(cast, NEXT_WEEK), by=cast.nora, at=at)


# Moved (case C25) -----------------------------------------------------------------------------------

NEW = ["Reminder: your visit on Thursday 26 November, 9:00 am"]


def test_moved_a_minute_before_the_run_only_the_new_time_is_told(booked):
    to_next_week(booked, at=DUE - timedelta(minutes=1))
    assert beat(DUE) == beat(DUE + 6 * DAY) == []
    assert beat(NEXT_WEEK - DAY) == beat(NEXT_WEEK - HOUR) == NEW


def test_moved_before_its_mail_has_left_the_old_time_is_not_told(booked):
    remind_all(at=DUE)
    to_next_week(booked, at=DUE)
    delivery.drain(at=DUE)
    assert reminders() == []
    assert Message.objects.get(kind="booking.reminder").dropped_because == "no visit ahead"
    assert beat(NEXT_WEEK - DAY) == NEW


def test_moved_after_it_was_told_the_new_time_is_told_too(booked):
    assert len(beat(DUE)) == 1
    to_next_week(booked, at=DUE + HOUR)
    assert beat(DUE + 2 * HOUR) == beat(DUE)  # nothing more
    assert beat(NEXT_WEEK - DAY)[1:] == NEW


def test_moved_into_the_last_hours_the_mail_of_the_move_has_told_it(booked):
    """No reminder on its heels (A5 #13)."""
    to_next_week(booked, at=NEXT_WEEK - DAY)
    assert beat(NEXT_WEEK - DAY + HOUR) == beat(NEXT_WEEK - HOUR) == []


# Asked for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("approved_at", "told"), [(None, 0), (DUE - HOUR, 1), (DUE, 0), (DUE + HOUR, 0)])
def test_what_is_asked_for_is_told_of_once_it_is_agreed_in_time(booked, approved_at, told):
    facts = {"approved_at": approved_at, "approved_by": booked.nora} if approved_at else {}
    Appointment.objects.filter(pk=booked.ana_visit.pk).update(requested_at=LONG_AGO, **facts)
    assert len(beat(DUE + 2 * HOUR)) == told


def test_declined_before_its_mail_has_left(booked):
    remind_all(at=DUE)
    declined = {"requested_at": LONG_AGO, "declined_at": DUE, "declined_by": booked.nora}
    Appointment.objects.filter(pk=booked.ana_visit.pk).update(**declined)
    delivery.drain(at=DUE)
    assert reminders() == []


def test_here_before_its_mail_has_left(booked):
    remind_all(at=DUE)
    Appointment.objects.filter(pk=booked.ana_visit.pk).update(arrived_at=DUE)
    delivery.drain(at=DUE)
    assert reminders() == []


# Switched on (case C26), and never long before (case C24) ---------------------------------------------


def four_hundred(cast) -> None:
    """As many visits of Ana's, one every two hours from tomorrow on."""
    bookings = [Booking(clinic=cast.harbour, account=cast.ana, made_at=LONG_AGO) for _n in range(400)]
    Booking.objects.bulk_create(bookings)
    fields = {"clinic": cast.harbour, "patient": cast.ana_record, "service": cast.treatment,
              "practitioner": cast.petra, "location": cast.at_harbour.place, "made_online_by": cast.ana}  # fmt: skip
    starts = [AT + DAY + timedelta(minutes=90) + number * 2 * HOUR for number in range(400)]
    Appointment.objects.bulk_create(
        Appointment(booking=made, starts_at=start, ends_at=start + HOUR / 2, **fields)
        for made, start in zip(bookings, starts, strict=True)
    )


def switch(cast, hours):
    Preferences.objects.filter(clinic=cast.harbour).update(reminder_hours=hours)
    Clinic.objects.filter(pk=cast.harbour.pk).update(version=F("version") + 1)


def test_switched_on_with_400_visits_ahead_only_what_is_due_is_told(booked):
    Appointment.objects.update(reminded_of=F("starts_at"))
    four_hundred(booked)
    switch(booked, 0)
    assert beat(AT) == []
    switch(booked, 24)
    assert beat(AT) == []
    assert Message.objects.filter(kind="booking.reminder").count() == 0  # nothing lies waiting for its day
    first = "Reminder: your visit on Wednesday 18 November, 10:30 am"
    assert beat(AT + timedelta(minutes=90)) == [first]
    # The beat was away for a day: what came due meanwhile, in one mail.
    others = "Reminder: your 11 visits, the first on Wednesday 18 November, 12:30 pm"
    assert beat(AT + DAY) == [first, others]


# Two beats at once (case C27) -------------------------------------------------------------------------


@pytest.fixture
def keys_differ(monkeypatch):
    """The outbox takes one mail a key. Here every mail has its own, so that only the lock stands between two beats."""
    numbers, post = itertools.count(), telling.post
    monkeypatch.setattr(
        telling, "post", lambda *args, key, **fields: post(*args, key=f"{key}:{next(numbers)}", **fields)
    )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("beats", [2, 4])
def test_beats_at_once_post_one_mail(cast, keys_differ, beats):
    only_anas(cast)
    assert errors(at_once(*[lambda: remind_all(at=DUE)] * beats)) == []
    assert Message.objects.filter(kind="booking.reminder").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_red_control_without_the_lock_they_post_two(cast, keys_differ, monkeypatch):
    only_anas(cast)
    monkeypatch.setattr(reminding, "one_at_a_time", lambda _what: None)
    both_have_looked, post = threading.Barrier(2), telling.post

    def post_together(*args, **fields):
        both_have_looked.wait(timeout=60)
        post(*args, **fields)

    monkeypatch.setattr(telling, "post", post_together)
    assert errors(at_once(*[lambda: remind_all(at=DUE)] * 2)) == []
    assert Message.objects.filter(kind="booking.reminder").count() == 2
