"""`python -m benchmarks`: the figures of speed. They never fail a test; query counts do, elsewhere."""

import os
from contextlib import ExitStack

from benchmarks.scratch import scratch

NOT_YET = {"P10": "the drain of mail"}
PEERS = "P1, P4 and P5 beside django-appointment"


def main() -> None:
    rows, not_yet = int(os.environ.get("BENCH_ROWS") or 100_000), dict(NOT_YET)
    with scratch("anteroom_bench"):
        from benchmarks import days, figures, filling, finding, looking, pages, selling
        from benchmarks.peers import appointment
        from benchmarks.rows import Bench
        from benchmarks.serving import OURS, served

        bench = Bench()
        print(f"{bench.visits().count():,} visits.", flush=True)
        found = pages.p7() + pages.p8(bench) + selling.p4(bench)
        with ExitStack() as open_now:
            peer = None
            if os.environ.get("PEERS"):
                try:
                    peer = open_now.enter_context(appointment.beside(bench))
                except appointment.Absent as absent:
                    not_yet[PEERS] = str(absent)
            else:
                not_yet[PEERS] = "PEERS=1 installs it in var/peers and measures it"
            port = open_now.enter_context(served(OURS))
            found += pages.p6(bench, port) + looking.p1(bench, port, peer) + selling.p5(bench, port, peer)
            found += days.p12(port)
            if peer:
                found += selling.peer_p4(bench, peer)
        if rows > bench.visits().count():
            found += looking.p2(bench, rows)
        else:
            not_yet["P2"] = "BENCH_ROWS=100000 adds the history it needs"
        found += looking.p3() + filling.p9(bench) + finding.p11()
        found.sort(key=lambda figure: figure.id)
        figures.keep(found, "bench.json")
        figures.show(found, not_yet)


if __name__ == "__main__":
    main()
