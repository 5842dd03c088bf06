"""B15: nothing about a patient happens unseen, nor is it altered unseen. B16: access that ends, ends at every door."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from unittest.mock import patch

from django.db import connection, transaction

from audit import sealing
from benchmarks.as_in_tests import as_in_tests
from benchmarks.figures import Figure
from benchmarks.scratch import copied
from common.tests.moment import AT

WITHOUT, AFTERWARDS, PROCESSES = "records_contact", "records_denial", 2
NOTHING_THERE = {"404", "405", "login"}


def b15() -> list[Figure]:
    """Looks and refusals at every door, silent writes, tampering. It leaves rows behind: the last of the proofs."""
    from audit.tests.sealed import next_transaction
    from tests.auditing import silent, tampering
    from tests.story import Cast

    with as_in_tests(), patch("common.clock.now", lambda: AT):
        asked, due, unnoted, deaf = _doors()
        cast = Cast()
        tried, unseen = silent.unseen(cast)
        _tried, control = _without_a_trigger(silent, cast)
        with patch.object(sealing, "_finished_before", next_transaction):
            sealing.seal()
            silent.unseen(cast, only=[AFTERWARDS])
            sealing.seal()  # a seal that is removed shows by the one that follows it
        missed, allowed = tampering.not_found(), tampering.refused()
        alone, with_mark = tampering.finds_the_cut_tail()
    for fault in [*unnoted, *unseen, *missed, *allowed][:40]:
        print(fault)
    ways = len(tampering.ways())
    return [
        Figure("B15", f"looks and refusals ({due:,} of {asked:,} requests under a patient’s address) that left no row",
               len(unnoted), "answers", "0; control > 0", deaf, not unnoted and deaf > 0 and due > 0),
        Figure("B15", f"writes that no action announced ({tried}) and left no row", len(unseen), "writes",
               "0; control > 0", len(control), not unseen and bool(control)),
        Figure("B15", f"ways of tampering with sealed rows ({ways}) that the check missed", len(missed), "ways", "0",
               None, not missed),
        Figure("B15", "statements by which our own role changed events or seals", len(allowed), "statements", "0",
               None, not allowed),
        Figure("B15", "a tail cut off with its seals, found by a mark noted before", int(with_mark), "of 1",
               "1; without a mark 0", int(alone), with_mark and not alone),
    ]  # fmt: skip


def _doors() -> tuple[int, int, list[str], int]:
    """What people are told at doors with a patient in the address, half of them in each of two processes."""
    connection.close()  # each process has a connection, and a database, of its own
    ours = connection.settings_dict["NAME"]
    with (
        copied(f"{ours}_half") as other,
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool,
    ):
        halves = list(pool.map(_knock, range(PROCESSES), [ours, other]))
    asked, due, faults, deaf = zip(*halves, strict=True)
    return sum(asked), sum(due), sum(faults, []), sum(deaf)


def _knock(half: int, database: str) -> tuple[int, int, list[str], int]:
    """One process's doors: how many requests, how many of them were looks or refusals, and which left no row; then
    the same at some doors with looks not noted.

    Whoever the policy shows something or refuses it asks, and of those who find nothing there one of each kind: B4
    asks all of them, and judges their answers in the same words.
    """
    from tests.matrix.asking import ASKED_IN_VAIN, OF_EACH_KIND, Knocking, parameters_of
    from tests.matrix.judging import must_be_noted, unnoted
    from tests.matrix.people import PEOPLE, World
    from tests.matrix.test_matrix import DOORS

    connection.settings_dict["NAME"] = database
    doors = [door for door in DOORS if door.about and "patient" in parameters_of(door.name)][half::PROCESSES]
    with transaction.atomic():
        knocking = Knocking(World())
        asked, due, faults = 0, 0, []
        for door in doors:
            for method, told in (("GET", door.get), ("POST", door.post)):
                few = ASKED_IN_VAIN.get(told, OF_EACH_KIND)
                for person in PEOPLE:
                    if person in few or door.expected(method, person) not in NOTHING_THERE:
                        answer = knocking.ask(method, door, person)
                        asked, due = asked + 1, due + must_be_noted(answer)
                        faults += [f"{answer} {fault}"] if (fault := unnoted(answer)) else []
        with patch("audit.actions.opened", lambda *args, **named: None):
            deaf = sum(bool(unnoted(knocking.ask("GET", door, "petra"))) for door in doors[::5])
        transaction.set_rollback(True)
    connection.close()
    return asked, due, faults, deaf


def _without_a_trigger(silent, cast) -> tuple[int, list[str]]:
    def switch(how):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {WITHOUT} {how} TRIGGER {WITHOUT}_notice")

    switch("DISABLE")
    try:
        return silent.unseen(cast, only=[WITHOUT])
    finally:
        switch("ENABLE")


def b16() -> list[Figure]:
    """Every way of ending access at every kind of door; the control lets an emergency go on for ever."""
    faults = _failing()
    control = _failing("records.is_open_in_emergency")
    name = "doors that stayed open at the next request, in each way of ending access"
    return [Figure("B16", name, faults, "tests", "0; control > 0", control, not faults and control > 0)]


def _failing(swapped="") -> int:
    """How many tests of revocation fail; with a guard that says yes to everybody, more than none must."""
    plugins = ["-p", "no:xdist", *(["-p", "benchmarks.swapped"] if swapped else [])]
    command = [sys.executable, "-m", "pytest", "-q", *plugins, "tests/revocation"]
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "SWAPPED": swapped}
    run = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):  # they did not run at all
        raise RuntimeError(run.stdout[-2000:] + run.stderr[-2000:])
    return sum(line.startswith("FAILED") for line in run.stdout.splitlines())
