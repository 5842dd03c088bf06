"""P1 to P3: how fast free times are found, and whether a long history slows it down."""

from math import log

from benchmarks.asking import Door, side_by_side
from benchmarks.bare import WITH_USER
from benchmarks.figures import Figure, at_most, beside
from benchmarks.rows import DAYS, PEOPLE
from booking.availability import wallclock
from booking.availability.finding import Search, taken_ranges
from common import clock


class Looking:
    """The pages somebody looks at before choosing a time, and the limits beside them."""

    def __init__(self, bench):
        self.bench, self.door, self.bare = bench, Door(), Door([])
        self.day = bench.today.toordinal()
        nine = wallclock.midnight(bench.clinic.zone, self.day + 30) + 540
        person = bench.people[1].pk
        self.day_path, self.floor_path = f"/bare/day/{person}/{self.day + 30}", f"/bare/floor/{person}/{nine}"

    def p1(self) -> list[Figure]:
        door, bare = self.door, self.bare
        paths = [
            (bare, self.day_path),
            (bare, self.floor_path),
            (door, "/book/v30/p1/"),
            (bare, "/bare/page"),
        ]
        day, floor, page, ready = side_by_side(120, *(lambda d=d, p=p: d.ask(p) for d, p in paths))
        name = "free slots of a practitioner-day, behind a bare view"
        peer = "≥ 15 × a peer, not in this run; beside: a ready page"
        return [
            beside(0.7, floor, "P1", name, day, "one query and a merge"),
            Figure("P1", "page of times: a week shown, 90 days searched", 1 / page, "per s", peer, 1 / ready),
        ]

    def p3(self) -> list[Figure]:
        people, clinic, at = self.bench.people, self.bench.clinic, clock.now()
        low, high = (
            wallclock.to_instant(wallclock.midnight(clinic.zone, self.day + n)) for n in (0, DAYS + 1)
        )
        search = lambda: Search(clinic, self.bench.services[0], people, self.bench.place, at=at)  # noqa: E731
        page, soonest, fetch = side_by_side(
            40,
            lambda: self.door.ask("/book/v30/"),
            lambda: search().soonest(),
            lambda: taken_ranges([one.pk for one in people], low=low, high=high, at=at),
        )
        name, micro = f"earliest time, {PEOPLE} practitioners × {DAYS} days", 1e6 / PEOPLE / DAYS
        print(f"{len(search().all_free) / (PEOPLE * DAYS * 16):.0%} of the starts are free.", flush=True)
        return [
            at_most(12, "P3", f"{name}: the page", page * micro, "µs/day"),
            Figure("P3", f"{name}: the search", soonest * micro, "µs/day", "≤ 2.5 × fetch and merge", fetch * micro,
                   soonest <= 2.5 * fetch),
        ]  # fmt: skip

    def sizes(self) -> dict[str, float]:
        """Some pages as multiples of a bare one of the same minute."""
        home = f"/portal/p/{self.bench.patients[0].pk}/"
        signed_in, base = Door(account=self.bench.account), Door(WITH_USER, account=self.bench.account)
        asked = {
            "day": (self.bare, self.day_path), "week": (self.door, "/book/v30/p1/"),
            "any practitioner": (self.door, "/book/v30/anyone/"), "portal home": (signed_in, home),
        }  # fmt: skip
        works = [lambda d=d, p=p: d.ask(p) for d, p in [*asked.values(), (base, "/bare/me")]]
        *times, bare = side_by_side(40, *works)
        return {name: time / bare for name, time in zip(asked, times, strict=True)}


def p2(few: dict, many: dict, growth: float) -> list[Figure]:
    """How the time grows with the rows: 0 not at all, 1 in step."""
    name = f"growth with {growth:.1f} × the visits"
    return [
        at_most(0.05, "P2", f"{name}: {one}", log(many[one] / few[one]) / log(growth), "exponent")
        for one in few
    ]
