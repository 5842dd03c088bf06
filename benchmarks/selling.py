"""P4 and P5: many who want the same times, and one who books again and again."""

from collections import Counter
from statistics import median

from django.db import OperationalError, connection

from benchmarks.asking import Door, side_by_side
from benchmarks.crowd import all_at_once, overlapping_pairs
from benchmarks.figures import Figure, at_most, beside
from booking import holding, occupying
from booking.availability.finding import Search
from booking.availability.wallclock import to_instant
from booking.models import Hold, Occupancy
from common import clock

CLIENTS, SLOTS, ROUNDS = 16, 50, 2


def free_of(bench, person) -> list[int]:
    """Free starts from the third day on: nobody's notice ends while we measure."""
    search = Search(bench.clinic, bench.services[0], [person], bench.place, at=clock.now())
    return [slot.start for slot in search.free(search.first_day + 3, search.last_day)]


def p4(bench) -> list[Figure]:
    def attempts(wish):
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

        answers, _times, took = all_at_once(CLIENTS, SLOTS, attempt)
        seen = sum(answers, Counter())
        seen.update(double=overlapping_pairs(), unsold=sum(not one["held"] for one in answers))
        Occupancy.objects.filter(hold__isnull=False).delete()
        Hold.objects.all().delete()
        return seen, took

    wanted, *others = bench.people
    same = free_of(bench, wanted)
    own = [(person, start) for person in others for start in free_of(bench, person)[: CLIENTS * SLOTS // 8]]
    found, crowded, alone = Counter(), [], []
    for round in range(ROUNDS):
        seen, took = attempts(lambda number, turn: own[number * SLOTS + turn])
        alone.append(took)
        found["OperationalError"] += seen["OperationalError"]
        seen, took = attempts(lambda number, turn, from_=round * SLOTS: (wanted, same[from_ + turn]))
        crowded.append(took)
        found += seen
    name, tries = f"{CLIENTS} clients on the same {SLOTS} slots, {ROUNDS} rounds", CLIENTS * SLOTS
    return [
        at_most(0, "P4", f"{name}: double-booked", found["double"], "pairs"),
        at_most(0, "P4", f"{name}: left unsold", found["unsold"], "slots"),
        at_most(0, "P4", f"{name}: deadlocks", found["OperationalError"], "errors"),
        beside(0.8, median(alone) / tries, "P4", f"{name}: attempts", median(crowded) / tries, "uncontended"),
    ]


def p5(bench) -> list[Figure]:
    """Look, hold, say who, confirm: four requests of a signed-in account, one client; hashing apart."""
    door, patient, at = Door(account=bench.account), str(bench.patients[0].pk), clock.now()
    starts, far, person = (
        iter(free_of(bench, bench.people[2])),
        iter(range(10**7, 10**8, 30)),
        bench.people[9],
    )
    hold = Hold.objects.create(
        clinic=bench.clinic, service=bench.services[0], practitioner=person, location=bench.place, starts_at=at,
        ends_at=at, made_at=at, held_until=at, visitor="raw", address_digest="raw",
    )  # fmt: skip

    def book():
        door.ask("/book/v30/p2/")
        place = door.ask("/book/holds/", {"service": "v30", "who": "p2", "start": next(starts)})[0][
            "Location"
        ]
        door.ask(f"{place}patient/", {"who": patient, "note": ""})
        if not door.ask(f"{place}check/", {"agreed": "on"})[0]["Location"].endswith("/done/"):
            raise AssertionError("The visit was not booked.")

    def insert():
        start = next(far) + 10**8
        values = {"start": to_instant(start), "end": to_instant(start + 30), "held_until": at}
        with connection.cursor() as cursor:
            cursor.execute(
                occupying._TAKE, {**values, "things": [person.pk], "hold": hold.pk, "appointment": None}
            )

    booked, *raw = side_by_side(40, book, *[insert] * 5)
    name = "look + hold + who + book, one signed-in client"
    return [beside(0.03, median(raw), "P5", name, booked, "raw constrained inserts")]
