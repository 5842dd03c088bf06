"""Plans for several people at once, as pure arithmetic: everybody once, nobody in anybody's way."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from booking.availability.finding import Slot
from booking.availability.plans import Part, in_turn, is_a_plan, longest_wait, lost_of, side_by_side
from booking.availability.slots import Shape
from booking.family.searching import read, written
from booking.models import Preferences
from booking.models.family_day import IN_TURN, SIDE_BY_SIDE

QUINN, PETRA, ROOM = 1, 2, 9


def part(*starts, minutes=40, after=5, who=QUINN, needs=(), loose=()):
    free = sorted(Slot(*one) if isinstance(one, tuple) else Slot(one, who) for one in starts)
    return Part(Shape(minutes, 0, after), frozenset(needs), free, sorted(Slot(one, who) for one in loose))


def told(plans):
    """[[(who, start, practitioner), …], …]"""
    return [[(one.part, one.slot.start, one.slot.practitioner) for one in plan] for plan in plans]


def test_one_after_another_the_earliest_start_behind_the_visit_before():
    parts = [part(0, 45, 90), part(0, 45, 90)]
    assert told(in_turn(parts, wait=15)) == [
        [(0, 0, QUINN), (1, 45, QUINN)],
        [(0, 45, QUINN), (1, 90, QUINN)],
    ]


def test_a_break_lies_between_two_visits_of_one_practitioner_and_not_of_two():
    assert told(in_turn([part(0), part(40)], wait=15)) == []
    assert told(in_turn([part(0), part(40, who=PETRA)], wait=15)) == [[(0, 0, QUINN), (1, 40, PETRA)]]


def test_whoever_waits_longer_than_the_rule_says_is_offered_nothing():
    parts = [part(0), part(56, who=PETRA)]
    assert told(in_turn(parts, wait=15)) == []
    assert told(in_turn(parts, wait=16)) == [[(0, 0, QUINN), (1, 56, PETRA)]]


def test_another_order_is_found_where_the_first_does_not_fit_and_one_may_be_asked_for():
    short, long = part(60, minutes=30, after=0), part(0, minutes=60, after=0)
    assert told(in_turn([short, long], wait=15)) == [[(1, 0, QUINN), (0, 60, QUINN)]]
    assert told(in_turn([short, long], wait=15, first=0)) == []


def test_side_by_side_is_the_same_minute_with_different_people_and_things():
    assert told(side_by_side([part(0, 45), part(0, 45)])) == []
    both = [(0, QUINN), (0, PETRA), (45, QUINN)]
    assert told(side_by_side([part(*both), part(*both)])) == [[(0, 0, QUINN), (1, 0, PETRA)]]
    one_room = [part(0, needs=[ROOM]), part(0, who=PETRA, needs=[ROOM])]
    assert told(side_by_side(one_room)) == []


def test_where_the_day_is_kept_together_a_visit_right_behind_its_sibling_is_on_offer():
    kept = {"loose": (0, 45, 90, 135)}
    parts = [part(0, 90, **kept), part(0, 90, **kept)]  # the empty block offers first and last
    assert told(in_turn(parts, wait=15)) == [
        [(0, 0, QUINN), (1, 45, QUINN)],
        [(0, 90, QUINN), (1, 135, QUINN)],
    ]
    with_petra = [part(0, 90, **kept), part(0, 90, who=PETRA, **kept)]  # it would tear Petra's day apart
    assert told(in_turn(with_petra, wait=15)) == []


def test_a_coarser_grid_of_the_clinic_is_the_longest_wait():
    waits = [longest_wait(Preferences(start_grid=grid)) for grid in (None, 15, 30, 60)]
    assert waits == [15, 15, 30, 60]


_slots = st.lists(st.tuples(st.integers(0, 40).map(lambda n: n * 5), st.integers(1, 3)), max_size=40)
_parts = st.lists(
    st.builds(
        lambda minutes, after, needs, slots: Part(
            Shape(minutes, 0, after), frozenset(needs), sorted({Slot(*one) for one in slots})
        ),
        st.sampled_from([20, 40, 60]),
        st.sampled_from([0, 5, 10]),
        st.sets(st.sampled_from([8, 9]), max_size=1),
        _slots,
    ),
    min_size=2, max_size=4,
)  # fmt: skip


@given(_parts, st.sampled_from([0, 15, 30]))
def test_every_plan_is_made_of_free_starts_and_nothing_in_it_overlaps(parts, wait):
    for way, found in ((IN_TURN, list(in_turn(parts, wait=wait))), (SIDE_BY_SIDE, list(side_by_side(parts)))):
        starts = [plan[0].slot.start for plan in found]
        assert starts == sorted(set(starts))
        for plan in found:
            assert sorted(one.part for one in plan) == list(range(len(parts)))
            assert all(one.slot in parts[one.part].free for one in plan)
            assert lost_of(parts, plan, way=way) == []
            assert is_a_plan(parts, plan, way=way, wait=wait)
            for one, other in combinations(plan, 2):
                mine, theirs = parts[one.part], parts[other.part]
                if mine.things(one.slot) & theirs.things(other.slot):
                    (low, high), (begin, end) = mine.occupied(one.slot), theirs.occupied(other.slot)
                    assert high <= begin or end <= low
            if way == SIDE_BY_SIDE:
                assert len({one.slot.start for one in plan}) == 1
            else:
                for before, after in pairwise(plan):
                    gap = after.slot.start - before.slot.start - parts[before.part].shape.minutes
                    assert 0 <= gap <= wait
            assert set(read(written(plan))) == set(plan)


@given(_parts)
def test_two_at_the_same_minute_are_found_whenever_there_are_two(parts):
    """Against trying everything: a start of which some assignment exists is offered, and no other."""
    parts = parts[:2]

    def apart(a, b):
        one, other = parts[0], parts[1]
        shared = one.things(a) & other.things(b)
        return a.start == b.start and not shared

    wanted = {a.start for a in parts[0].free for b in parts[1].free if apart(a, b)}
    assert [plan[0].slot.start for plan in side_by_side(parts)] == sorted(wanted)


def test_what_a_button_did_not_send_is_no_plan():
    for text in (
        "",
        "0",
        "0-1",
        "a-b-c",
        "0-1-2_",
        "0--1",
        "0-1-2_1-1",
        "٣-1-1",
        "0-1-" + "9" * 30,
        "0-1-1_" * 200,
    ):
        assert read(text) is None
