"""`python -m benchmarks`: the figures of speed. They never fail a test; query counts do, elsewhere."""

import os
from datetime import timedelta

from benchmarks.scratch import scratch

NOT_YET = {"P1, P5 beside peers": "none is installed here", "P10": "the drain of mail"}


def main() -> None:
    rows, not_yet = int(os.environ.get("BENCH_ROWS") or 10_000), dict(NOT_YET)
    with scratch("anteroom_bench"):
        from benchmarks import figures, filling, looking, pages, selling
        from benchmarks.rows import Bench
        from booking.models import Appointment

        bench = Bench()
        look, before = looking.Looking(bench), Appointment.objects.count()
        print(f"{before:,} visits.", end=" ", flush=True)
        few = look.sizes() if rows > before else {}
        found = look.p1() + look.p3() + pages.p6(bench) + pages.p7() + pages.p8(bench) + selling.p4(bench)
        if rows > before:
            days = rows // 160
            bench.fill(bench.today - timedelta(days), days, most=rows - before)
            found += looking.p2(few, look.sizes(), rows / before)
        else:
            not_yet["P2"] = "BENCH_ROWS=100000 adds the history it needs"
        found = sorted(found + selling.p5(bench) + filling.p9(bench), key=lambda figure: figure.id)
        figures.keep(found, "bench.json")
        figures.show(found, not_yet)


if __name__ == "__main__":
    main()
