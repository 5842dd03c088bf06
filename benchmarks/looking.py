"""P1 to P3: how fast free times are found, over HTTP, and whether a long history slows it down."""

import json
from contextlib import ExitStack
from math import log

from django.db import connection

from benchmarks.asking import Door
from benchmarks.figures import Figure, at_most, faster
from benchmarks.rows import CLIENTS, Filled
from benchmarks.scratch import copied
from benchmarks.serving import OURS, Line, in_turns, per_second, seconds_each, served
from booking.availability import wallclock
from clinic.models import TimeOff

ONE, AHEAD = 1, 30  # whose day, and in how many days
WIDE, FAR = 50, 60  # practitioners, days
PEER = "django-appointment"


def _day_path(bench, person=ONE, ahead=AHEAD) -> str:
    return f"/bare/day/{bench.people[person].pk}/{bench.today.toordinal() + ahead}"


def p1(bench, port: int, peer) -> list[Figure]:
    """Free slots of one practitioner-day, asked for by eight at once: ours, two limits and a peer in turns."""
    day = bench.today.toordinal() + AHEAD
    nine = wallclock.midnight(bench.clinic.zone, day) + 540
    paths = {
        "day": _day_path(bench), "page": f"/book/v30/p{ONE}/",
        "floor": f"/bare/floor/{bench.people[ONE].pk}/{nine}", "ready": "/bare/page",
    }  # fmt: skip
    lines = [Line(port) for _ in range(CLIENTS)]

    def crowd(path):
        for line in lines:
            line.close()  # opened anew, so that no worker has all of them for the whole run
        return per_second(CLIENTS, 1.0, lambda number: lines[number].expect(200, path))

    works = {name: lambda path=path: crowd(path) for name, path in paths.items()}
    if peer:
        _same_answers(bench, lines[0], peer)
        works["peer"] = lambda: peer.crowd(CLIENTS, 1.0, lambda number: peer.slots(number, ONE, AHEAD))
    rate = in_turns(5, works)
    beside, name = rate.get("peer"), f"free slots of a practitioner-day, {CLIENTS} clients"
    return [
        faster(15, "P1", f"{name}: as JSON, every middleware", rate["day"], PEER, beside),
        Figure(
            "P1",
            f"{name}: page of times, 90 days searched",
            rate["page"],
            "per s",
            f"({PEER}'s JSON)",
            beside,
        ),
        faster(0.7, "P1", f"{name}: as JSON", rate["day"], "one query and a merge", rate["floor"]),
        Figure("P1", f"{name}: page of a week", rate["page"], "per s", "(a ready page)", rate["ready"]),
    ]


def _same_answers(bench, line, peer) -> None:
    """Nothing is compared unless both say the same times are free."""
    for ahead in (2, 30, 45, 60, 89):
        _headers, body = line.expect(200, _day_path(bench, ahead=ahead))
        ours = [
            wallclock.to_instant(start).astimezone(bench.clinic.zone).replace(tzinfo=None).isoformat()
            for start in json.loads(body)["free"]
        ]
        if ours != peer.slots(0, ONE, ahead):
            raise AssertionError(f"In {ahead} days other times are free at the peer's than at ours.")


def p2(bench, rows: int) -> list[Figure]:
    """How the time of an answer grows with the visits behind it: 0 not at all, 1 in step.

    The smaller clinic is a copy of the database, and both are asked in turns.
    """
    signed_in = Door(account=bench.account).cookies
    asked = {
        "day": (_day_path(bench), None), "month: page of times, 90 days": (f"/book/v30/p{ONE}/", None),
        "any practitioner": ("/book/v30/anyone/", None),
        "portal home": (f"/portal/p/{bench.patients[0].pk}/", signed_in),
    }  # fmt: skip
    before, name = bench.visits().count(), connection.settings_dict["NAME"]
    with copied(f"{name}_before"), ExitStack() as open_now:
        bench.add_history(rows)
        few, many = (
            open_now.enter_context(served(OURS, said={"SCRATCH_DATABASE": database}))
            for database in (f"{name}_before", name)
        )
        works = {}
        for one, (path, cookies) in asked.items():
            for port in (few, many):
                line = Line(port, cookies=cookies)
                works[one, port] = lambda line=line, path=path: line.expect(200, path)
        took = seconds_each(100, works)
    growth = bench.visits().count() / before
    return [
        at_most(
            0.05, "P2", f"growth with {growth:.1f} × {before:,} visits: {one}",
            log(took[one, many] / took[one, few]) / log(growth), "exponent",
        )
        for one in asked
    ]  # fmt: skip


def p3() -> list[Figure]:
    """The earliest time of each of fifty practitioners over sixty days; and when nobody has one before the last day."""
    wide = Filled("wide", people=WIDE, days=FAR, patients=200, host="wide.localhost", days_ahead=FAR - 1)
    first, last = wide.today.toordinal(), wide.today.toordinal() + FAR - 1
    with served(OURS) as port:
        line = Line(port, host="wide.localhost")
        works = {
            "page": lambda: line.expect(200, "/book/v30/"),
            "fetch": lambda: line.expect(200, f"/bare/fetch/{first}/{last}"),
        }
        took = seconds_each(30, works)
        evening = wallclock.to_instant(wallclock.midnight(wide.clinic.zone, last))
        TimeOff.objects.bulk_create(
            TimeOff(bookable=one, starts_at=wide.at, ends_at=evening) for one in wide.people
        )
        late = seconds_each(30, works)
    micro, name = 1e6 / WIDE / FAR, f"earliest time, {WIDE} practitioners × {FAR} days, over HTTP"
    beside = "≤ 2.5 × fetch and merge"
    return [
        at_most(12, "P3", name, took["page"] * micro, "µs/day"),
        Figure("P3", name, took["page"] * micro, "µs/day", beside, took["fetch"] * micro,
               took["page"] <= 2.5 * took["fetch"]),
        Figure("P3", f"{name}, all away until the last day", late["page"] * micro, "µs/day", beside,
               late["fetch"] * micro, late["page"] <= 2.5 * late["fetch"]),
    ]  # fmt: skip
