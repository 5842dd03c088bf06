"""B1: a crowd wants one room, over HTTP. Two practitioners share it, and the wished times overlap by parts."""

import contextlib
import http.client
from collections import Counter
from urllib.parse import urlencode

from django.db import connection

from benchmarks.crowd import all_at_once, overlapping_pairs
from benchmarks.figures import Figure, at_most
from benchmarks.house import House
from benchmarks.serving import OURS, served
from booking.availability import wallclock
from booking.models import Occupancy
from clinic.models import Resource
from common import clock

CLIENTS, ROUNDS, CONTROL_ROUNDS = 40, 50, 5
WHO, LATER = ("first", "second", "anyone"), (0, 15, 30)


def race(application: str, first: int, rounds: int):
    """Everybody wants the same hour of each round, from an address of their own. Answers by round, and seconds."""

    def attempt(number, turn):
        start, who = first + turn * 180 + LATER[number % 3], WHO[number // 3 % 3]
        headers = {
            "Host": "localhost", "Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.0.{turn}.{number}",
        }  # fmt: skip
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            body = urlencode({"service": "v60", "who": who, "start": start})
            line.request("POST", "/book/holds/", body, headers)
            return line.getresponse().status

    with served(application, threads=20) as port:
        return all_at_once(CLIENTS, rounds, attempt)[:2]


def b1() -> list[Figure]:
    always = [(0, 1440)]
    services = {60: {"buffer_before": 5, "buffer_after": 10}}
    house = House("crowd", dict.fromkeys(WHO[:2], always), services, days_ahead=14, start_grid=15)
    house.services[0].resources.add(Resource.objects.create(clinic=house.clinic, name="The room"))
    today = wallclock.local_day(wallclock.to_minutes(clock.now()), house.clinic.zone)
    first = wallclock.midnight(house.clinic.zone, today + 2)
    answers, times = race(OURS, first, ROUNDS)
    pairs, total = overlapping_pairs(), sum(answers, Counter())
    guard = next(one for one in Occupancy._meta.constraints if one.name == "booking_nobody_twice")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Occupancy, guard)
    race("benchmarks.naive:application", first + ROUNDS * 180, CONTROL_ROUNDS)
    naive = overlapping_pairs() - pairs
    name = f"{total.total():,} attempts, {CLIENTS} clients, {ROUNDS} rounds: overlapping pairs"
    p99, unsold = times[int(len(times) * 0.99)], sum(not one[302] for one in answers)
    other = total.total() - total[302] - total[409]
    return [
        Figure("B1", name, pairs, "pairs", "0; guard off: > 0", naive, pairs == 0 < naive),
        at_most(0, "B1", "answers that are neither held nor just taken", other, "answers"),
        at_most(0, "B1", "rounds without a winner", unsold, "rounds"),
        at_most(ROUNDS, "B1", "winners in all: one room, so one a round", total[302], "holds"),
        at_most(15, "B1", "slowest answer", times[-1], "s"),
        Figure("B1", f"answer p99 at {CLIENTS} clients", p99, "s", "(≤ 1 at 20 clients, on a quiet machine)"),
    ]
