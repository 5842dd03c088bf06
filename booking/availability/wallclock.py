"""From hours on the wall to instants, exact on days when the clocks change."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from booking.availability.slots import merged

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def to_minutes(instant: datetime) -> int:
    """Epoch minutes of an aware instant, rounded down."""
    return int(instant.timestamp() // 60)


def to_minutes_up(instant: datetime) -> int:
    """Epoch minutes of an aware instant, rounded up: the first whole minute that is not before it."""
    return int(-(-instant.timestamp() // 60))


def to_instant(minutes: int) -> datetime:
    """The aware instant, in UTC, of epoch minutes."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def _offset(zone: ZoneInfo, minutes: int) -> int:
    return int(to_instant(minutes).astimezone(zone).utcoffset().total_seconds() // 60)


def _first_minute_with_other_offset(zone, low, high, offset) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
    return high


@lru_cache(maxsize=8192)
def segments(zone: ZoneInfo, day: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches around one day in which the clock runs evenly, as (from, until, offset), offset in minutes.

    `day` is a proleptic ordinal. The window reaches a day back and three ahead, enough for any block of that day.
    """
    low = (day - _EPOCH_ORDINAL - 1) * 1440
    end = low + 5 * 1440
    found = []
    while low < end:
        offset = _offset(zone, low)
        high = low + 1440
        # Day by day: no zone changes its clocks twice within a day and goes back to where it was.
        while high < end and _offset(zone, high) == offset:
            high += 1440
        if high < end:
            change = _first_minute_with_other_offset(zone, high - 1440, high, offset)
        else:
            change = end
        found.append((low, change, offset))
        low = change
    return tuple(found)


def open_minutes(zone: ZoneInfo, day: int, opens: int, closes: int) -> list[tuple[int, int]]:
    """The instants at which the wall clock shows a time within [opens, closes) of a day, as ranges.

    `opens` and `closes` count minutes after that day's midnight; closes may pass 1440. Hours that the clock skips
    give nothing, hours that it repeats count twice. Ranges that touch are one.
    """
    wall = (day - _EPOCH_ORDINAL) * 1440
    ranges: list[tuple[int, int]] = []
    for start, end, offset in segments(zone, day):
        low, high = max(start, wall + opens - offset), min(end, wall + closes - offset)
        if low >= high:
            continue
        if ranges and ranges[-1][1] == low:
            ranges[-1] = (ranges[-1][0], high)
        else:
            ranges.append((low, high))
    return ranges


@lru_cache(maxsize=16384)
def opened(zone: ZoneInfo, day: int, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The instants of a day's hours, merged. Many people keep the same hours, and every page asks for the same days."""
    return tuple(merged(piece for opens, closes in spans for piece in open_minutes(zone, day, opens, closes)))


def offset_at(zone: ZoneInfo, day: int, minutes: int) -> int:
    """The zone's distance from UTC, in minutes, at an instant of (or next to) a day."""
    return next(offset for start, end, offset in segments(zone, day) if start <= minutes < end)


def local_day(minutes: int, zone: ZoneInfo) -> int:
    """The ordinal of the clinic's calendar day at an instant."""
    return to_instant(minutes).astimezone(zone).date().toordinal()


def midnight(zone: ZoneInfo, day: int) -> int:
    """When a calendar day begins there, in epoch minutes; where midnight is skipped, the first minute after it."""
    return open_minutes(zone, day, 0, 1440)[0][0]
