"""The red control of B1: what everybody writes first."""

from booking.models import Occupancy


def look_then_take(things, *, start, end, at, hold=None, held_until=None, appointment=None) -> bool:
    """Look whether a time is free, then take it. Between the look and the insert there is room for another."""
    if Occupancy.objects.filter(thing__in=things, during__overlap=(start, end), released_at=None).exists():
        return False
    for thing in things:
        Occupancy.objects.create(
            thing_id=thing,
            during=(start, end),
            held_until=held_until,
            hold_id=hold,
            appointment_id=appointment,
        )
    return True
