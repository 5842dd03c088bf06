"""B1: a crowd wants one room, over HTTP. Two practitioners share it, and the wished times overlap by parts."""

import contextlib
import http.client
import signal
import socket
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode

from django.db import connection

from benchmarks.figures import Figure
from booking.availability import wallclock
from booking.models import Occupancy, Preferences
from clinic.models import Clinic, Location, Offer, OpeningHours, Practitioner, Resource, Service
from common import clock
from config.runner.child import Child

CLIENTS, ROUNDS, CONTROL_ROUNDS = 40, 50, 5
WHO, AFTER = ("first", "second", "anyone"), (0, 15, 30)
_PAIRS = """
SELECT count(*) FROM booking_occupancy a JOIN booking_occupancy b
    ON a.id < b.id AND a.thing_id = b.thing_id AND a.during && b.during
 WHERE a.released_at IS NULL AND b.released_at IS NULL AND NOT a.overlap_allowed AND NOT b.overlap_allowed
"""


def make_clinic() -> int:
    """Open day and night, an hour with breaks, one room; returns the first start of the first round."""
    clinic = Clinic.objects.create(
        slug="crowd", name="Crowd", hosts=["localhost"], timezone="America/Halifax"
    )
    place = Location.objects.create(clinic=clinic, name="1 Crowd Street")
    service = Service.objects.create(
        clinic=clinic, slug="visit", title="Visit", minutes=60, buffer_before=5, buffer_after=10
    )
    service.resources.add(Resource.objects.create(clinic=clinic, name="The room"))
    Preferences.objects.create(clinic=clinic, days_ahead=14, start_grid=15)
    for slug in WHO[:2]:
        person = Practitioner.objects.create(clinic=clinic, slug=slug, name=slug.title())
        Offer.objects.create(practitioner=person, service=service, location=place)
        for weekday in range(7):
            OpeningHours.objects.create(
                practitioner=person, location=place, weekday=weekday, opens=0, closes=1440
            )
    clock_day = wallclock.local_day(wallclock.to_minutes(clock.now()), clinic.zone) + 2
    return wallclock.midnight(clinic.zone, clock_day)


@contextlib.contextmanager
def served(application: str):
    """A real server on the loopback; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Child("The server", [
        sys.executable, "-m", "gunicorn", application, "--no-control-socket", "--log-level", "error",
        "--worker-class", "gthread", "--workers", "2", "--threads", "20", "--bind", f"127.0.0.1:{port}",
    ], orphaned=signal.SIGTERM)  # fmt: skip
    server.start()
    try:
        until = time.monotonic() + 60
        while True:
            with (
                contextlib.suppress(OSError),
                contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as line,
            ):
                line.request("GET", "/healthz", headers={"Host": "localhost"})
                line.getresponse()
                break
            if server.has_ended() or time.monotonic() > until:
                raise RuntimeError("The server did not start.")
            time.sleep(0.1)
        yield port
    finally:
        server.ask_to_stop()
        server.make_sure_it_is_gone(time.monotonic() + 10)


def all_at_once(port: int, first: int, rounds: int) -> tuple[list[Counter], list[float]]:
    """Per round, how often each status came back; and the seconds of every answer."""
    barrier, answers, times = Barrier(CLIENTS), [Counter() for _ in range(rounds)], []

    def client(number):
        for turn in range(rounds):
            start = first + turn * 180 + AFTER[number % len(AFTER)]
            body = urlencode({"service": "visit", "who": WHO[number // 3 % len(WHO)], "start": start})
            headers = {
                "Host": "localhost", "Origin": "http://localhost", "Accept-Encoding": "gzip",
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"10.{turn % 250}.{turn // 250}.{number}",  # everybody is somebody else
            }  # fmt: skip
            barrier.wait(120)
            began = time.perf_counter()
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
                line.request("POST", "/book/holds/", body, headers)
                status = line.getresponse().status
            times.append(time.perf_counter() - began)
            answers[turn][status] += 1

    with ThreadPoolExecutor(CLIENTS) as crowd:
        for one in [crowd.submit(client, number) for number in range(CLIENTS)]:
            one.result()
    return answers, times


def pairs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        return cursor.fetchone()[0]


def b1() -> list[Figure]:
    first = make_clinic()
    with served("config.wsgi:application") as port:
        answers, times = all_at_once(port, first, ROUNDS)
    overlapping, total = pairs(), sum(answers, Counter())
    guard = next(one for one in Occupancy._meta.constraints if one.name == "booking_nobody_twice")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Occupancy, guard)
    with served("benchmarks.naive:application") as port:
        all_at_once(port, first + ROUNDS * 180, CONTROL_ROUNDS)
    naive = pairs() - overlapping
    times.sort()
    empty = sum(one[302] == 0 for one in answers)
    broken = sum(n for status, n in total.items() if status not in (302, 409))
    name = f"{total.total():,} attempts, {CLIENTS} clients, {ROUNDS} rounds: "
    return [
        Figure("B1", name + "overlapping pairs", overlapping, "pairs", "0; guard off: > 0", naive, not overlapping and naive > 0),
        Figure("B1", "answers neither held (302) nor just taken (409)", broken, "answers", "0", None, broken == 0),
        Figure("B1", "rounds without a winner", empty, "rounds", "0", None, empty == 0),
        Figure("B1", "winners (one room, so one a round)", total[302], "holds", f"= {ROUNDS}", None, total[302] == ROUNDS),
        Figure("B1", "slowest answer", times[-1], "s", "≤ 15", None, times[-1] <= 15),
        Figure("B1", f"answer p99 at {CLIENTS} clients", times[int(len(times) * 0.99)], "s", "(≤ 1 at 20 clients, quiet machine)"),
    ]  # fmt: skip
