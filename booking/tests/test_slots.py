"""Free starts out of blocks and taken ranges: small cases by hand, many by comparison with the slow way."""

from hypothesis import given
from hypothesis import strategies as st

from booking.availability.slots import Shape, merged, starts

EVER = {"earliest": 0, "latest": 10**9}


def test_touching_ranges_are_one_and_overlaps_vanish():
    assert merged([(5, 9), (0, 5), (8, 12), (20, 21)]) == [(0, 12), (20, 21)]


def test_a_visit_fits_exactly_between_two_others():
    assert starts([(0, 180)], [(0, 60), (120, 180)], Shape(60), **EVER) == [60]


def test_breaks_keep_their_distance_from_what_is_taken():
    assert starts([(0, 240)], [(0, 60)], Shape(60, before=0, after=15, grid=30), **EVER) == [
        60,
        90,
        120,
        150,
        180,
    ]
    assert starts([(0, 240)], [(0, 60)], Shape(60, before=15, after=0, grid=30), **EVER) == [
        90,
        120,
        150,
        180,
    ]


def test_breaks_may_reach_over_the_edge_of_the_day():
    assert starts([(0, 60)], [], Shape(60, before=10, after=10), **EVER) == [0]


def test_round_starts_follow_the_clock_of_the_zone():
    # The block opens at 09:10 on the wall; the zone is 3½ hours west.
    assert starts([(12 * 60 + 40, 900)], [], Shape(30, grid=30), offset=-210, **EVER) == [780, 810, 840, 870]


def test_notice_and_horizon_bound_the_start():
    assert starts([(0, 300)], [], Shape(60), earliest=61, latest=180) == [120, 180]


def slowly(blocks, taken, shape, earliest, latest):
    found = []
    for low, high in blocks:
        start = low
        while start % (shape.grid or 1) and shape.grid:
            start += 1
        while start + shape.minutes <= high:
            begin, end = start - shape.before, start + shape.minutes + shape.after
            if earliest <= start <= latest and not any(a < end and begin < b for a, b in taken):
                found.append(start)
            start += shape.step
    return found


ranges = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 200)), max_size=6).map(
    lambda found: merged((low, low + length) for low, length in found)
)
shapes = st.builds(
    Shape, st.integers(5, 120), st.integers(0, 30), st.integers(0, 30), st.sampled_from([None, 15, 30, 60])
)


@given(ranges, ranges, shapes, st.integers(0, 600), st.integers(0, 1200))
def test_fast_and_slow_agree(blocks, taken, shape, earliest, latest):
    assert starts(blocks, taken, shape, earliest=earliest, latest=latest) == slowly(
        blocks, taken, shape, earliest, latest
    )
