"""Free starts out of open blocks and taken ranges. All figures are epoch minutes; ranges are half-open."""

from bisect import bisect_left
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """What one visit takes: its minutes, the breaks around it, and how far apart starts lie.

    `grid` is 15, 30 or 60 (starts on the round minutes of the clock) or None: one visit after the other.
    """

    minutes: int
    before: int = 0
    after: int = 0
    grid: int | None = None

    @property
    def step(self) -> int:
        return self.grid or self.before + self.minutes + self.after


def merged(ranges) -> list[tuple[int, int]]:
    """Sorted ranges without overlaps; those that touch become one."""
    result: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1]:
            if high > result[-1][1]:
                result[-1] = (result[-1][0], high)
        else:
            result.append((low, high))
    return result


def gaps(ranges, low: int, high: int) -> list[tuple[int, int]]:
    """What of [low, high) these merged ranges leave free, in order."""
    edges = [low, *(edge for one in ranges for edge in one), high]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def clipped(ranges, low: int, high: int) -> list[tuple[int, int]]:
    """What of these ranges lies within [low, high), in their order."""
    return [(max(a, low), min(b, high)) for a, b in ranges if a < high and low < b]


def together(free, block, booked) -> list[int]:
    """Of a block's free starts those that keep the day together (product §4).

    An empty block offers the first, the one nearest the middle, and the last; as soon as something in it is booked,
    only the starts next to that. `booked` are merged ranges with their breaks. Notice and horizon are asked
    afterwards, so that the times do not wander with the clock.
    """
    low, high = block
    inside = clipped(booked, low, high)
    if not free:
        return []
    if not inside:
        first, last = free[0], free[-1]
        middle = min(free, key=lambda start: (abs(2 * start - first - last), start))
        return sorted({first, middle, last})
    kept = set()
    for begins, ends in gaps(inside, low, high):
        near = [start for start in free if begins <= start < ends]
        if near and begins > low:
            kept.add(near[0])
        if near and ends < high:
            kept.add(near[-1])
    return sorted(kept)


def starts(blocks, taken, shape: Shape, *, earliest: int, latest: int, offset: int = 0) -> list[int]:
    """Every start a visit of this shape may have, in order.

    `blocks` are open ranges, `taken` merged ranges in order. The visit itself lies within a block; its breaks may
    reach over the block's edge but not into anything taken. `earliest` and `latest` bound the start, both included.
    `offset` is the zone's distance from UTC in minutes, for the round minutes of the grid.
    """
    ends = [high for _low, high in taken]
    found = []
    for low, high in blocks:
        found += starts_in(
            (low, high), high, taken, ends, shape, earliest=earliest, latest=latest, offset=offset
        )
    return found


def starts_in(block, until, taken, ends, shape, *, earliest, latest, offset) -> list[int]:
    """The starts of one block. `until` is when the doors close: later than the block where the next one touches it.

    `ends` are the ends of `taken`, so that many blocks share one list.
    """
    low, high = block
    step, count = shape.step, len(taken)
    first = low if shape.grid is None else low + (-(low + offset)) % shape.grid
    if first < earliest:
        first += -((first - earliest) // step) * step
    last = min(high - 1, until - shape.minutes, latest)
    before, after = shape.before, shape.minutes + shape.after
    # The first taken range that could touch this visit; it only moves forward.
    position = bisect_left(ends, first - before + 1)
    found = []
    for start in range(first, last + 1, step):
        while position < count and ends[position] <= start - before:
            position += 1
        if position == count or taken[position][0] >= start + after:
            found.append(start)
    return found
