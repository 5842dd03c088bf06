"""Many at once, turn by turn; and whether anything was sold twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter

from django.db import connection

_PAIRS = """
SELECT count(*) FROM booking_occupancy a JOIN booking_occupancy b
    ON a.id < b.id AND a.thing_id = b.thing_id AND a.during && b.during
 WHERE a.released_at IS NULL AND b.released_at IS NULL AND NOT a.overlap_allowed AND NOT b.overlap_allowed
"""


def all_at_once(clients: int, turns: int, attempt) -> tuple[list[Counter], list[float], float]:
    """`attempt(client, turn)` by all clients in each turn: the answers by turn, every answer's seconds, and a total."""
    barrier, answers, times = Barrier(clients), [Counter() for _ in range(turns)], []

    def client(number):
        try:
            for turn in range(turns):
                barrier.wait(120)
                began = perf_counter()
                answer = attempt(number, turn)
                times.append(perf_counter() - began)
                answers[turn][answer] += 1
        except BaseException:
            barrier.abort()  # nobody waits for who is gone
            raise
        finally:
            connection.close()

    began = perf_counter()
    with ThreadPoolExecutor(clients) as crowd:
        for one in [crowd.submit(client, number) for number in range(clients)]:
            one.result()
    return answers, sorted(times), perf_counter() - began


def overlapping_pairs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        return cursor.fetchone()[0]
