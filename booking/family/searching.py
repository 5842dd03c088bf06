"""The times at which a whole family day fits."""

from bisect import bisect_left
from copy import copy
from functools import cached_property

from booking.availability import plans
from booking.availability.finding import Search, Slot
from booking.availability.plans import Part, Placed, Plan
from booking.models.family_day import SIDE_BY_SIDE
from booking.rules import rules_of
from clinic.catalogue import catalogue_of

LONGEST_PLAN = 400  # letters of a plan in a page's button


class PlanSearch:
    """Looks for times of everybody of a family day, one query for each thing that somebody wants.

    `way` is another than the day's own; `first` is the member who begins, where they come one after another.
    """

    def __init__(self, day, *, at, way=None, first=None):
        self.day, self.clinic, self.at, self.first = day, day.clinic, at, first
        self.way = way or day.way
        self.rules, self.catalogue = rules_of(day.clinic), catalogue_of(day.clinic)
        self.wait = plans.longest_wait(self.rules)
        self.searches = [self._search(member) for member in day.members]
        self.first_day, self.last_day = self.searches[0].first_day, self.searches[0].last_day

    def _search(self, member) -> Search:
        service = self.catalogue.services.get(member["service"])
        people = self.catalogue.who_gives(service, self.day.location) if service else []
        if member["who"]:
            people = [person for person in people if person.pk == member["who"]]
        if service is None or not service.is_online:
            people = []
        return Search(self.clinic, service or next(iter(self.catalogue.services.values())), people,
                      self.day.location, at=self.at)  # fmt: skip

    @property
    def is_given(self) -> bool:
        """Whether everything that was chosen can be booked online still."""
        return self.rules.is_online and all(search.practitioners for search in self.searches)

    def parts(self, first: int, last: int) -> list[Part]:
        """What everybody wants, with what is free on these days; those who want the same share one list."""
        found: dict[tuple, Part] = {}
        wanted = []
        for search in self.searches:
            key = search.service.pk, tuple(person.pk for person in search.practitioners)
            if key not in found:
                found[key] = self._part(search, first, last)
            wanted.append(found[key])
        return wanted

    def _part(self, search, first, last) -> Part:
        loose = []
        if self.rules.keeps_together and self.way != SIDE_BY_SIDE:
            rules = copy(self.rules)
            rules.keeps_together = False
            at_ease = Search(
                self.clinic, search.service, search.practitioners, search.location, at=self.at, rules=rules
            )
            loose = at_ease.free(first, last)
        return Part(search.shape, frozenset(search.needs), search.free(first, last), loose)

    def found(self, parts) -> list[Plan]:
        """The plans of these parts, the earliest first."""
        if self.way == SIDE_BY_SIDE:
            return list(plans.side_by_side(parts))
        return list(plans.in_turn(parts, wait=self.wait, first=self.first))

    @cached_property
    def all(self) -> list[Plan]:
        """Every plan until the last day that may be booked, asked once."""
        return self.found(self.parts(self.first_day, self.last_day)) if self.is_given else []

    def soonest(self) -> Slot | None:
        """The start of the first plan."""
        return self.all[0][0].slot if self.all else None

    def nearest(self, start: int, count: int = 3) -> list[Plan]:
        """The plans closest to a lost one, in the order of the clock."""
        position = bisect_left([plan[0].slot.start for plan in self.all], start)
        window = self.all[max(0, position - count) : position + count]
        closest = sorted(window, key=lambda plan: abs(plan[0].slot.start - start))[:count]
        return sorted(closest, key=lambda plan: plan[0].slot.start)

    def is_open(self, day: int) -> bool:
        """Whether anybody who is wanted works on that day."""
        return any(search.is_open(day) for search in self.searches)


def written(plan: Plan) -> str:
    """A plan as the value of a button: member-start-practitioner of each."""
    return "_".join(f"{one.part}-{one.slot.start}-{one.slot.practitioner}" for one in plan)


def read(text: str) -> Plan | None:
    """A plan out of what a button sent; None for anything else."""
    if len(text) > LONGEST_PLAN:
        return None
    pieces = [piece.split("-") for piece in text.split("_")]
    if not all(len(piece) == 3 and all(n.isascii() and n.isdecimal() for n in piece) for piece in pieces):
        return None
    numbers = [[int(n) for n in piece] for piece in pieces]
    if any(start >= 10**8 or who >= 10**18 for _part, start, who in numbers):
        return None
    placed = (Placed(part, Slot(start, who)) for part, start, who in numbers)
    return tuple(sorted(placed, key=lambda one: (one.slot.start, one.part)))
