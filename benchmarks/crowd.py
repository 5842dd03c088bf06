"""Many at once, turn by turn."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter

from django.db import connection


def all_at_once(
    clients: int, turns: int, attempt, *, prepare=None
) -> tuple[list[Counter], list[float], float]:
    """`attempt(client, turn)` by all clients in each turn: the answers by turn, every answer's seconds, and a total.

    `prepare(client, turn)` is what each does before it: nobody attempts anything until everybody is ready.
    """
    barrier, answers, times = Barrier(clients), [Counter() for _ in range(turns)], []

    def client(number):
        try:
            for turn in range(turns):
                if prepare:
                    prepare(number, turn)
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
