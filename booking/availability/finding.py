"""Free times of a service: the clinic's catalogue, its rules, and one query for what is taken."""

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from booking import rules as booking_rules
from booking.availability import slots, wallclock
from clinic.catalogue import catalogue_of

# Epoch minutes, rounded outwards. PostgreSQL joins what touches before anything is sent: a full day is one row, not
# sixteen. Two branches, so that each finds its partial index: what the constraint guards, and the few visits that
# staff laid over others on purpose.
_TAKEN = """
SELECT thing,
       floor(date_part('epoch', lower(together)) / 60)::int,
       ceil(date_part('epoch', upper(together)) / 60)::int
  FROM (
SELECT wanted.thing, unnest(range_agg(found.during)) AS together
  FROM unnest(%(things)s::bigint[]) AS wanted(thing)
 CROSS JOIN LATERAL (
    SELECT during, held_until, hold_id, appointment_id FROM booking_occupancy
     WHERE int8range(thing_id, thing_id, '[]') && int8range(wanted.thing, wanted.thing, '[]')
       AND during && tstzrange(%(low)s, %(high)s) AND released_at IS NULL AND NOT overlap_allowed
    UNION ALL
    SELECT during, held_until, hold_id, appointment_id FROM booking_occupancy
     WHERE thing_id = wanted.thing
       AND during && tstzrange(%(low)s, %(high)s) AND released_at IS NULL AND overlap_allowed
 ) AS found
 WHERE (found.held_until IS NULL OR found.held_until > %(at)s)
   AND (%(but)s::uuid IS NULL OR found.hold_id IS DISTINCT FROM %(but)s::uuid)
   AND (%(visit)s::uuid IS NULL OR found.appointment_id IS DISTINCT FROM %(visit)s::uuid)
 GROUP BY wanted.thing) AS taken
"""


NEAR_DAYS = 7


class Slot(NamedTuple):
    """A free start: epoch minutes, and who is free then."""

    start: int
    practitioner: int

    @property
    def starts_at(self):
        return wallclock.to_instant(self.start)


def taken_ranges(
    things, *, low, high, at, ignoring_hold=None, ignoring_visit=None
) -> dict[int, list[tuple[int, int]]]:
    """What is taken of each thing between two instants, merged and in order. One query."""
    found: dict[int, list] = {thing: [] for thing in things}
    values = {
        "things": list(things),
        "low": low,
        "high": high,
        "at": at,
        "but": ignoring_hold,
        "visit": ignoring_visit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, values)
        for thing, start, end in cursor.fetchall():
            found[thing].append((start, end))
    return {thing: slots.merged(ranges) for thing, ranges in found.items()}


