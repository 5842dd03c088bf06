"""Taking, keeping and giving back time: the few pieces of SQL that everything else rests on (Settled 1).

`INSERT … ON CONFLICT DO NOTHING RETURNING` decides who wins without errors and without deadlocks; Django's
`bulk_create(ignore_conflicts=True)` emits it but tells nobody who won.
"""

from contextlib import nullcontext

from django.db import connection, transaction

_SWEEP = """
UPDATE booking_occupancy SET released_at = %(at)s
 WHERE id IN (
    SELECT id FROM booking_occupancy
     WHERE thing_id = ANY(%(things)s) AND during && tstzrange(%(start)s, %(end)s)
       AND released_at IS NULL AND NOT overlap_allowed AND held_until <= %(at)s
     ORDER BY id FOR UPDATE SKIP LOCKED)
"""

_TAKE = """
INSERT INTO booking_occupancy (thing_id, during, held_until, hold_id, appointment_id, overlap_allowed)
SELECT thing, tstzrange(%(start)s, %(end)s), %(held_until)s, %(hold)s, %(appointment)s, false
  FROM unnest(%(things)s::bigint[]) AS wanted(thing)
 WHERE NOT EXISTS (
    SELECT 1 FROM booking_occupancy laid
     WHERE laid.thing_id = wanted.thing AND laid.during && tstzrange(%(start)s, %(end)s)
       AND laid.released_at IS NULL AND laid.overlap_allowed)
 ORDER BY thing
ON CONFLICT DO NOTHING
RETURNING thing_id
"""

_LAY = """
INSERT INTO booking_occupancy (thing_id, during, appointment_id, overlap_allowed)
VALUES (%(thing)s, tstzrange(%(start)s, %(end)s), %(appointment)s, true)
"""

_KEEP = """
UPDATE booking_occupancy SET held_until = NULL, appointment_id = %(appointment)s
 WHERE hold_id = %(hold)s AND released_at IS NULL AND held_until > %(at)s
"""


class _Taken(Exception):
    """Somebody else has one of the things; undo the others."""


def take(things, *, start, end, at, hold=None, held_until=None, appointment=None) -> bool:
    """Occupy every thing from start to end (breaks included), or none: True when all of them were free.

    Expired holds in the way are swept aside. Things are taken in the order of their ids.
    """
    things = sorted(things)
    taking = {
        "things": things,
        "start": start,
        "end": end,
        "at": at,
        "hold": hold,
        "held_until": held_until,
        "appointment": appointment,
    }
    # Of one thing there is nothing half taken to be undone.
    undoing = transaction.atomic() if len(things) > 1 else nullcontext()
    try:
        with undoing, connection.cursor() as cursor:
            # On one way to the server and back, which is possible as Django puts values in before it sends.
            cursor.execute(f"{_SWEEP};{_TAKE}", taking)
            cursor.nextset()
            if len(cursor.fetchall()) < len(things):
                raise _Taken
    except _Taken:
        return False
    return True


def take_for(wanted, *, at) -> set:
    """Occupy stretches for several holds: (thing, start, end, id of the hold, held until). The ids that went without.

    One after the other in the order of the things and of the clock, whoever asks: two who want some of the same times
    never wait for each other. Whoever is left without undoes the others.
    """
    return {
        hold
        for thing, start, end, hold, until in sorted(wanted)
        if not take([thing], start=start, end=end, at=at, hold=hold, held_until=until)
    }


def lay(thing, *, start, end, appointment) -> None:
    """Lay a visit over whatever has this time: staff's own decision, which the constraint lets through (Settled 1)."""
    with connection.cursor() as cursor:
        cursor.execute(_LAY, {"thing": thing, "start": start, "end": end, "appointment": appointment})


def keep(hold_id, *, appointment, things: int, at) -> bool:
    """Turn a hold's time into a visit's: True when all its rows were still held."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"hold": hold_id, "appointment": appointment, "at": at})
        return cursor.rowcount == things


def prolong(hold_id, *, until, at) -> bool:
    """Hold the same time longer; False when it ran out meanwhile."""
    from booking.models import Occupancy

    return bool(
        Occupancy.objects.filter(hold_id=hold_id, released_at=None, held_until__gt=at).update(
            held_until=until
        )
    )


def give_back(*, at, **whose) -> int:
    """Free the time of a hold (`hold=`) or a visit (`appointment=`)."""
    from booking.models import Occupancy

    return Occupancy.objects.filter(**whose, released_at=None).update(released_at=at)
