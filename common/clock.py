"""The application's clock: the one place that asks what time it is.

Everything that depends on time takes it as `at=`; only views, tasks and commands call `now()`.
"""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _offset


def minutes_in(wait: timedelta) -> int:
    """Whole minutes of a stretch of time, the begun one counted; none of a stretch that is over."""
    return max(0, -(-wait // timedelta(minutes=1)))


def minutes_left(until, *, at) -> int:
    """Whole minutes from `at` until an instant, the begun one counted; none once it has come."""
    return minutes_in(until - at)


class shifted:
    """Within this block the clock stands `by` a timedelta ahead (tests and drills only)."""

    def __init__(self, by: timedelta):
        self.by = by

    def __enter__(self):
        global _offset
        self.before, _offset = _offset, _offset + self.by

    def __exit__(self, *exc):
        global _offset
        _offset = self.before
