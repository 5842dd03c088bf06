"""Quiet hours: nobody is offered a time in the night, and the minutes to answer stand still (product §4)."""

from datetime import timedelta

from booking.availability import slots, wallclock

OFFER_FOR = timedelta(minutes=30)


def quiet_ranges(rules, clinic, *, at) -> list[tuple]:
    """The quiet hours around an instant, as (from, until) instants: yesterday's, today's and those of two more days.

    They are hours of the clinic's wall clock, so that a night in which the clocks change is shorter or longer.
    """
    if rules.quiet_from == rules.quiet_until:
        return []
    opens, closes = rules.quiet_from * 60, rules.quiet_until * 60
    if closes < opens:
        closes += 1440
    today = at.astimezone(clinic.zone).date().toordinal()
    pieces = [
        piece
        for day in range(today - 1, today + 4)
        for piece in wallclock.open_minutes(clinic.zone, day, opens, closes)
    ]
    return [(wallclock.to_instant(low), wallclock.to_instant(high)) for low, high in slots.merged(pieces)]


def is_quiet(rules, clinic, *, at) -> bool:
    """Whether it is a time at which nobody is offered anything."""
    return any(low <= at < high for low, high in quiet_ranges(rules, clinic, at=at))


def runs_until(rules, clinic, *, at):
    """When an offer made now is over: half an hour later, quiet hours not counted."""
    left, now = OFFER_FOR, at
    for low, high in quiet_ranges(rules, clinic, at=at):
        if high <= now:
            continue
        if now < low:
            if low - now >= left:
                break
            left -= low - now
        now = high
    return now + left
