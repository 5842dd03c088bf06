"""B5: every id of the product's own pages exchanged for somebody else's. And the model of access, in many sequences."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from unittest.mock import patch

from django.db import connection, transaction
from hypothesis import HealthCheck, given, seed, settings

from benchmarks.as_in_tests import as_in_tests
from benchmarks.figures import Figure
from common.tests.moment import AT
from records.models import Patient

PEOPLE = ("ana", "ben", "cleo", "sol", "uma", "finn", "petra", "quinn", "bea", "mo", "nora")
SEQUENCES, PROCESSES = 2000, 2
STEP = 4  # all of them take half an hour


def b5() -> list[Figure]:
    """Every fourth swap of eleven people, some forty thousand in all; the control takes one filter away."""
    from tests.matrix.asking import Knocking
    from tests.matrix.people import World
    from tests.swapping.swaps import try_all

    with as_in_tests(), patch("common.clock.now", lambda: AT), transaction.atomic():
        knocking = Knocking(World())
        tried, faults = try_all(knocking, PEOPLE, step=STEP)
        for fault in faults[:20]:
            print(fault)
        with patch.object(type(Patient.objects.all()), "of", lambda rows, clinic: rows.all()):
            _tried, control = try_all(knocking, ["finn"], step=3)
        transaction.set_rollback(True)
    enough = tried >= 10_000
    return [
        Figure("B5", f"{len(PEOPLE)} people: requests with a foreign id", tried, "requests", "≥ 10,000", None, enough),
        Figure("B5", "foreign words read, rows changed, errors of ours", len(faults), "faults", "0; control > 0",
               len(control), not faults and bool(control)),
    ]  # fmt: skip


def access() -> list[Figure]:
    """Random sequences of what can happen to access, beside a model of plain Python; a process for each core."""
    connection.close()  # each process has a connection of its own
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        halves = list(pool.map(_play, range(PROCESSES)))
    played, broken = (sum(column) for column in zip(*halves, strict=True))
    name = f"{played:,} sequences of grant, redeem, revoke, expire, birthday, merge, lock: differences to the model"
    return [Figure("A", name, broken, "sequences", "0 of ≥ 2,000", None, not broken and played >= SEQUENCES)]


def _play(number: int) -> tuple[int, int]:
    """One process's share: how many sequences were played, and whether one differed."""
    from records.tests.test_play import SEQUENCES as MANY
    from records.tests.test_play import play

    played = []

    @seed(number)
    @settings(
        max_examples=SEQUENCES // PROCESSES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(MANY)
    def agree(sequence):
        play(sequence)
        played.append(1)

    try:
        agree()
    except AssertionError as error:
        print(error)
        return len(played), 1
    return len(played), 0
