"""What the plain model is made of: services, and the times that holds and visits keep."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TEN_MINUTES = timedelta(minutes=10)
STANDING = ("requested", "booked", "arrived", "completed", "no_show")
UNMET = ("requested", "booked")  # as long as nobody noted whether they came


@dataclass(frozen=True)
class Kind:
    """A service: what one visit takes, and which room it needs."""

    slug: str
    minutes: int
    before: int = 0
    after: int = 0
    rooms: tuple[int, ...] = ()


@dataclass
class Time:
    """A stretch of somebody's day that is kept: what holds and visits share."""

    id: object
    kind: Kind
    person: int
    start: int

    @property
    def end(self) -> int:
        return self.start + self.kind.minutes

    @property
    def takes(self) -> list[tuple[int, int, int]]:
        """(thing, from, until), breaks included."""
        span = self.start - self.kind.before, self.end + self.kind.after
        return [(thing, *span) for thing in (self.person, *self.kind.rooms)]


@dataclass
class Held(Time):
    """A time that is kept for a visitor for some minutes."""

    visitor: str
    made: datetime
    until: datetime
    extended: bool = False
    released: bool = False
    visit: object = None
    offered: bool = False  # to one who waits: no browser made it, and it has minutes of its own
    family: object = None  # the family day it is part of

    def is_live(self, at) -> bool:
        return not self.released and self.visit is None and at < self.until


@dataclass
class Visit(Time):
    """A visit; `by` is the account that booked it online, or `guest` the address of somebody without one.

    `broken` are the rules that staff broke for it.
    """

    booking: object
    patient: str
    made: datetime
    by: str | None = None
    guest: str | None = None
    state: str = "booked"
    sequence: int = 0
    fee: int = 0
    broken: frozenset = frozenset()
    came: bool = False  # whether they were noted as here, which a later note does not forget

    @property
    def stands(self) -> bool:
        return self.state in STANDING
