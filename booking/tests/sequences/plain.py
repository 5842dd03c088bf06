"""The rules of booking in plain Python: lists of times and words. Nothing of `booking` is asked here.

A time is a whole minute since 1970; what happens has an instant, to the microsecond. Ranges are half-open.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from booking.tests.sequences.hours import day_of, gaps, lies_in, minutes_of, open_runs
from booking.tests.sequences.plain_times import TEN_MINUTES, UNMET, Held, Kind, Time, Visit

ENOUGH_FOR_ADDRESS = 2  # visits ahead that guests may book with one address; as the stories set it


@dataclass
class Plain:
    """A clinic as a few lists."""

    zone: object
    kinds: dict[str, Kind]
    hours: dict[
        int, dict[int, list[tuple]]
    ]  # person → weekday → (opens, closes, only these services or None)
    rules: dict
    dates: dict[tuple[int, int], list[tuple]] = field(default_factory=dict)  # (person, day) → as in a week
    away: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # thing → (from, until)
    closed: list[range] = field(default_factory=list)  # the days on which nobody is there
    holds: list[Held] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    audited: Counter = field(default_factory=Counter)  # (verb, visit)
    mails: dict[str, datetime] = field(default_factory=dict)  # key → due
    together: dict[object, int] = field(
        default_factory=dict
    )  # booking → how many visits it was made of, if several
    known: set[str] = field(
        default_factory=set
    )  # patients the clinic made a record of itself; others come online

    # What is taken ----------------------------------------------------------------------------------------------------
    def taken(self, at) -> list[tuple[int, int, int, object]]:
        """(thing, from, until, whose): standing visits, and holds whose minutes are not over."""
        kept = [one for one in self.visits if one.stands] + [one for one in self.holds if one.is_live(at)]
        return [(*take, one.id) for one in kept for take in one.takes]

    def in_the_way(self, wanted: Time, at, but=None) -> set[int]:
        """The things that somebody else has in this time."""
        wants = {thing: (low, high) for thing, low, high in wanted.takes}
        return {
            thing
            for thing, low, high, whose in self.taken(at)
            if whose != but and thing in wants and low < wants[thing][1] and wants[thing][0] < high
        }

    def is_away(self, things, low: int, high: int) -> bool:
        return any(a < high and low < b for thing in things for a, b in self.away.get(thing, ()))

    def shut(self) -> list[tuple[int, int]]:
        """From when until when the whole clinic is closed, one day after the other."""
        return [minutes_of(self.zone, day) for days in self.closed for day in days]

    # When the doors are open ------------------------------------------------------------------------------------------
    def _runs(self, person: int, day: int, kind: Kind):
        that_day = self.dates.get((person, day))
        if that_day is None:
            that_day = self.hours[person].get((day - 1) % 7, ())
        spans = tuple((a, b) for a, b, only in that_day if only is None or kind.slug in only)
        return open_runs(self.zone, day, spans)

    def _doors(self, person: int, kind: Kind, first: int, last: int) -> list[list[int]]:
        """From when until when the doors are open on some days; what touches is one, also over midnight."""
        doors: list[list[int]] = []
        for begins, ends, _wall in sorted(
            run for day in range(first - 1, last + 2) for run in self._runs(person, day, kind)
        ):
            if doors and begins <= doors[-1][1]:
                doors[-1][1] = max(ends, doors[-1][1])
            else:
                doors.append([begins, ends])
        return doors

    # What is on offer -------------------------------------------------------------------------------------------------
    def too_soon(self, start: int, at) -> str | None:
        """`past`, or within the notice: the hours, or the same day of the clinic's calendar."""
        if start * 60 < at.timestamp():
            return "past"
        if start * 60 < (at + timedelta(hours=self.rules["notice_hours"])).timestamp():
            return "notice"
        return "notice" if not self.rules["same_day"] and day_of(self.zone, start) <= self.today(at) else None

    def too_far(self, start: int, at) -> bool:
        """Whether a start lies beyond the days that may be booked, by the clinic's calendar."""
        return day_of(self.zone, start) > self.today(at) + self.rules["days_ahead"]

    def today(self, at) -> int:
        """The clinic's calendar day, as an ordinal."""
        return day_of(self.zone, int(at.timestamp() // 60))

    def free(self, kind: Kind, person: int, at, but=None) -> list[int]:
        """The starts that patients are offered."""
        taken = [take for take in self.taken(at) if take[3] != but]
        things = (person, *kind.rooms)
        busy = [(low, high) for thing, low, high, _whose in taken if thing in things]
        busy += [span for thing in things for span in self.away.get(thing, ())] + self.shut()
        grid = self.rules["start_grid"]
        step = grid or kind.before + kind.minutes + kind.after
        today, found = self.today(at), set()
        last = today + self.rules["days_ahead"]
        doors = self._doors(person, kind, today, last)
        for day in range(today - 1, last + 1):
            for opens, closes, shown in self._runs(person, day, kind):
                first = opens + (-shown % grid if grid else 0)  # round by the clock as the doors open
                fits = [
                    start
                    for start in range(first, closes, step)
                    if lies_in(doors, start, start + kind.minutes)
                    and not any(
                        a < start + kind.minutes + kind.after and start - kind.before < b for a, b in busy
                    )
                ]
                if self.rules["keeps_together"]:
                    mine = [(low, high) for thing, low, high, _whose in taken if thing == person]
                    fits = self._together(person, fits, opens, closes, mine)
                found.update(s for s in fits if not self.too_soon(s, at) and not self.too_far(s, at))
        return sorted(found)

    def _together(self, person: int, fits: list[int], opens: int, closes: int, mine) -> list[int]:
        """Where nothing is booked the first, the one nearest the middle and the last; else what touches a booking."""
        kept = []
        for low, high in gaps([*self.away.get(person, ()), *self.shut()], opens, closes):
            inside = [start for start in fits if low <= start < high]
            if inside and not any(a < high and low < b for a, b in mine):
                middle = (inside[0] + inside[-1]) / 2
                kept += [inside[0], min(inside, key=lambda start: abs(start - middle)), inside[-1]]
                continue
            for begins, ends in gaps(mine, low, high):
                near = [start for start in inside if begins <= start < ends]
                kept += near[:1] if begins > low else []
                kept += near[-1:] if ends < high else []
        return kept

    def offer(self, kind: Kind, at) -> list[tuple[int, int]]:
        """Everything on offer of a service, as (start, person)."""
        return sorted((start, one) for one in self.hours for start in self.free(kind, one, at))

    def objections(self, wanted: Time, at, but=None) -> frozenset[str]:
        """What speaks against a visit, by the names of the rules; empty for what patients are offered."""
        found = {self.too_soon(wanted.start, at)} - {None}
        if self.too_far(wanted.start, at):
            found.add("far")
        day = day_of(self.zone, wanted.start)
        if not lies_in(self._doors(wanted.person, wanted.kind, day, day + 1), wanted.start, wanted.end):
            found.add("closed")
        low, high = wanted.takes[0][1:]
        if any(a < high and low < b for a, b in self.shut()):
            found.add("closed")
        elif self.is_away((wanted.person, *wanted.kind.rooms), low, high):
            found.add("away")
        taken = self.in_the_way(wanted, at, but)
        if wanted.person in taken:
            found.add("taken")
        if taken - {wanted.person}:
            found.add("resource")
        if not found and wanted.start not in self.free(wanted.kind, wanted.person, at, but):
            found.add("between")
        return frozenset(found)

    # Who has how much -------------------------------------------------------------------------------------------------
    def has_enough(self, patient: str, at, along=0) -> bool:
        """Whether somebody has as many visits to come as the clinic lets patients have; `along` more are booked too."""
        most = self.rules["most_ahead"]
        ahead = [one for one in self.visits if one.patient == patient and self._is_ahead(one, at)]
        return most is not None and len(ahead) + along >= most

    def told_to_staff(self, weeks: list[Time], patient: str, at) -> list[frozenset[str]]:
        """What speaks against each of the visits that staff want to make for somebody at once."""
        return [
            self.objections(one, at) | ({"enough"} if self.has_enough(patient, at, before) else set())
            for before, one in enumerate(weeks)
        ]

    def _is_ahead(self, visit: Visit, at) -> bool:
        return visit.state in (*UNMET, "arrived") and visit.end * 60 > at.timestamp()

    def address_has_enough(self, address: str, at) -> bool:
        """Whether guests booked as many visits with an address as they may, which nobody proved: those ahead, and those
        booked within the hour, whatever became of them."""
        lately = at - timedelta(hours=1)
        theirs = [one for one in self.visits if one.guest == address]
        return sum(self._is_ahead(one, at) or one.made > lately for one in theirs) >= ENOUGH_FOR_ADDRESS

    # Who asks first ---------------------------------------------------------------------------------------------------
    def is_new(self, patient: str, at) -> bool:
        """Whether somebody's record was made online, and no visit that was agreed on took place since."""
        been = [
            one
            for one in self.visits
            if one.patient == patient
            and one.state in ("booked", "arrived", "completed")
            and one.end * 60 <= at.timestamp()
        ]
        return patient not in self.known and not been

    def first_state(self, patient: str, at) -> str:
        """Whether a visit that somebody books online is `booked` at once, or `requested`."""
        how = self.rules["approval_new" if self.is_new(patient, at) else "approval_existing"]
        return "requested" if how == "request" else "booked"

    def objections_to_request(self, visit: Visit, at) -> frozenset[str]:
        """What came up since it was asked for; how far ahead it was does not count again."""
        return self.objections(visit, at, visit.id) & {"past", "closed", "away", "taken", "resource"}

    def choices_of(self, visitor: str, at, but=()) -> int:
        """How many times a visitor holds now; those of a family day count as one."""
        live = [one for one in self.holds if one.visitor == visitor and one.is_live(at)]
        return len({one.family or one.id for one in live if one not in but})

    def minutes_left(self, visitor: str, wanted: Time, at) -> tuple[datetime, datetime, bool]:
        """A visitor has one measure of minutes for a stretch of somebody's day, until it has rested: (made, until,
        whether it was kept longer)."""
        begun = [
            one
            for one in self.holds
            if one.visitor == visitor
            and one.person == wanted.person
            and one.visit is None
            and one.start < wanted.end
            and wanted.start < one.end
            and one.until > at - TEN_MINUTES
        ]
        if not begun:
            return at, at + TEN_MINUTES, False
        first = min(begun, key=lambda one: (one.made, -one.until.timestamp()))
        return first.made, first.until, first.extended

    def may_still_undo(self, visit: Visit, at) -> bool:
        """Whether the minutes are not over in which whoever booked a visit takes it back."""
        return at < visit.made + timedelta(minutes=self.rules["undo_minutes"])

    def why_not_change(self, visit: Visit, at, how: str) -> str | None:
        """Why a patient cannot `cancel` or `move` a visit online now."""
        if not visit.stands:
            return "cancelled"
        if at.timestamp() >= visit.start * 60 or visit.state not in UNMET:
            return "over"
        if visit.state == "requested":
            return None if how == "cancel" else "requested"
        if not self.rules[f"{how}_online"]:
            return "off"
        until = visit.start * 60 - self.rules["cancel_notice_hours"] * 3600
        return "late" if at.timestamp() >= until else None

    def is_late(self, visit: Visit, at) -> bool:
        """Whether who gives a visit up now does so late: exact hours before it begins. Never for a mere request."""
        free_until = visit.start * 60 - self.rules["fee_window_hours"] * 3600
        return visit.state != "requested" and at.timestamp() >= free_until

    def late_fee(self, visit: Visit, at) -> int:
        """What it costs to give a visit up now, in cents."""
        return self.rules["fee"] if self.is_late(visit, at) else 0