class Search:
    """Looks for free times of one service at one location, with one practitioner or several.

    `rules` are others than those in force, to see what they would mean.
    """

    def __init__(
        self,
        clinic,
        service,
        practitioners,
        location,
        *,
        at,
        ignoring_hold=None,
        ignoring_visit=None,
        rules=None,
    ):
        self.clinic, self.service, self.location, self.at = clinic, service, location, at
        self.practitioners = list(practitioners)
        self.catalogue = catalogue_of(clinic)
        self.rules = rules or booking_rules.rules_of(clinic)
        self.shape = booking_rules.shape_of(service, self.rules)
        self.ignoring_hold, self.ignoring_visit = ignoring_hold, ignoring_visit
        self.first_day = at.astimezone(clinic.zone).date().toordinal()
        self.last_day = booking_rules.last_day(self.rules, clinic, at=at)

    def blocks(self, practitioner, day: int, *, for_all=False) -> tuple[tuple[int, int], ...]:
        """When a practitioner is open for this service (or for any) on one day, in epoch minutes."""
        service = None if for_all else self.service
        spans = self.catalogue.open_on(practitioner.pk, self.location.pk, day, service=service)
        return wallclock.opened(self.clinic.zone, day, tuple(spans))

    @cached_property
    def closed(self) -> list[tuple[int, int]]:
        """When the whole clinic is closed, in epoch minutes."""
        zone = self.clinic.zone
        return [
            (wallclock.midnight(zone, one.first), wallclock.midnight(zone, one.last + 1))
            for one in self.catalogue.closed
        ]

    def away(self, thing: int) -> list[tuple[int, int]]:
        """The time off of somebody or something, and when everybody is away, in epoch minutes."""
        return [
            *self.closed,
            *(
                (wallclock.to_minutes(one.starts_at), wallclock.to_minutes_up(one.ends_at))
                for one in self.catalogue.time_off.get(thing, ())
            ),
        ]

    def is_open(self, day: int) -> bool:
        """Whether anybody who is wanted works on that day."""
        if self.catalogue.closed_on(day):
            return False
        return any(self.blocks(person, day) for person in self.practitioners)

    def free(self, first: int, last: int, *, people=None) -> list[Slot]:
        """Free starts on the calendar days first to last (ordinals, both included), earliest first. One query.

        `people` are some of the practitioners, where the others do not matter.
        """
        first, last = max(first, self.first_day), min(last, self.last_day)
        people = self.practitioners if people is None else people
        if first > last or not people:
            return []
        taken = self.taken(first, last, people=people)
        soonest = booking_rules.earliest_start(self.rules, self.clinic, at=self.at)
        bounds = self.bounds(first, last, soonest=soonest)
        needed = [one for thing in self.needs for one in [*taken[thing], *self.away(thing)]]
        found = []
        for person in people:
            key = person.pk  # once: it is looked up in Django's tables of fields each time
            away = self.away(key)
            busy = slots.merged([*taken[key], *away, *needed]) if away or needed else taken[key]
            booked = taken[key] if self.rules.keeps_together else None
            free = self.starts(person, (first, last), busy, bounds, booked=booked)
            found += [Slot(start, key) for start in free]
        found.sort()
        return found

    @property
    def needs(self) -> tuple[int, ...]:
        """The rooms and machines the service takes."""
        return self.catalogue.needs.get(self.service.pk, ())

    def taken(self, first: int, last: int, *, people=None) -> dict[int, list[tuple[int, int]]]:
        """What visits and holds take of everybody and everything on these days, and as far around as it matters."""
        zone, shape = self.clinic.zone, self.shape
        low, high = wallclock.midnight(zone, first), wallclock.midnight(zone, last + 1)
        if self.rules.keeps_together:  # asks about whole blocks, which may cross two midnights
            low, high = wallclock.midnight(zone, first - 1), wallclock.midnight(zone, last + 2)
        reach = shape.before + shape.minutes + shape.after
        return taken_ranges(
            [one.pk for one in (self.practitioners if people is None else people)] + list(self.needs),
            low=wallclock.to_instant(low - reach),
            high=wallclock.to_instant(high + reach),
            at=self.at,
            ignoring_hold=self.ignoring_hold,
            ignoring_visit=self.ignoring_visit,
        )

    def bounds(self, first: int, last: int, *, soonest) -> dict[str, int]:
        """Between which minutes a start may lie: on these days, and not before an instant."""
        low, high = (wallclock.midnight(self.clinic.zone, day) for day in (first, last + 1))
        return {"earliest": max(low, wallclock.to_minutes_up(soonest)), "latest": high - 1}

    def starts(self, person, span, busy, bounds, *, booked=None) -> list[int]:
        """The free starts of one person on the days of `span` (first, last), where `busy` is what is taken.

        Each day's block counts from its own beginning, whatever days are asked for, so that a list of weeks and the
        check of one day agree; a visit may run on into a block that touches. With `booked` only the starts that keep
        the day together (`slots.together`).
        """
        # A block of the evening before may reach into the first day; starts are counted on the day they fall on.
        days = range(span[0] - 1, span[1] + (2 if booked is None else 3))
        zone, ends = self.clinic.zone, [end for _start, end in busy]
        by_day = [(day, block) for day in days for block in self.blocks(person, day)]
        doors = slots.merged(block for _day, block in by_day)
        found, door = set(), 0
        for day, block in by_day:
            while doors[door][1] < block[1]:
                door += 1
            offset = wallclock.offset_at(zone, day, block[0]) if self.shape.grid else 0
            asked = bounds if booked is None else {"earliest": block[0], "latest": block[1]}
            free = slots.starts_in(block, doors[door][1], busy, ends, self.shape, offset=offset, **asked)
            if booked is not None:
                free = self._together(person, block, free, booked, **bounds)
            found.update(free)
        return sorted(found)

    def _together(self, person, block, free, booked, *, earliest, latest):
        """Time off ends a block like a closed door; what is left of it is kept together piece by piece."""
        away = slots.clipped(slots.merged(self.away(person.pk)), *block)
        for piece in slots.gaps(away, *block):
            inside = [start for start in free if piece[0] <= start < piece[1]]
            for start in slots.together(inside, piece, booked):
                if earliest <= start <= latest:
                    yield start

    @cached_property
    def all_free(self) -> list[Slot]:
        """Every free start until the last day that may be booked. One query, asked once."""
        return self.free(self.first_day, self.last_day)

    def soonest(self) -> Slot | None:
        """The first free time of all."""
        return next(iter(self.all_free), None)

    @cached_property
    def first_of_each(self) -> dict[int, Slot]:
        """The first free time of every practitioner who has one.

        Most have one within some days; only for the others the rest of the time ahead is searched. One query or two.
        """
        begin = booking_rules.earliest_start(self.rules, self.clinic, at=self.at).astimezone(self.clinic.zone)
        near = begin.toordinal() + NEAR_DAYS - 1
        found: dict[int, Slot] = {}
        for first, last in ((self.first_day, near), (near + 1, self.last_day)):
            missing = [person for person in self.practitioners if person.pk not in found]
            for slot in self.free(first, last, people=missing):
                found.setdefault(slot.practitioner, slot)
        return found

    def is_free(self, practitioner, start: int) -> bool:
        """Whether this very start is on offer. The same list the pages show, so offered = bookable."""
        day = wallclock.local_day(start, self.clinic.zone)
        return Slot(start, practitioner.pk) in self.free(day, day)

    def nearest(self, start: int, count: int = 3) -> list[Slot]:
        """The free times closest to a lost one, in the order of the clock."""
        around = one_per_start(self.all_free)
        position = bisect_left([slot.start for slot in around], start)
        window = around[max(0, position - count) : position + count]
        return sorted(sorted(window, key=lambda slot: abs(slot.start - start))[:count])


def one_per_start(found: list[Slot]) -> list[Slot]:
    """With several practitioners free at once, the first of the clinic's order stands for the time."""
    unique: dict[int, Slot] = {}
    for slot in found:
        unique.setdefault(slot.start, slot)
    return list(unique.values())
