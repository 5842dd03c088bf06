"""Forty clients want one slot: one gets it, every round, and nobody meets an error. With the guard off, many do.

The clients press the button of the page of times, each from an address of its own, so that nothing but the guard in
the database stands between them (case C1).
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from booking.availability.finding import Search
from booking.tests.guard import overlapping_pairs, without_the_guard
from clinic.models import Clinic
from common.tests.moment import AT

CLIENTS, ROUNDS = 40, 8  # twenty and more in `make prove`

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def starts(cast):
    """As many free starts of Quinn as there are rounds."""
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, [cast.quinn], cast.at_harbour.place, at=AT)
    return [slot.start for slot in search.free(search.first_day + 1, search.first_day + 8)][:ROUNDS]


def press(client, start):
    form = {"service": "treatment", "who": "quinn", "start": start}
    return client.post("/book/holds/", form, HTTP_ORIGIN="http://testserver").status_code


def crowd(starts):
    """Everybody presses the same time at the same moment, round after round; the answers by round, and errors."""
    barrier, errors = threading.Barrier(CLIENTS), []
    answers = [[] for _ in starts]

    def client(number):
        try:
            for turn, start in enumerate(starts):
                visitor = Client(REMOTE_ADDR=f"10.0.{turn}.{number + 1}")
                barrier.wait(timeout=120)
                answers[turn].append(press(visitor, start))
        except Exception as error:
            errors.append(repr(error))
            barrier.abort()
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as everybody:
        list(everybody.map(client, range(CLIENTS)))
    return answers, errors


def test_one_winner_each_round_and_no_error(cast, starts):
    """An expired hold lies in the way of the first round and is swept aside."""
    from booking.availability.wallclock import to_instant
    from booking.tests.factories import HoldFactory

    HoldFactory(
        clinic=cast.harbour,
        service=cast.treatment,
        practitioner=cast.quinn,
        location=cast.at_harbour.place,
        starts_at=to_instant(starts[0]),
        made_at=AT - timedelta(minutes=11),
    )
    answers, errors = crowd(starts)
    assert errors == []
    assert [sorted(set(each)) for each in answers] == [[302, 409]] * ROUNDS
    assert [each.count(302) for each in answers] == [1] * ROUNDS
    assert overlapping_pairs() == 0


def test_red_control_without_the_guard_a_time_is_sold_many_times(cast, starts):
    """The same crowd and code, the constraint taken away: it must oversell, or the test above proves nothing."""
    with without_the_guard():
        answers, errors = crowd(starts[:5])
        assert errors == []
        assert sum(each.count(302) for each in answers) > 5
        assert overlapping_pairs() > 0
