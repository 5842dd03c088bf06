"""B2: what happens to booking, in thousands of random sequences beside a model of plain Python; faults put in."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter

from django.db import connection

from benchmarks.figures import Figure

SEQUENCES, PROCESSES = int(os.environ.get("B2_SEQUENCES", "5000")), 2
UNTIL_FOUND = 400  # sequences a fault may take


def _worlds(name: str):
    from booking.tests.sequences.world import ZONES, World

    return [World(f"{slug}-{name}", zone) for slug, zone in ZONES.items()]


def _play(process: int) -> tuple[int, int, int]:
    """One process's share: sequences, steps, and how many showed something wrong."""
    from booking.tests.sequences.playing import broken, shortest, steps_of

    worlds, played, steps, wrong = _worlds(str(process)), 0, 0, 0
    for seed in range(process, SEQUENCES, PROCESSES):
        world, sequence = worlds[seed // PROCESSES % len(worlds)], steps_of(seed)
        fault = broken(world, seed, sequence)
        if fault and "deadlock detected" in fault:
            # A sequence is one long transaction, so that it can be undone: the locks of fifty requests meet those of
            # the other process, which no two requests do. Played once more it shows what is really wrong.
            print(f"B2, seed {seed} in {world.slug} met the other process and is played again.", flush=True)
            fault = broken(world, seed, sequence)
        if fault:
            wrong += 1
            if wrong <= 3:
                least = shortest(world, seed, sequence)
                print(f"B2, seed {seed} in {world.slug}: {least}: {broken(world, seed, least)}", flush=True)
        played, steps = played + 1, steps + len(sequence)
    connection.close()
    return played, steps, wrong


def _find(fault: str) -> int | None:
    """After how many sequences a fault is found."""
    from booking.tests.sequences.faults import FAULTS
    from booking.tests.sequences.playing import sequences_until_found

    found = sequences_until_found(_worlds(f"f{list(FAULTS).index(fault)}"), fault, most=UNTIL_FOUND)
    print(f"B2: “{fault}” is found after {found} sequences.", flush=True)
    connection.close()
    return found


def b2() -> list[Figure]:
    """Every promise after every step; then the same with each fault put in, until it is found."""
    from booking.tests.sequences.faults import FAULTS, NOT_YET

    connection.close()  # each process has a connection of its own
    began = perf_counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        shares = list(pool.map(_play, range(PROCESSES)))
        took = perf_counter() - began
        found = list(pool.map(_find, FAULTS))
    played, steps, wrong = (sum(column) for column in zip(*shares, strict=True))
    every = len(FAULTS) + len(NOT_YET)
    seen = sum(one is not None for one in found)
    left = "".join(f"; not yet: {name} ({why})" for name, why in NOT_YET.items())
    after = max((one for one in found if one), default=0)
    return [
        Figure(
            "B2", f"{played:,} sequences, {steps:,} steps in {took:.0f} s: broken promises", wrong, "sequences",
            "0 of ≥ 5,000; faults found: all", seen, not wrong and played >= 5000,
        ),
        Figure("B2", f"faults put in and found, of {every}{left}", seen, "faults", f"{every}", None, seen == every),
        Figure("B2", "sequences until the best hidden of them was found", after, "sequences", f"≤ {UNTIL_FOUND}", None),
    ]  # fmt: skip
