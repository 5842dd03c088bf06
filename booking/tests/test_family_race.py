"""Two families want overlapping times at once: one gets all of its times, the other nothing, and nobody meets an error.

With the guard off both get them. Their plans cross: what the one wants first the other wants last.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from booking.actions.holding import answers_seen
from booking.family.keeping import confirm_day
from booking.family.searching import PlanSearch, written
from booking.models import Appointment, FamilyDay, Hold
from booking.tests.family import begun, chosen, hold
from booking.tests.guard import overlapping_pairs, without_the_guard
from common.tests.at_once import at_once
from common.tests.moment import AT

ROUNDS = 6

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def families(cast):
    """Ana's and Ben's, each two people who see Quinn and Petra, in this order and in the other."""
    people = [{"given_name": name, "family_name": "Cast", "date_of_birth": "2019-02-03", "relation": "parent"}
              for name in ("Noa", "Lev")]  # fmt: skip
    there, back = [cast.quinn.pk, cast.petra.pk], [cast.petra.pk, cast.quinn.pk]
    days = []
    for account, order in ((cast.ana, there), (cast.ben, back)):
        members = chosen(cast, new=people)
        for member, who in zip(members, order, strict=True):
            member["who"] = who
        days.append(begun(cast, by=account, members=members, way="side_by_side"))
    return days


def rush(families, starts):
    """Both press the same time at the same moment, round after round: the answers by round, and errors."""
    barrier, errors = threading.Barrier(len(families)), []
    answers = [[None] * len(families) for _ in starts]

    def family(number):
        try:
            for turn, start in enumerate(starts):
                day = FamilyDay.objects.get(pk=families[number].pk)
                client = Client(REMOTE_ADDR=f"10.0.{turn}.{number + 1}")
                client.force_login(day.account)
                plan = next(plan for plan in PlanSearch(day, at=AT).all if plan[0].slot.start == start)
                barrier.wait(timeout=60)
                answer = client.post(f"/book/together/{day.pk}/times/", {"start": written(plan)})
                answers[turn][number] = answer.status_code
                barrier.wait(timeout=60)  # nobody looks for the next while the other still presses
        except Exception as error:
            errors.append(repr(error))
            barrier.abort()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(families)) as everybody:
        list(everybody.map(family, range(len(families))))
    return answers, errors


def common_starts(families) -> list[int]:
    found = [{plan[0].slot.start for plan in PlanSearch(day, at=AT).all} for day in families]
    return sorted(set.intersection(*found))[:ROUNDS]


def test_one_family_gets_all_of_its_times_and_the_other_nothing(cast, families):
    answers, errors = rush(families, common_starts(families))
    assert errors == []
    assert [sorted(each) for each in answers] == [[302, 409]] * ROUNDS
    assert overlapping_pairs() == 0
    live = Hold.objects.filter(released_at=None)
    assert all(live.filter(family_day=day).count() in (0, 2) for day in families)


def test_red_control_without_the_guard_both_get_them(cast, families):
    with without_the_guard():
        answers, errors = rush(families, common_starts(families))
        assert errors == []
        assert sum(each.count(302) for each in answers) > ROUNDS


def test_pressed_twice_at_once_a_family_is_booked_once(cast, families):
    day = families[0]
    held = hold(day, PlanSearch(day, at=AT).all[0], by=cast.ana)
    seen = answers_seen(*held)

    def press():
        return confirm_day(day, seen=seen, by=cast.ana, at=AT + timedelta(minutes=1)).pk

    assert len(set(at_once(press, press))) == 1
    assert Appointment.objects.filter(booking__family_day=day).count() == 2
