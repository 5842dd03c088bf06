"""Twenty guests at every door want one room: one gets it each turn, nobody meets an error, nothing is taken twice."""

from collections import Counter

import pytest

from benchmarks.crowd import all_at_once
from booking.actions import occupying
from booking.tests.guard import overlapping_pairs, without_the_guard
from common.tests.moment import AT
from tests.doors.careless import look_then_take
from tests.doors.crowd import Guest, Scene, as_answered, in_rows
from tests.doors.doors import LAID, LOST, SHARES, WON

GUESTS, TURNS = 20, 6  # two hundred and a hundred in `make prove`

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crowd(at):
    """A scene and its guests, of every door."""
    scene = Scene("testserver", turns=TURNS, at=AT)
    return scene, [Guest(scene, number) for number in range(GUESTS)]


def test_every_door_is_open_to_whoever_is_alone(at):
    """Or a door that never lets anybody through would lose each turn and prove nothing."""
    scene = Scene("testserver", turns=len(SHARES), at=AT)
    alone = {}
    for guest in (Guest(scene, number) for number in range(GUESTS)):
        if guest.door.__name__ not in alone:
            guest.prepare(len(alone))
            alone[guest.door.__name__] = guest.press(len(alone))[1]
    assert alone == {door.__name__: WON for door in SHARES}


def rush(guests, turns) -> list[Counter]:
    """Everybody wants the same hour, turn after turn: (door, what came of it) by turn."""
    press, prepare = (
        (lambda number, turn, do=do: getattr(guests[number], do)(turn)) for do in ("press", "prepare")
    )
    return all_at_once(len(guests), turns, press, prepare=prepare)[0]


def test_one_of_all_doors_is_passed_each_turn(crowd):
    scene, guests = crowd
    turns = rush(guests, TURNS)
    answers = sum(turns, Counter())
    assert {door for door, _what in answers} == {door.__name__ for door in SHARES}
    assert {what for _door, what in answers} <= {WON, LOST, LAID}
    assert [sum(one[door.__name__, WON] for door in SHARES) for one in turns] == [1] * TURNS
    assert overlapping_pairs() == 0
    assert in_rows(scene) == as_answered(answers)


def test_red_control_without_the_guard_several_get_it(crowd, monkeypatch):
    """Look, then take, as everybody writes it first."""
    monkeypatch.setattr(occupying, "take", look_then_take)
    with without_the_guard():
        rush(crowd[1], 3)
        assert overlapping_pairs() > 0
