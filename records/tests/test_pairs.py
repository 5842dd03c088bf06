"""Pairs of one clinic, found by the database: whatever the size, in two queries."""

from datetime import date, timedelta
from random import Random
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tests.moment import AT, LONG_AGO
from records.actions import register_patient
from records.actions.joining.apart import tell_apart
from records.joining.pairs import looks_like_another, pairs_in, pairs_with
from records.models import Patient
from records.tests.factories import PatientFactory
from tray.models import Item

BORN = date(1984, 3, 12)


def make(clinic, given, family, born=BORN, **fields):
    return PatientFactory(
        clinic=clinic,
        given_name=given,
        family_name=family,
        date_of_birth=born,
        **{"phone": "", "email": ""} | fields,
    )


def names(pairs):
    return [(pair.one.name, pair.other.name, pair.likeness.rank) for pair in pairs]


@pytest.fixture
def liz(cast):
    """The same person three times, once with a slip; and her namesake at the other clinic."""
    make(cast.lakeside, "Elizabeth", "O’Connor")
    make(cast.harbour, "Lisa", "Oconnor", date(1990, 1, 1))
    return (
        make(cast.harbour, "Elizabeth", "O’Connor", phone="902 555 0142"),
        make(cast.harbour, "Liz", "Oconnor", phone="+1 902-555-0142", created_at=AT),
        make(cast.harbour, "Elizabeth", "O Connor", date(1984, 12, 3), created_at=AT + timedelta(days=1)),
    )


def test_of_one_record_and_of_the_clinic(cast, liz):
    full, short, slip = liz
    assert names(pairs_with(short)) == [
        ("Elizabeth O’Connor", "Liz Oconnor", "very_likely"),
        ("Liz Oconnor", "Elizabeth O Connor", "maybe"),
    ]
    assert {(pair.one, pair.other) for pair in pairs_in(cast.harbour)} == {
        (full, short),
        (full, slip),
        (short, slip),
    }
    assert names(pairs_in(cast.lakeside)) == []


def test_two_people_and_closed_records_are_left_out(cast, liz):
    full, short, slip = liz
    tell_apart(short, full, by=cast.nora, at=AT)
    Patient.objects.filter(pk=slip.pk).update(merged_at=AT)
    assert (pairs_with(full), pairs_in(cast.harbour)) == ([], [])


def test_a_new_record_that_is_likely_a_second_one_becomes_a_task(cast, liz):
    known = {"clinic": cast.harbour, "by": cast.dov, "at": AT, "made_online": True}
    twice = register_patient(**known, given_name="Betty", family_name="O’Connor", date_of_birth=BORN)
    twin = register_patient(**known, given_name="Rory", family_name="O’Connor", date_of_birth=BORN)
    assert [item.patient for item in Item.objects.filter(kind="possible_duplicate")] == [twice.pk]
    assert (looks_like_another(twice), looks_like_another(twin)) == (True, False)


def crowd(clinic, count: int) -> None:
    """People with common names, numbers and birthdays of their own; nothing is unusual about them."""
    chance = Random(7)
    given = [f"Given{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(120)]
    family = [f"Family{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]
    Patient.objects.bulk_create(
        [
            Patient(
                clinic=clinic,
                given_name=chance.choice(given),
                family_name=chance.choice(family),
                date_of_birth=date(1935, 1, 1) + timedelta(days=chance.randrange(32_000)),
                phone=f"902 {chance.randrange(10**7):07}",
                email=f"p{number // 2}@example.org" if number % 3 else "",
                created_at=LONG_AGO,
            )
            for number in range(count)
        ],
        batch_size=2000,
    )


def test_it_costs_the_same_at_ten_and_at_ten_thousand(cast, liz):
    def cost(ask):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask()
        return len(queries)

    def costs():
        return [cost(lambda: pairs_in(cast.harbour)), cost(lambda: pairs_with(liz[0]))]

    few = costs()
    crowd(cast.harbour, 10_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_patient")
    assert (few, costs()) == ([2, 2], [2, 2])
    begun = perf_counter()
    found = pairs_in(cast.harbour)
    taken = perf_counter() - begun
    assert {liz[0], liz[1]} in [{pair.one, pair.other} for pair in found]
    # Generous: the machine may be busy. Alone it is a fraction of it.
    assert len(found) < 200
    assert taken < 5
