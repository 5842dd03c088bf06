"""Taking, keeping and giving back time (Settled 1)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from booking.actions import occupying
from booking.models import Occupancy
from booking.tests.factories import AppointmentFactory, HoldFactory
from common.tests.moment import AT

pytestmark = pytest.mark.django_db
START = AT + timedelta(days=2)
HOUR = timedelta(hours=1)


def taken(held, **more):
    return Occupancy.objects.filter(hold=held, released_at=None, **more).count()


@pytest.fixture
def held():
    return HoldFactory(starts_at=START)


def another(held, start):
    later = HoldFactory.build(
        clinic=held.clinic, service=held.service, practitioner=held.practitioner, location=held.location,
        starts_at=start,
    )  # fmt: skip
    later.save()
    return later


def take(held, start, *, at=AT, end=None):
    things = [held.practitioner_id]
    return occupying.take(
        things,
        start=start,
        end=end or start + HOUR,
        at=at,
        hold=held.pk,
        held_until=at + timedelta(minutes=10),
    )


def test_a_held_time_cannot_be_taken_but_the_one_after_it_can(held):
    assert take(another(held, START), START) is False
    assert take(another(held, START), START + timedelta(minutes=30)) is False
    after = Occupancy.objects.get(hold=held).during.upper
    assert take(another(held, after), after) is True


def test_an_expired_hold_is_swept_aside_by_whoever_wants_its_time(held):
    late = held.held_until
    newer = another(held, START)
    assert take(newer, START, at=late) is True
    assert (taken(held), taken(newer)) == (0, 1)


def test_all_things_or_none(held):
    from clinic.models import Resource

    room = Resource.objects.create(clinic=held.clinic, name="Room 1")
    newer = another(held, START)
    things = [room.pk, held.practitioner_id]
    until = AT + timedelta(minutes=10)
    assert not occupying.take(things, start=START, end=START + HOUR, at=AT, hold=newer.pk, held_until=until)
    assert not Occupancy.objects.filter(thing=room).exists()


def test_what_staff_laid_over_another_visit_still_counts_as_taken(held):
    visit = AppointmentFactory(
        clinic=held.clinic, practitioner=held.practitioner, starts_at=START + timedelta(hours=5)
    )
    Occupancy.objects.filter(appointment=visit).update(overlap_allowed=True)
    assert take(another(held, START), START + timedelta(hours=5)) is False


def test_keeping_a_hold_turns_its_rows_into_a_visit(held):
    visit = AppointmentFactory(clinic=held.clinic, starts_at=START)
    assert occupying.keep(held.pk, appointment=visit.pk, things=1, at=AT) is True
    assert taken(held, held_until=None, appointment=visit) == 1
    assert occupying.keep(held.pk, appointment=visit.pk, things=1, at=AT) is False


def test_a_hold_that_ran_out_cannot_be_kept(held):
    visit = AppointmentFactory(clinic=held.clinic, starts_at=START)
    assert occupying.keep(held.pk, appointment=visit.pk, things=1, at=held.held_until) is False


def test_time_given_back_is_free_at_once(held):
    assert occupying.give_back(at=AT, hold=held.pk) == 1
    assert take(another(held, START), START) is True


def test_the_database_itself_refuses_two_in_one_place(held):
    row = Occupancy.objects.get(hold=held)
    with pytest.raises(IntegrityError, match="booking_nobody_twice"), transaction.atomic():
        Occupancy.objects.create(
            thing=row.thing, during=DateTimeTZRange(START, START + HOUR), held_until=AT + HOUR, hold=held
        )
