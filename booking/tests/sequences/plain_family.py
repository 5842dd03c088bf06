"""The rules of a family day in plain Python: who comes for what, how times may lie, and which of them are lost."""

from dataclasses import dataclass, field
from itertools import pairwise, product

from booking.tests.sequences.plain import Plain
from booking.tests.sequences.plain_times import Held, Kind, Time

IN_TURN, SIDE_BY_SIDE = "in_turn", "side_by_side"


@dataclass
class Member:
    """Somebody who comes: for what, and whom they want to see (None: whoever is free)."""

    name: str
    kind: Kind
    who: int | None


@dataclass
class Day:
    """Several people of one account who come together; `holds` are all that were made for them."""

    id: object
    account: str
    members: list[Member]
    way: str
    booking: object = None
    holds: list[Held] = field(default_factory=list)

    @property
    def held(self) -> list[Held]:
        """What is held now, or was last."""
        return [one for one in self.holds if not one.released]


def longest_wait(model: Plain) -> int:
    return max(15, model.rules["start_grid"] or 0)


def is_a_plan(model: Plain, way: str, plan: list[Time]) -> bool:
    """Whether times lie as they would be offered, whatever is free; they are in the order of the clock."""
    if any(_clash(one, other) for n, one in enumerate(plan) for other in plan[:n]):
        return False
    if way == SIDE_BY_SIDE:
        return len({one.start for one in plan}) == 1
    return all(0 <= after.start - before.end <= longest_wait(model) for before, after in pairwise(plan))


def _clash(one: Time, other: Time) -> bool:
    return any(
        thing == another and low < end and begin < high
        for thing, low, high in one.takes
        for another, begin, end in other.takes
    )


def loose_starts(model: Plain, kind: Kind, person: int, at) -> list[int]:
    """What would be free if nobody minded that the day is torn apart."""
    kept = model.rules
    model.rules = kept | {"keeps_together": False}
    try:
        return model.free(kind, person, at)
    finally:
        model.rules = kept


def is_lost(model: Plain, way: str, before: list[Time], wanted: Time, at) -> bool:
    """Whether a time is not on offer: also right behind a visit of the same group it is."""
    if wanted.start in model.free(wanted.kind, wanted.person, at):
        return False
    if way == SIDE_BY_SIDE or not model.rules["keeps_together"]:
        return True
    loose = loose_starts(model, wanted.kind, wanted.person, at)
    with_them = [one for one in before if one.person == wanted.person]
    if wanted.start not in loose or not with_them:
        return True
    busy_until = max(high for _thing, _low, high in with_them[-1].takes)
    return any(busy_until <= start - wanted.kind.before and start < wanted.start for start in loose)


def starts_side_by_side(model: Plain, members: list[Member], at) -> list[int]:
    """The minutes at which everybody can begin with somebody else, by trying everything."""
    free = {
        (one.kind.slug, person): set(model.free(one.kind, person, at))
        for one in members
        for person in model.hours
    }
    starts = set.intersection(
        *(set().union(*(free[one.kind.slug, person] for person in _wanted(model, one))) for one in members)
    )

    def fits(start) -> bool:
        choices = [[p for p in _wanted(model, one) if start in free[one.kind.slug, p]] for one in members]
        return any(
            is_a_plan(
                model,
                SIDE_BY_SIDE,
                [Time(None, one.kind, person, start) for one, person in zip(members, people, strict=True)],
            )
            for people in product(*choices)
        )

    return sorted(filter(fits, starts))


def _wanted(model: Plain, member: Member) -> list[int]:
    return list(model.hours) if member.who is None else [member.who]
