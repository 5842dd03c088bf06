"""P1 to P3: how fast free times are found, and whether a long history slows it down."""

from math import log

from benchmarks.asking import Door, side_by_side
from benchmarks.bare import SESSION
from benchmarks.figures import Figure
from benchmarks.rows import DAYS, PEOPLE
from booking.availability import wallclock
from booking.availability.finding import Search, taken_ranges
from common import clock

PER_DAY = PEOPLE * DAYS


class Looking:
    """The pages somebody looks at before choosing a time, and the limits beside them."""

    def __init__(self, bench):
        self.bench, self.door, self.bare = bench, Door(), Door([])
        zone = bench.clinic.zone
        self.day = wallclock.local_day(wallclock.to_minutes(clock.now()), zone) + 30
        self.nine = wallclock.midnight(zone, self.day) + 540
        person = bench.people[1].pk
        self.day_path, self.floor_path = f"/bare/day/{person}/{self.day}", f"/bare/floor/{person}/{self.nine}"

    def p1(self) -> list[Figure]:
        day, floor, page, bare = side_by_side(
            150,
            lambda: self.bare.ask(self.day_path),
            lambda: self.bare.ask(self.floor_path),
            lambda: self.door.ask("/book/visit/p1/"),
            lambda: self.bare.ask("/bare/page"),
        )
        ratio = floor / day
        return [
            Figure("P1", "free slots of a practitioner-day, search behind a bare view", 1 / day, "req/s",
                   "≥ 0.7 × the floor: one query, one merge", 1 / floor, ratio >= 0.7),
            Figure("P1", "page of times: a week shown, 90 days searched", 1 / page, "req/s",
                   "≥ 15 × a peer (not in this run); pre-rendered page beside", 1 / bare),
        ]  # fmt: skip

    def p3(self) -> list[Figure]:
        people, clinic = self.bench.people, self.bench.clinic
        at, things = clock.now(), [one.pk for one in people]
        low, high = (
            wallclock.to_instant(wallclock.midnight(clinic.zone, self.day - 30 + n)) for n in (0, DAYS + 1)
        )

        def soonest():
            Search(clinic, self.bench.service, people, self.bench.place, at=at).soonest()

        page, search, floor = side_by_side(
            60,
            lambda: self.door.ask("/book/visit/"),
            soonest,
            lambda: taken_ranges(things, low=low, high=high, at=at),
        )
        name, micro = f"earliest time, {PEOPLE} practitioners × {DAYS} days", 1e6 / PER_DAY
        return [
            Figure("P3", f"{name}: the page", page * micro, "µs/day", "≤ 12", floor * micro, page * micro <= 12),
            Figure("P3", f"{name}: the search", search * micro, "µs/day", "≤ 2.5 × fetch and merge", floor * micro,
                   search <= 2.5 * floor),
        ]  # fmt: skip

    def sizes(self) -> dict[str, float]:
        """Seconds of a day, a week and any practitioner, as multiples of a bare page of the same minute."""
        paths = {"day": self.day_path, "week": "/book/visit/p1/", "any practitioner": "/book/visit/anyone/"}
        doors = {name: self.bare if name == "day" else self.door for name in paths}
        bare = Door(SESSION).enter(self.bench.account)
        works = [lambda name=name: doors[name].ask(paths[name]) for name in paths]
        *times, base = side_by_side(60, *works, lambda: bare.ask("/bare/me"))
        return {name: time / base for name, time in zip(paths, times, strict=True)}


def p2(few: dict, many: dict, growth: float) -> list[Figure]:
    """How the time grows with the rows: 0 not at all, 1 in step."""
    figures = []
    for name in few:
        exponent = log(many[name] / few[name]) / log(growth)
        figures.append(
            Figure(
                "P2",
                f"growth with {growth:.1f} × the visits: {name}",
                exponent,
                "exponent",
                "≤ 0.05",
                None,
                exponent <= 0.05,
            )
        )
    return figures
