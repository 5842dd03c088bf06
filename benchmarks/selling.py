"""P4 and P5: many who want the same times, and some who book again and again."""

import re
import subprocess
from collections import Counter, deque
from contextlib import suppress

from django.db import OperationalError, connection

from benchmarks.asking import Door
from benchmarks.crowd import all_at_once
from benchmarks.figures import Figure, at_most, faster
from benchmarks.rows import CLIENTS
from benchmarks.serving import Line, in_turns, per_second
from booking.actions import holding
from booking.availability import wallclock
from booking.availability.finding import Search
from booking.models import Hold, Occupancy
from booking.tests.guard import overlapping_pairs
from common import clock
from config.embedded import programs

CROWDS, SLOTS = (16, 64), 200
ALONE = 3200  # attempts that nobody contends for, to compare with
PEER_CROWD, PEER_SLOTS = 16, 20
PEER = "django-appointment"
SECONDS = 2.0

# Half-hours nobody else wants, one after the other; the same statement that booking takes a time with, bare.
_INSERT = """
INSERT INTO booking_occupancy (thing_id, during, held_until, hold_id, overlap_allowed)
SELECT {thing}, tstzrange(slot, slot + interval '30 min'), '2020-01-01', '{hold}', false
  FROM (SELECT '2200-01-01'::timestamptz + nextval('bench_raw') * interval '30 min' AS slot) AS next
ON CONFLICT DO NOTHING RETURNING thing_id;
"""


def free_of(bench, person) -> list[int]:
    """Free starts from the third day on: nobody's notice ends while we measure."""
    search = Search(bench.clinic, bench.services[0], [person], bench.place, at=clock.now())
    return [slot.start for slot in search.free(search.first_day + 3, search.last_day)]


def p4(bench) -> list[Figure]:
    """A crowd that wants the same slots one after the other, and the same crowd with slots of everybody's own."""
    wanted, *others = bench.people
    same = free_of(bench, wanted)[:SLOTS]
    own = [(person, start) for person in others for start in free_of(bench, person)][:ALONE]
    found = []
    for clients in CROWDS:
        turns = ALONE // clients
        _seen, alone = _held(
            bench, clients, turns, lambda number, turn, turns=turns: own[number * turns + turn]
        )
        seen, crowded = _held(bench, clients, SLOTS, lambda number, turn: (wanted, same[turn]))
        name = f"{clients} clients on the same {SLOTS} slots"
        found += [
            at_most(0, "P4", f"{name}: double-booked", seen["double"], "pairs"),
            at_most(0, "P4", f"{name}: left unsold", seen["unsold"], "slots"),
            at_most(0, "P4", f"{name}: deadlocks", seen["OperationalError"], "errors"),
            faster(0.8, "P4", f"{name}: attempts", crowded, "uncontended", alone),
        ]
    return found


def _held(bench, clients: int, turns: int, wish) -> tuple[Counter, float]:
    """What became of so many attempts to hold a time, and how many there were a second. Leaves nothing held."""

    def attempt(number, turn):
        person, start = wish(number, turn)
        who = holding.Visitor(mark=f"{number}-{turn}", address=f"{number}-{turn}")
        try:
            holding.hold(
                clinic=bench.clinic, service=bench.services[0], practitioners=[person], location=bench.place,
                start=start, visitor=who, at=clock.now(),
            )  # fmt: skip
        except (holding.NotHeld, OperationalError) as refusal:
            return type(refusal).__name__
        return "held"

    answers, _times, took = all_at_once(clients, turns, attempt)
    seen = sum(answers, Counter())
    seen.update(double=overlapping_pairs(), unsold=sum(not one["held"] for one in answers))
    Occupancy.objects.filter(hold__isnull=False).delete()
    Hold.objects.all().delete()
    return seen, clients * turns / took


def peer_p4(bench, peer) -> list[Figure]:
    """The same crowd at the peer: who looked at a time while it was free may book it."""
    days = [(person, ahead) for person in range(len(bench.people)) for ahead in (50, 51)]
    slots = [(person, start) for person, ahead in days for start in peer.slots(0, person, ahead)][:PEER_SLOTS]
    all_at_once(PEER_CROWD, len(slots), lambda number, turn: peer.book(number, *slots[turn]))
    name = f"{PEER}, {PEER_CROWD} clients on the same {len(slots)} slots: sold twice"
    return [Figure("P4", name, peer.sold_twice(), "slots", "(what ours must not)")]


