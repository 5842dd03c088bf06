"""B4: the permission matrix at its full size, and what happens to it when one guard is taken away."""

import os
import subprocess
import sys
from unittest.mock import patch

from django.db import transaction

from benchmarks.as_in_tests import as_in_tests
from benchmarks.figures import Figure
from common.tests.moment import AT

# One of each: not signed in, none, own-limited, own-full, for another, revoked, expired, staff here, staff elsewhere.
OF_EACH = ("nobody", "dov", "ana", "ida", "ben", "rae", "ed", "nora", "omar")
NOT_SPOKEN = ("PUT", "PATCH", "DELETE", "OPTIONS")
HARMLESS = {"400", "403", "404", "405", "410", "login", "302"}


def b4() -> list[Figure]:
    """Every door, asked by everybody, in every way; then once more with each guard swapped for a yes."""
    from tests.matrix.asking import Knocking
    from tests.matrix.people import PEOPLE, World
    from tests.matrix.test_matrix import DOORS

    with as_in_tests(), patch("common.clock.now", lambda: AT), transaction.atomic():
        knocking = Knocking(World())
        asked, faults = 0, []
        for door in DOORS:
            for person in PEOPLE:
                answers = [knocking.ask(method, door, person) for method in ("GET", "POST")]
                asked += len(answers)
                faults += _faults(answers)
            for person in OF_EACH:
                shown = knocking.ask("GET", door, person)
                head = knocking.ask("HEAD", door, person)
                others = [knocking.ask(method, door, person) for method in NOT_SPOKEN]
                asked += 2 + len(others)
                if head.code != shown.code:
                    faults.append(f"{head} got {head.code} where GET got {shown.code}")
                faults += [f"{one} got {one.code}" for one in others if not _is_harmless(one, shown)]
        for fault in faults[:200]:
            print(fault)
        swaps, missed = _unseen_swaps(knocking, DOORS)
        transaction.set_rollback(True)
    return [
        Figure("B4", f"{len(DOORS)} doors × {len(PEOPLE)} people × methods: wrong cells of {asked:,}", len(faults),
               "cells", "0; control > 0", swaps - len(missed), not faults),
        Figure("B4", "guards swapped for yes, one by one, that nobody saw", len(missed), f"of {swaps}", "0", None,
               not missed),
    ]  # fmt: skip


def _faults(answers) -> list[str]:
    from tests.matrix.judging import JUDGES

    return [f"{answer} {fault}" for answer in answers for judge in JUDGES if (fault := judge(answer))]


def _is_harmless(answer, shown) -> bool:
    """A way of asking that no page speaks: refused, or answered with the page that GET shows this person anyway.

    OPTIONS may say which ways are spoken, and nothing else.
    """
    from tests.matrix.judging import leak

    if answer.code in HARMLESS or (answer.method == "OPTIONS" and not answer.body):
        return True
    return answer.code == shown.code == "200" and not leak(answer)


def _unseen_swaps(knocking, doors) -> tuple[int, list[str]]:
    """Every table's `visible_to` and every guard said yes once: how many, and those that nothing turned red for.

    A guard that decides what a page says, not whether it is there, shows in the tests of its room.
    """
    from tests.matrix.guards import GUARDS, faults_without
    from tests.matrix.test_controls import SHOWS_AT, faults_unguarded

    missed = [label for label in SHOWS_AT if not faults_unguarded(label, knocking)]
    for name, guard in GUARDS.items():
        is_seen = faults_without(name, knocking, doors) if guard.door else _fails(name, guard.tests)
        missed += [] if is_seen else [name]
    for name in missed:
        print(f"swapped for yes, and not seen: {name}")
    return len(SHOWS_AT) + len(GUARDS), missed


def _fails(name, tests) -> bool:
    """Whether a room's tests fail while the guard says yes to everybody."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "benchmarks.swapped",
        tests,
    ]
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "SWAPPED": name}
    run = subprocess.run(command, env=os.environ | settings, capture_output=True, check=False)
    return run.returncode == 1  # 2 and more: the tests did not run at all
