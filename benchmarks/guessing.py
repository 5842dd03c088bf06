"""B13: guesses at access codes are counted before anything is compared. B14: known addresses answer as unknown."""

import threading
import time
from collections import Counter
from datetime import date
from statistics import median
from unittest.mock import patch

from django.db import connection
from django.test import Client

from accounts import tries
from accounts.models import Tries
from accounts.tests.factories import AccountFactory
from benchmarks.figures import Figure
from clinic.tests.factories import ClinicFactory
from common import clock
from records import four_words, redeeming
from records.actions import codes
from records.redeeming import Refused, TooMany
from records.tests.factories import PatientFactory

TRIES, THREADS, NETWORKS = 2000, 50, 200
ROUNDS, UNKNOWN = 500, "nobody-{n}@guess.example"


def _guess(account, clinic, numbers) -> None:
    for number in numbers:
        try:
            redeeming.try_words(
                four_words.draw(), account=account, clinic=clinic, born=date(1990, 1, 1),
                network=f"198.51.{number % NETWORKS}.7", at=clock.now(),
            )  # fmt: skip
        except (Refused, TooMany):
            pass
    connection.close()


def _looked_at() -> int:
    """How many of the tries were looked at: fifty threads, one account, as many networks as anybody may claim."""
    clinic, account, seen = ClinicFactory(), AccountFactory(), []
    PatientFactory(clinic=clinic)
    real = codes.find_by_words

    def counted(*args, **how):
        seen.append(1)
        return real(*args, **how)

    with patch.object(codes, "find_by_words", counted):
        threads = [
            threading.Thread(target=_guess, args=(account, clinic, range(one, TRIES, THREADS)))
            for one in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return len(seen)


def b13() -> list[Figure]:
    """2,000 guesses from 50 threads; the control counts nothing."""
    looked_at = _looked_at()
    with patch.object(tries, "count", lambda counters, at: True):
        control = _looked_at()
    most = redeeming.MISSES.most * 1.2
    name = f"of {TRIES:,} guesses from {THREADS} threads and {NETWORKS} networks, looked at"
    return [Figure("B13", name, looked_at, "tries", f"≤ {most:.0f}", control, looked_at <= most < control)]


DOORS = {
    "sign in": ("/accounts/login/", lambda email: {"login": email, "password": "not the right one"}),
    "sign up": ("/accounts/signup/", lambda email: {"email": email, "password": "a long enough pass"}),
    "forgot password": ("/accounts/password/reset/", lambda email: {"email": email}),
}


def _answer(door, email):
    path, form = DOORS[door]
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    began = time.perf_counter()
    answer = client.post(path, form(email))
    took = time.perf_counter() - began
    heads = sorted(name for name in answer.headers if name != "Content-Length")
    # A page may say the address back: without it, both are as long.
    length = len(answer.content.replace(email.encode(), b""))
    return took, (
        answer.status_code,
        length,
        tuple(heads),
        tuple(sorted(client.cookies)),
        answer.get("Location", ""),
    )


def b14() -> list[Figure]:
    """Known and unknown addresses in turns, limits lifted for the run."""
    clinic = ClinicFactory(hosts=["localhost"])
    known = [AccountFactory(email=f"known-{n}@guess.example").email for n in range(20)]
    figures = []
    with (
        patch.object(tries, "count", lambda counters, at: True),
        patch("allauth.core.ratelimit.consume", lambda *args, **how: object()),
    ):
        for door in DOORS:
            times, shapes = {"known": [], "unknown": []}, {"known": Counter(), "unknown": Counter()}
            for number in range(ROUNDS):
                for kind, email in (
                    ("known", known[number % len(known)]),
                    ("unknown", UNKNOWN.format(n=number % len(known))),
                ):
                    took, shape = _answer(door, email)
                    times[kind].append(took)
                    shapes[kind][shape] += 1
            apart = abs(median(times["known"]) - median(times["unknown"])) * 1000
            figures.append(
                Figure(
                    "B14", f"{door}: medians apart, n = {ROUNDS} each", apart, "ms", "≤ 10", None, apart <= 10
                )
            )
            differ = len(set(shapes["known"]) ^ set(shapes["unknown"]))
            figures.append(
                Figure(
                    "B14",
                    f"{door}: answers that differ in status, headers, cookies",
                    differ,
                    "kinds",
                    "0",
                    None,
                    differ == 0,
                )
            )
    Tries.objects.all().delete()
    assert clinic.pk
    return figures
