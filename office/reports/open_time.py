"""How many minutes somebody was open on some days: hours, without time off and the days the clinic is closed."""

from booking.availability import wallclock
from booking.availability.slots import clipped, gaps, merged
from clinic.catalogue import catalogue_of


def open_minutes(clinic, practitioner: int, first, last) -> int:
    """Minutes open from one day until another, both included, wherever it is. By the hours in force now."""
    catalogue, zone = catalogue_of(clinic), clinic.zone
    days = range(first.toordinal(), last.toordinal() + 1)
    blocks = [
        block
        for place in catalogue.locations
        for day in days
        for block in wallclock.opened(zone, day, tuple(catalogue.open_on(practitioner, place, day)))
    ]
    if not blocks:
        return 0
    away = [
        (wallclock.to_minutes(one.starts_at), wallclock.to_minutes_up(one.ends_at))
        for one in catalogue.time_off.get(practitioner, ())
    ]
    closed = [
        (wallclock.midnight(zone, one.first), wallclock.midnight(zone, one.last + 1))
        for one in catalogue.closed
    ]
    shut = merged([*away, *closed])
    return sum(
        end - start
        for low, high in merged(blocks)
        for start, end in gaps(clipped(shut, low, high), low, high)
    )
