"""Playing sequences: by a seed, and cut down to the shortest that still shows what is wrong."""

from random import Random

from django.db import transaction
from django.test import override_settings

from booking import rules
from booking.tests.sequences.by_family import ByFamily
from booking.tests.sequences.faults import put_in
from booking.tests.sequences.plain import ENOUGH_FOR_ADDRESS
from booking.tests.sequences.story import KINDS_OF_STEP
from clinic import catalogue

LONGEST = 50
NAMES, WEIGHTS = list(KINDS_OF_STEP), list(KINDS_OF_STEP.values())


def steps_of(seed: int, *, longest=LONGEST) -> list[tuple[str, int]]:
    """The steps of one sequence, each a kind and what it draws by."""
    draw = Random(seed)
    # Mostly short ones: what is wrong shows in ten steps or twenty, and the long ones cost most.
    count = draw.randint(3, longest if draw.randrange(4) == 0 else 20)
    names = draw.choices(NAMES, WEIGHTS, k=count)
    return [(name, draw.randrange(2**31)) for name in names]


def play(world, seed: int, steps) -> int:
    """Play one sequence and undo everything; how many steps it had. Raises what a broken promise raises."""
    kept = catalogue._kept.get(world.clinic.pk), rules._kept.get(world.clinic.pk)
    try:
        with transaction.atomic(), override_settings(VISITS_BEFORE_PROOF=ENOUGH_FOR_ADDRESS):
            story = ByFamily(world, seed)
            for name, by in steps:
                story.play(name, by)
            transaction.set_rollback(True)
    finally:
        # The clinic's version is what it was before, and so is what was read of it then.
        for keeper, before in zip((catalogue._kept, rules._kept), kept, strict=True):
            keeper.pop(world.clinic.pk, None)
            if before:
                keeper[world.clinic.pk] = before
    return len(steps)


def broken(world, seed: int, steps) -> str | None:
    """What a sequence shows to be wrong: a promise that is broken, or an error nobody expects."""
    try:
        play(world, seed, steps)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def shortest(world, seed: int, steps) -> list[tuple[str, int]]:
    """The same without the steps it does not need."""
    number = len(steps) - 1
    while number >= 0:
        fewer = steps[:number] + steps[number + 1 :]
        if broken(world, seed, fewer):
            steps = fewer
        number = min(number, len(steps)) - 1
    return steps


def sequences_until_found(worlds, fault: str, *, most: int) -> int | None:
    """How many sequences it takes until one shows a fault that is put in; None where none of so many does.

    The same sequence without the fault shows nothing, or it proves nothing.
    """
    for seed in range(most):
        how = worlds[seed % len(worlds)], seed, steps_of(seed)
        with put_in(fault):
            said = broken(*how)
        if said:
            play(*how)
            return seed + 1
    return None
