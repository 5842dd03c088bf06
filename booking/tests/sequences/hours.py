"""Hours on the wall as minutes since 1970, by looking at every minute: slow, plain, and right on every day."""

from datetime import datetime
from functools import cache, lru_cache

from booking.tests.clock_changes import DAY_ZERO, wall


@lru_cache(maxsize=32)  # a day of it is a megabyte
def _walls(zone, day: int) -> list[tuple[int, int]]:
    """What the clock on the wall shows at every minute around a day, asked of the zone alone: (instant, wall)."""
    low = (day - DAY_ZERO) * 1440
    return [(minute, wall(zone, minute)) for minute in range(low - 1440, low + 4 * 1440)]


@cache
def open_runs(zone, day: int, spans: tuple) -> list[tuple[int, int, int]]:
    """The runs of minutes at which the wall shows an hour within these spans: (from, until, wall at the beginning)."""
    base, runs = (day - DAY_ZERO) * 1440, []
    for minute, shown in _walls(zone, day):
        if any(opens <= shown - base < closes for opens, closes in spans):
            if runs and runs[-1][1] == minute:
                runs[-1][1] = minute + 1
            else:
                runs.append([minute, minute + 1, shown])
    return [tuple(run) for run in runs]


@cache
def day_of(zone, minute: int) -> int:
    """The calendar day (an ordinal) of a minute."""
    return datetime.fromtimestamp(minute * 60, zone).toordinal()


@cache
def minutes_of(zone, day: int) -> tuple[int, int]:
    """From when until when the clock on the wall shows a calendar day, whatever its first minute is called."""
    base = (day - DAY_ZERO) * 1440
    shown = [minute for minute, at in _walls(zone, day) if base <= at < base + 1440]
    return shown[0], shown[-1] + 1


def gaps(spans, low: int, high: int):
    """What these spans leave of a stretch."""
    for begins, ends in sorted(spans):
        if low < min(begins, high):
            yield low, min(begins, high)
        low = max(low, ends)
    if low < high:
        yield low, high


def lies_in(doors, low: int, high: int) -> bool:
    return any(begins <= low and high <= ends for begins, ends in doors)