def p5(bench, port: int, peer) -> list[Figure]:
    """Look and book, signed in, for a saved patient: by one, then by eight at once; hashing apart.

    Looking is a page with the free times on it, at both: ours has them in its HTML, the peer's asks for them.
    """
    own = [_Client(bench, port, number) for number in range(CLIENTS)]
    slots = [
        (number, start)
        for number, one in enumerate(bench.people)
        if number > 1
        for start in free_of(bench, one)
    ]
    ours_left, theirs_left = deque(slots), deque(slots)  # nobody wants what another has

    def ours(clients):
        for one in own:
            one.line.close()
        return per_second(clients, SECONDS, lambda number: own[number].look_and_book(*ours_left.popleft()))

    def at_peer(number):
        person, start = theirs_left.popleft()
        begins = wallclock.to_instant(start).astimezone(bench.clinic.zone).replace(tzinfo=None)
        peer.look(number, person, (begins.date() - bench.today).days)
        peer.book(number, person, begins.isoformat())

    found = []
    with _Raw(bench) as raw:
        for clients in (1, CLIENTS):
            works = {"ours": lambda n=clients: ours(n), "raw": lambda n=clients: raw.rate(n)}
            if peer:
                works["peer"] = lambda n=clients: peer.crowd(n, SECONDS, at_peer)
            rate = in_turns(3, works)
            name = f"look + hold + who + book, {clients} signed-in client{'s' if clients > 1 else ''}"
            found += [
                faster(6, "P5", name, rate["ours"], PEER, rate.get("peer")),
                faster(0.03, "P5", name, rate["ours"], "raw constrained inserts", rate["raw"]),
            ]
    return found


class _Client:
    """One account that books for its patient: a page and three answers sent."""

    def __init__(self, bench, port: int, number: int):
        account, patient = bench.crowd[number]
        self.patient = str(patient.pk)
        self.line = Line(port, cookies=Door(account=account).cookies, address=f"10.1.0.{number}")

    def look_and_book(self, person: int, start: int) -> None:
        line, slug = self.line, f"p{person}"
        line.expect(200, f"/book/v30/{slug}/")
        wish = {"service": "v30", "who": slug, "start": start}
        place = line.expect(302, "/book/holds/", wish)[0]["location"]
        line.expect(302, f"{place}patient/", {"who": self.patient, "note": ""})
        if not line.expect(302, f"{place}check/", {"agreed": "on"})[0]["location"].endswith("/done/"):
            raise AssertionError("The visit was not booked.")


class _Raw:
    """The limit: bare inserts under the constraint, by PostgreSQL's own bench."""

    def __init__(self, bench):
        at = clock.now()
        hold = Hold.objects.create(
            clinic=bench.clinic, service=bench.services[0], practitioner=bench.people[0], location=bench.place,
            starts_at=at, ends_at=at, made_at=at, held_until=at, visitor="raw", address_digest="raw",
        )  # fmt: skip
        self.script = _INSERT.format(thing=bench.people[0].pk, hold=hold.pk)

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("CREATE SEQUENCE bench_raw")
        return self

    def __exit__(self, *_failed):
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("DROP SEQUENCE bench_raw")

    def rate(self, clients: int) -> float:
        """Inserts a second by so many connections."""
        place = connection.settings_dict
        command = [programs.installed()[1] / "bin" / "pgbench", "-n", "-M", "prepared", "-f", "-", "-T", "2"]
        command += [
            "-c",
            str(clients),
            "-j",
            str(min(clients, 2)),
            "-h",
            place["HOST"],
            "-p",
            str(place["PORT"] or 5432),
        ]
        command += ["-U", place["USER"], place["NAME"]]
        run = subprocess.run(
            command,
            input=self.script,
            env={"PGPASSWORD": place["PASSWORD"]},
            capture_output=True,
            text=True,
            check=True,
        )
        return float(re.search(r"tps = ([\d.]+)", run.stdout)[1])
