"""P4 and P5: many who want the same times, and one who books again and again."""

from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Barrier
from time import perf_counter

from django.db import OperationalError, connection

from benchmarks.asking import Door
from benchmarks.figures import Figure
from booking import holding, occupying
from booking.availability import wallclock
from booking.availability.finding import Search
from booking.models import Hold, Occupancy
from common import clock

CLIENTS, SLOTS, ROUNDS = 16, 50, 2


def free_of(bench, person) -> list[int]:
    """Free starts from the third day on: nobody's notice ends while we measure."""
    search = Search(bench.clinic, bench.service, [person], bench.place, at=clock.now())
    return [slot.start for slot in search.free(search.first_day + 3, search.last_day)]


def _attempts(bench, wishes) -> tuple[int, int, float]:
    """Every client tries to hold its list of (person, start); returns who got one, deadlocks, attempts a second."""
    barrier, got, deadlocks = Barrier(len(wishes) + 1), [], []

    def client(number):
        barrier.wait()
        try:
            for turn, (person, start) in enumerate(wishes[number]):
                who = holding.Visitor(mark=f"{number}-{turn}", address=f"{number}-{turn}")
                try:
                    got.append(holding.hold(
                        clinic=bench.clinic, service=bench.service, practitioners=[person], location=bench.place,
                        start=start, visitor=who, at=clock.now(),
                    ))  # fmt: skip
                except holding.NotHeld:
                    pass
                except OperationalError as error:
                    deadlocks.append(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(wishes)) as crowd:
        running = [crowd.submit(client, number) for number in range(len(wishes))]
        barrier.wait()
        began = perf_counter()
        for one in running:
            one.result()
        took = perf_counter() - began
    return len(got), len(deadlocks), sum(map(len, wishes)) / took


def _sold(person, starts) -> tuple[int, int]:
    """How many of the times are sold twice, and how many not at all."""
    counts = [
        Occupancy.objects.filter(
            thing=person.pk, released_at=None,
            during__overlap=(wallclock.to_instant(start), wallclock.to_instant(start + 30)),
        ).count()
        for start in starts
    ]  # fmt: skip
    return sum(count > 1 for count in counts), counts.count(0)


def p4(bench) -> list[Figure]:
    double = unsold = deadlocks = 0
    crowded, alone = [], []
    wanted, *others = bench.people
    apart = [(person, start) for person in others for start in free_of(bench, person)[: SLOTS * CLIENTS // 8]]
    for turn in range(ROUNDS):
        _, stuck, speed = _attempts(bench, [apart[n * SLOTS : (n + 1) * SLOTS] for n in range(CLIENTS)])
        alone.append(speed)
        deadlocks += stuck
        starts = free_of(bench, wanted)[turn * SLOTS : (turn + 1) * SLOTS]
        _, stuck, speed = _attempts(bench, [[(wanted, start) for start in starts]] * CLIENTS)
        crowded.append(speed)
        deadlocks += stuck
        twice, never = _sold(wanted, starts)
        double, unsold = double + twice, unsold + never
        Occupancy.objects.filter(hold__isnull=False).delete()
        Hold.objects.all().delete()
    name, ratio = (
        f"{CLIENTS} clients on the same {SLOTS} slots, {ROUNDS} rounds",
        median(crowded) / median(alone),
    )
    return [
        Figure("P4", f"{name}: double-booked", double, "slots", "0", None, double == 0),
        Figure("P4", f"{name}: left unsold", unsold, "slots", "0", None, unsold == 0),
        Figure("P4", f"{name}: deadlocks", deadlocks, "errors", "0", None, deadlocks == 0),
        Figure(
            "P4",
            f"{name}: attempts",
            median(crowded),
            "per s",
            "≥ 0.8 × uncontended",
            median(alone),
            ratio >= 0.8,
        ),
    ]


def p5(bench) -> list[Figure]:
    """Look, hold, say who, confirm: four requests of a signed-in account, one client; hashing apart."""
    door, patient = Door().enter(bench.account), str(bench.patients[0].pk)
    starts = iter(free_of(bench, bench.people[2]))
    made = Hold.objects.create(
        clinic=bench.clinic, service=bench.service, practitioner=bench.people[9], location=bench.place, visitor="raw",
        starts_at=clock.now(), ends_at=clock.now(), made_at=clock.now(), held_until=clock.now(), address_digest="raw",
    )  # fmt: skip
    far, booked, raw = 10**8, [], []
    for turn in range(42):
        began = perf_counter()
        door.ask("/book/visit/p2/")
        place = door.ask("/book/holds/", {"service": "visit", "who": "p2", "start": next(starts)})[0][
            "Location"
        ]
        door.ask(f"{place}patient/", {"who": patient, "note": ""})
        where = door.ask(f"{place}check/", {"agreed": "on"})[0]["Location"]
        booked.append(perf_counter() - began)
        if not where.endswith("/done/"):
            raise AssertionError(f"Booking ended at {where}")
        began = perf_counter()
        for step in range(20):
            begin, end = (wallclock.to_instant(far - (turn * 20 + step) * 30 + more) for more in (0, 30))
            with connection.cursor() as cursor:
                cursor.execute(occupying._TAKE, {
                    "things": [bench.people[9].pk], "start": begin, "end": end, "hold": made.pk, "held_until": end,
                    "appointment": None,
                })  # fmt: skip
        raw.append((perf_counter() - began) / 20)
    ratio = median(raw) / median(booked)
    return [
        Figure("P5", "look + hold + who + book, one signed-in client", 1 / median(booked), "per s",
               "≥ 0.03 × raw constrained inserts", 1 / median(raw), ratio >= 0.03),
    ]  # fmt: skip
