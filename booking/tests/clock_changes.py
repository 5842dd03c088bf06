"""What a zone's clocks do on the days they change, asked of the zone minute by minute; and what booking makes of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from booking import policies, rules
from booking.availability import wallclock
from booking.availability.slots import Shape, starts
from booking.models import Appointment, Preferences
from clinic.models import Clinic

LOW, HIGH = (wallclock.to_minutes(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2038))
EPOCH, STEP = datetime(1970, 1, 1), 15
DAY_ZERO = EPOCH.toordinal()
# The whole day, a night shift, and one that may end inside a repeated hour; minutes after midnight.
BLOCKS = ((0, 1440), (1320, 1800), (30, 90))


def wall(zone, minute: int) -> int:
    """What the wall clock shows at an instant, as minutes since 1970; asked of the zone alone."""
    shown = datetime.fromtimestamp(minute * 60, zone)
    return (shown.toordinal() - DAY_ZERO) * 1440 + shown.hour * 60 + shown.minute


def changes(zone, since=LOW, until=HIGH):
    """The first minute after each change; the look every three hours is nearer than two changes ever lie."""
    for begin in range(since, until, 180):
        low, high = begin, begin + 180
        before = wall(zone, low) - low
        if wall(zone, high) - high != before:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if wall(zone, middle) - middle == before else (low, middle)
            yield high


def ours(zone, day, opens, closes):
    """(label on the wall, instant) of every quarter of an hour on offer."""
    blocks = wallclock.open_minutes(zone, day, opens, closes)
    return [(wall(zone, one), one) for one in starts(blocks, [], Shape(STEP), earliest=0, latest=10**9)]


def naive(zone, day, opens, closes):
    """The red control: steps on the wall clock, and the zone put on afterwards."""
    labels = [datetime.fromordinal(day) + timedelta(minutes=at) for at in range(opens, closes, STEP)]
    return [
        ((one - EPOCH) // timedelta(minutes=1), wallclock.to_minutes(one.replace(tzinfo=zone)))
        for one in labels
    ]


def judge(zone, offered, exist: set[int]) -> Counter:
    """Faults of one offer against the minutes that really show these hours."""
    instants = [instant for _label, instant in offered]
    bookable = {minute for instant in instants for minute in range(instant, instant + STEP)}
    return Counter(
        missing=sum(wall(zone, instant) != label for label, instant in offered),
        twice=len(instants) - len(set(instants)),
        minutes=len(bookable ^ exist),
    )


def begins(zone, day, shown) -> Counter:
    """Whether a day begins for us when the zone shows its first minute, be it midnight or not. The naive way: 24 hours
    after the day before."""
    first, before = (
        next(minute for minute, at in shown if at // 1440 + DAY_ZERO == one) for one in (day, day - 1)
    )
    no_more_today = Preferences(same_day=False, notice_hours=0)
    at = wallclock.to_instant(first - 1)  # in the evening before
    soonest = rules.earliest_start(no_more_today, Clinic(timezone=zone.key), at=at)
    return Counter(
        days=1,
        no_midnight=wall(zone, first) % 1440 != 0,
        begins=(wallclock.midnight(zone, day) != first) + (wallclock.to_minutes(soonest) != first),
        **{"naive begins": first - before != 1440},
    )


# Minutes from a change to a visit's start, and hours from that to a deadline.
STARTS, HOURS = (-30, 0, 45, 600, 1500, 2940), (1, 4, 24, 48)


def deadlines(zone, change) -> Counter:
    """Whether every deadline of visits around a change is so many real hours before their start: cancelling, the late
    fee, the notice. The naive way counts on the wall."""
    found, clinic = Counter(), Clinic(timezone=zone.key)
    for hours in HOURS:
        asked = Preferences(
            clinic=clinic, cancel_online=True, cancel_notice_hours=hours, fee_window_hours=hours, fee=1,
            notice_hours=hours,
        )  # fmt: skip
        with patch.object(policies, "rules_of", lambda _clinic, asked=asked: asked):
            for after in STARTS:
                start = wallclock.to_instant(change + after)
                due = wallclock.to_instant(change + after - hours * 60)
                visit = Appointment(clinic=clinic, starts_at=start, ends_at=start + timedelta(minutes=30))
                told = [
                    rules.online_until(asked, start), rules.free_until(asked, start),
                    rules.earliest_start(asked, clinic, at=due) - timedelta(hours=hours),
                ]  # fmt: skip
                found["deadlines"] += len(told) + 2
                found["deadline"] += sum(one != due for one in told)
                for at, why, fee in ((due - timedelta(seconds=1), None, 0), (due, "late", 1)):
                    found["deadline"] += policies.why_not_change(visit, at=at, how=policies.CANCEL) != why
                    found["deadline"] += rules.late_fee(asked, start, at=at) != fee
                on_the_wall = (start.astimezone(zone) - timedelta(hours=hours)).astimezone(UTC)
                found["naive deadline"] += on_the_wall != due
    return found


def days_around(zone, change) -> Counter:
    """Faults of the two days that meet at a change: ours, and those of the naive way."""
    found = Counter()
    days = {wallclock.local_day(change - 1, zone), wallclock.local_day(change, zone)}
    low, high = (min(days) - DAY_ZERO - 2) * 1440, (max(days) - DAY_ZERO + 3) * 1440
    shown = [(minute, wall(zone, minute)) for minute in range(low, high)]
    for day in days | {max(days) + 1}:
        found += begins(zone, day, shown)
    for day in days:
        for opens, closes in BLOCKS:
            begin, end = ((day - DAY_ZERO) * 1440 + edge for edge in (opens, closes))
            exist = {minute for minute, at in shown if begin <= at < end}
            found += judge(zone, ours(zone, day, opens, closes), exist)
            for name, faults in judge(zone, naive(zone, day, opens, closes), exist).items():
                found[f"naive {name}"] += faults
    return found
