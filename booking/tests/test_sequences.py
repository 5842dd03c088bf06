"""Random sequences of what happens to booking, in the database and in a model of plain Python (B2, the small way).

`make prove ONLY=B2` plays five thousand, and puts every fault in.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking.tests.sequences.playing import LONGEST, NAMES, WEIGHTS, play, sequences_until_found
from booking.tests.sequences.world import ZONES, World

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
SEED = st.integers(0, 2**31)
KIND = st.sampled_from([name for name, often in zip(NAMES, WEIGHTS, strict=True) for _one in range(often)])
STEPS = st.lists(st.tuples(KIND, SEED), min_size=8, max_size=LONGEST)


@pytest.fixture
def worlds(db):
    """A small clinic in every zone of the stories."""
    return [World(slug, zone) for slug, zone in ZONES.items()]


# The same ones each time: what is new is for the long proof to find.
@settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, len(ZONES) - 1), seed=SEED, steps=STEPS)
def test_the_database_and_the_model_say_the_same(worlds, number, seed, steps):
    play(worlds[number], seed, steps)


@pytest.mark.parametrize(
    "fault",
    [
        "live hold ignored",
        "move frees first",
        "cancel does not free",
        "resource ignored",
        "family keeps what it got",
        "series keeps what it got",
    ],
)
def test_a_fault_that_is_put_in_is_found(worlds, fault):
    """The red control, with those that show soonest."""
    assert sequences_until_found(worlds, fault, most=40)
