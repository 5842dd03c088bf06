"""`python -m benchmarks`: the figures of speed. They never fail a test; query counts do, elsewhere."""

import os
from datetime import timedelta

from benchmarks.scratch import scratch

NOT_YET = {
    "P1, P5 against peers": "no peer is installed beside us yet",
    "P9, P10": "long forms, PDF and the drain of mail are not measured yet",
}


def main() -> None:
    rows = int(os.environ.get("BENCH_ROWS") or 10_000)
    not_yet = dict(NOT_YET)
    with scratch("anteroom_bench"):
        from benchmarks import figures, looking, pages, selling
        from benchmarks.rows import DAYS, Bench
        from booking.models import Appointment
        from common import clock

        bench = Bench()
        today = clock.now().astimezone(bench.clinic.zone).date()
        bench.fill(today, DAYS + 1, share=0.7)
        bench.household_visits(today + timedelta(2))
        look = looking.Looking(bench)
        found = look.p1()
        few, before = look.sizes(), Appointment.objects.count()
        print(f"{before:,} visits, {DAYS} days, 70 % taken.", flush=True)
        found += (
            look.p3() + pages.p6(bench) + pages.p7() + pages.p8(bench) + selling.p4(bench) + selling.p5(bench)
        )
        if rows > before:
            bench.fill(today - timedelta(rows // 160), rows // 160, most=rows - before)
            found += looking.p2(few, look.sizes(), Appointment.objects.count() / before)
        else:
            not_yet["P2"] = "BENCH_ROWS=100000 adds the history it needs"
        found.sort(key=lambda figure: int(figure.id[1:]))
        figures.keep(found, "bench.json")
        figures.show(found, not_yet)


if __name__ == "__main__":
    main()
