"""Free starts out of blocks and taken ranges: small cases by hand, many by comparison with the slow way."""

from hypothesis import given
from hypothesis import strategies as st

from booking.availability.slots import Shape, clipped, merged, starts, together

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


NINE_TO_FIVE, HOUR_BY_HALVES = (9 * 60, 17 * 60), Shape(60, grid=30)


def kept_together(*booked, block=NINE_TO_FIVE, shape=HOUR_BY_HALVES):
    """What a block offers that keeps its day together, as times on the wall."""
    free = starts([block], booked, shape, **EVER)
    return [f"{start // 60}:{start % 60:02}" for start in together(free, block, booked)]


def test_an_empty_block_offers_first_middle_and_last():
    assert kept_together() == ["9:00", "12:30", "16:00"]


def test_then_only_the_times_next_to_a_visit():
    assert kept_together((750, 810)) == ["11:30", "13:30"]


def test_a_visit_at_the_edge_of_the_block_has_one_side():
    assert kept_together((540, 600)) == ["10:00"]
    assert kept_together((960, 1020)) == ["15:00"]
    assert kept_together((480, 540), (1020, 1080)) == ["9:00", "12:30", "16:00"]  # these lie outside


def test_between_two_visits_both_edges_are_offered_and_never_nothing_that_fits():
    assert kept_together((540, 600), (780, 840)) == ["10:00", "12:00", "14:00"]
    # Breaks and round starts do not meet; the nearest that fits is offered.
    assert kept_together((750, 815), shape=Shape(60, after=5, grid=30)) == ["11:00", "14:00"]


def test_a_block_with_one_place_offers_it_once_and_a_full_one_nothing():
    assert kept_together(block=(540, 600)) == ["9:00"]
    assert kept_together((540, 1020)) == []


@given(ranges, shapes, st.integers(60, 900))
def test_what_is_kept_together_is_free_and_every_gap_that_fits_a_visit_offers_one(taken, shape, length):
    block = (0, length)
    free = starts([block], taken, shape, **EVER)
    kept = together(free, block, taken)
    assert set(kept) <= set(free) and kept == sorted(set(kept))
    edges = [0, *(edge for one in clipped(taken, 0, length) for edge in one), length]
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        assert any(low <= one < high for one in kept) == any(low <= one < high for one in free)
