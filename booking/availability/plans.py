"""Times for several people at once: one after another, or all at the same minute. Pure, over the free starts of each.

A plan only has starts that patients are offered, so what is shown can be booked; no two of its visits, with their
breaks, want the same practitioner, room or machine at once.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from booking.availability.finding import Slot
from booking.availability.slots import Shape
from booking.models.family_day import SIDE_BY_SIDE

WAIT = 15  # minutes between one visit's end and the next one's start, where a clinic has no coarser grid


def longest_wait(rules) -> int:
    """How many minutes may lie between two visits one after another: a quarter of an hour, or one step of the grid."""
    return max(WAIT, rules.start_grid or 0)


@dataclass(frozen=True)
class Part:
    """What one person of the group comes for: the shape of the visit, what it needs, and its free starts in order.

    `free` is what patients are offered. `loose` is what would be free if nothing were asked about keeping the day
    together: a visit right behind another of the same group keeps it together by itself.
    """

    shape: Shape
    needs: frozenset[int]
    free: list[Slot]
    loose: list[Slot] = field(default_factory=list)

    def things(self, slot) -> set[int]:
        """Who and what is busy with it."""
        return {slot.practitioner, *self.needs}

    def occupied(self, slot) -> tuple[int, int]:
        """From when until when, breaks included."""
        return slot.start - self.shape.before, slot.start + self.shape.minutes + self.shape.after


class Placed(NamedTuple):
    """One person of a plan (by their place among the parts) and their time."""

    part: int
    slot: Slot


Plan = tuple[Placed, ...]  # in the order of the clock


def _clash(parts, one: Placed, other: Placed) -> bool:
    a, b = parts[one.part], parts[other.part]
    if not a.things(one.slot) & b.things(other.slot):
        return False
    (low, high), (begin, end) = a.occupied(one.slot), b.occupied(other.slot)
    return low < end and begin < high


def _end(parts, placed: Placed) -> int:
    return placed.slot.start + parts[placed.part].shape.minutes


def _keeps_together(parts, placed, wanted: Placed) -> bool:
    """Whether patients are offered this start, or it is the very next one behind a visit of the same practitioner."""
    part, slot = parts[wanted.part], wanted.slot
    if _has(part.free, slot):
        return True
    before = [one for one in placed if one.slot.practitioner == slot.practitioner]
    if not before:
        return False
    taken_until = parts[before[-1].part].occupied(before[-1].slot)[1]
    between = part.loose[bisect_left(part.loose, (taken_until,)) : bisect_left(part.loose, (slot.start,))]
    return not any(
        other.practitioner == slot.practitioner and part.occupied(other)[0] >= taken_until
        for other in between
    )


def _has(slots, slot) -> bool:
    position = bisect_left(slots, slot)
    return position < len(slots) and slots[position] == slot


def in_turn(parts: list[Part], *, wait: int, first: int | None = None) -> Iterator[Plan]:
    """Plans one after another, one for each start, the earliest first. `first` is the part that begins.

    Whoever comes next has the earliest start at or after the end of the visit before, at most `wait` minutes later.
    """
    beginning = {first} if first is not None else set(range(len(parts)))
    starts = sorted({slot.start for index in beginning for slot in parts[index].free})
    for start in starts:
        for index in _one_of_a_kind(parts, beginning):
            slot = next(iter(_between(parts[index].free, start, start)), None)
            plan = slot and _continued(parts, (Placed(index, slot),), wait)
            if plan:
                yield plan
                break


def _one_of_a_kind(parts, indexes) -> list[int]:
    """Of those who want the very same only the first: the others would find the same plans."""
    kinds: dict[tuple, int] = {}
    for index in sorted(indexes):
        kinds.setdefault((parts[index].shape, parts[index].needs, id(parts[index].free)), index)
    return list(kinds.values())


def _between(slots, low: int, high: int) -> list[Slot]:
    return slots[bisect_left(slots, (low,)) : bisect_left(slots, (high + 1,))]


def _continued(parts, placed: Plan, wait: int) -> Plan | None:
    left = set(range(len(parts))) - {one.part for one in placed}
    if not left:
        return placed
    for index in _one_of_a_kind(parts, left):
        after = _next(parts, placed, index, wait)
        plan = after and _continued(parts, (*placed, after), wait)
        if plan:
            return plan
    return None


def _next(parts, placed: Plan, index: int, wait: int) -> Placed | None:
    end = _end(parts, placed[-1])
    for slot in _between(parts[index].loose or parts[index].free, end, end + wait):
        wanted = Placed(index, slot)
        if not any(_clash(parts, one, wanted) for one in placed) and _keeps_together(parts, placed, wanted):
            return wanted
    return None


def side_by_side(parts: list[Part]) -> Iterator[Plan]:
    """Plans in which everybody begins at the same minute, each with somebody else, the earliest first."""
    common = set.intersection(*({slot.start for slot in part.free} for part in parts))
    for start in sorted(common):
        choices = [_between(part.free, start, start) for part in parts]
        if len({slot.practitioner for slots in choices for slot in slots}) >= len(parts):
            plan = _apart(parts, choices, ())
            if plan:
                yield plan


def _apart(parts, choices, placed: Plan) -> Plan | None:
    index = len(placed)
    if index == len(parts):
        return placed
    for slot in choices[index]:
        wanted = Placed(index, slot)
        if not any(_clash(parts, one, wanted) for one in placed):
            plan = _apart(parts, choices, (*placed, wanted))
            if plan:
                return plan
    return None


def is_a_plan(parts: list[Part], plan: Plan, *, way: str, wait: int) -> bool:
    """Whether a group would be offered times that lie like this, whatever is free: everybody once, in that way."""
    if sorted(one.part for one in plan) != list(range(len(parts))):
        return False
    if any(_clash(parts, one, other) for one in plan for other in plan if one.part < other.part):
        return False
    if way == SIDE_BY_SIDE:
        return len({one.slot.start for one in plan}) == 1
    return all(0 <= after.slot.start - _end(parts, before) <= wait for before, after in pairwise(plan))


def lost_of(parts: list[Part], plan: Plan, *, way: str) -> list[int]:
    """Whose time of a plan is not on offer (any more)."""
    lost = []
    for position, wanted in enumerate(plan):
        part = parts[wanted.part]
        if way == SIDE_BY_SIDE:
            is_free = _has(part.free, wanted.slot)
        else:
            is_free = _has(part.loose or part.free, wanted.slot) and _keeps_together(
                parts, plan[:position], wanted
            )
        if not is_free:
            lost.append(wanted.part)
    return lost
