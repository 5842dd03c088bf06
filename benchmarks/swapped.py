"""For proofs only (`-p benchmarks.swapped`): a guard named in SWAPPED says yes, wherever it is asked."""

import os


def pytest_collection_finish(session):
    """After everything is imported: what a guard says is replaced in place, so that nobody keeps the real one."""
    from tests.matrix.guards import say_yes  # here, for plugins load before Django is set up

    for name in os.environ.get("SWAPPED", "").split():
        say_yes(name)
