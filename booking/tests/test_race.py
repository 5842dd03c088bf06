"""Forty clients want one slot: one gets it, every round, without an error. With the guard off, many do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from booking import occupying
from booking.models import Hold, Occupancy
from clinic.models import Clinic, Location, Practitioner, Service

CLIENTS, ROUNDS = 40, 20
AT = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)


@pytest.fixture
def room():
    clinic = Clinic.objects.create(slug="race", name="Race", hosts=["localhost"], timezone="America/Halifax")
    place = Location.objects.create(clinic=clinic, name="Here")
    service = Service.objects.create(clinic=clinic, slug="visit", title="Visit", minutes=60)
    person = Practitioner.objects.create(clinic=clinic, slug="tomas", name="Tomas Reyes")
    return clinic, place, service, person


def hold_row(room, start):
    clinic, place, service, person = room
    return Hold.objects.create(
        clinic=clinic, service=service, practitioner=person, location=place, starts_at=start,
        ends_at=start + timedelta(hours=1), made_at=AT, held_until=AT + timedelta(minutes=10),
        visitor="v", address_digest="a",
    )  # fmt: skip


def all_at_once(attempt, rounds):
    """Run `attempt(round)` from forty clients per round; returns (winners by round, errors)."""
    barrier, errors = threading.Barrier(CLIENTS), []
    winners = [0] * rounds

    def client(number):
        try:
            for turn in range(rounds):
                barrier.wait(timeout=60)
                if attempt(turn):
                    winners[turn] += 1
        except Exception as error:
            errors.append(repr(error))
            barrier.abort()
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as crowd:
        list(crowd.map(client, range(CLIENTS)))
    return winners, errors


def overlapping_pairs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM booking_occupancy a JOIN booking_occupancy b"
            " ON a.id < b.id AND a.thing_id = b.thing_id AND a.during && b.during"
            " WHERE a.released_at IS NULL AND b.released_at IS NULL"
        )
        return cursor.fetchone()[0]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_winner_each_round(room):
    """Case C1. An expired hold lies in the way of every round and is swept aside."""
    starts = [AT + timedelta(days=1, hours=2 * turn) for turn in range(ROUNDS)]
    holds = [hold_row(room, start) for start in starts]
    thing = room[3].pk
    for start, held in zip(starts, holds, strict=True):
        Occupancy.objects.create(
            thing_id=thing,
            during=(start, start + timedelta(hours=1)),
            held_until=AT - timedelta(seconds=1),
            hold=held,
        )

    def attempt(turn):
        end = starts[turn] + timedelta(hours=1)
        until = AT + timedelta(minutes=10)
        return occupying.take(
            [thing], start=starts[turn], end=end, at=AT, hold=holds[turn].pk, held_until=until
        )

    winners, errors = all_at_once(attempt, ROUNDS)
    assert (winners, errors) == ([1] * ROUNDS, [])
    assert overlapping_pairs() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_red_control_without_the_guard_the_slot_is_sold_many_times(room):
    """The same crowd, looking before it writes but without the constraint: it must oversell, or the test above
    proves nothing."""
    constraint = next(one for one in Occupancy._meta.constraints if one.name == "booking_nobody_twice")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Occupancy, constraint)
    try:
        thing, start = room[3].pk, AT + timedelta(days=1)
        held = hold_row(room, start)

        def look_then_write(turn):
            during = (start + timedelta(hours=2 * turn), start + timedelta(hours=2 * turn + 1))
            if Occupancy.objects.filter(thing_id=thing, during__overlap=during, released_at=None).exists():
                return False
            Occupancy.objects.create(
                thing_id=thing, during=during, held_until=AT + timedelta(minutes=10), hold=held
            )
            return True

        winners, errors = all_at_once(look_then_write, 5)
        assert errors == []
        assert sum(winners) > 5
        assert overlapping_pairs() > 0
    finally:
        Occupancy.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Occupancy, constraint)
