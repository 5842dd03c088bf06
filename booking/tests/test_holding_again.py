"""Choosing a time again: the minutes go on, they do not begin anew; not even by way of another time."""

from datetime import timedelta

import pytest

from booking.actions import holding
from booking.models import Hold, Occupancy
from booking.tests.confirming import NEW, answered, confirm
from booking.tests.test_holding import TEN, hold
from booking.tests.test_pages import START, choose, held_url
from common.tests.moment import AT

ELEVEN = TEN + timedelta(minutes=45)  # the next time on Quinn's day; it does not touch TEN


def after(minutes):
    return AT + timedelta(minutes=minutes)


def minutes_of(held) -> tuple:
    """When it was first chosen, until when it is held, when it was kept longer: all in minutes of the story."""
    held = Hold.objects.get(pk=held.pk)
    moments = (held.made_at, held.held_until, held.extended_at)
    return tuple(moment and (moment - AT) // timedelta(minutes=1) for moment in moments)


def test_the_same_time_again_goes_on_with_what_is_left(cast):
    first = hold(cast)
    again = hold(cast, at=after(9), replaced=first)
    assert (again.pk != first.pk, minutes_of(again)) == (True, (0, 10, None))
    assert Occupancy.objects.get(released_at=None, hold__isnull=False).held_until == after(10)


def test_keeping_it_longer_is_once_however_often_it_is_chosen(cast):
    first = hold(cast)
    holding.extend(first, at=after(8))
    again = hold(cast, at=after(17), replaced=first)
    assert minutes_of(again) == (0, 18, 8)
    assert holding.extend(again, at=after(17)) is False


def test_a_longer_visit_over_the_same_hour_is_the_same_time(cast):
    """Assessment from 10:00 to 11:00, over the treatment at 10:30."""
    first = hold(cast)
    longer = hold(cast, TEN - timedelta(minutes=30), service=cast.assessment, at=after(6), replaced=first)
    assert minutes_of(longer) == (0, 10, None)


@pytest.mark.parametrize("goes_back_with", ["the hold in between", "a free hand"])
def test_there_and_back_is_the_same_time(cast, goes_back_with):
    first = hold(cast)
    between = hold(cast, ELEVEN, at=after(4), replaced=first)
    replaced = between if goes_back_with == "the hold in between" else None
    back = hold(cast, at=after(8), replaced=replaced)
    assert (minutes_of(between), minutes_of(back)) == ((4, 14, None), (0, 10, None))


def test_another_person_at_the_same_time_is_another_time(cast):
    first = hold(cast)
    moved = hold(cast, people=[cast.petra], start=TEN - timedelta(minutes=45), at=after(5), replaced=first)
    assert minutes_of(moved) == (5, 15, None)


def test_hopping_does_not_keep_two_times_from_everybody_else(cast):
    """Every four minutes to the other one and back: ten minutes each, then both rest for ten."""
    held, reserved = None, {TEN: [], ELEVEN: []}
    for turn in range(10):
        start, at = (TEN, ELEVEN)[turn % 2], after(4 * turn)
        held = hold(cast, start, at=at, replaced=held)
        if held.is_live(at=at):
            reserved[start].append(4 * turn)
    assert reserved == {TEN: [0, 8, 24, 32], ELEVEN: [4, 12, 28, 36]}


def test_what_is_used_up_holds_nobody_off_and_may_still_be_confirmed(cast):
    first = answered(cast, {"person": NEW}, by=cast.dov)
    again = hold(cast, at=after(12), replaced=first)
    assert (minutes_of(again), again.is_live(at=after(12))) == ((0, 10, None), False)
    assert confirm(again, by=cast.dov, at=after(15)).starts_at == TEN


def test_what_is_used_up_goes_to_whoever_comes_next(cast):
    first = hold(cast)
    hold(cast, at=after(12), replaced=first)
    assert minutes_of(hold(cast, mark="next", at=after(12))) == (12, 22, None)


def test_after_a_rest_it_is_held_anew(cast):
    hold(cast)
    assert minutes_of(hold(cast, at=after(20))) == (20, 30, None)


def test_one_visitor_s_minutes_are_not_another_s(cast):
    """A waiting room shares an address, not its minutes."""
    holding.release(hold(cast, mark="v"), at=after(5))
    assert minutes_of(hold(cast, mark="next", at=after(6))) == (6, 16, None)


def test_the_page_of_a_time_that_is_no_longer_held_says_so_without_script(cast, client, monkeypatch):
    client.force_login(cast.ben)
    url = held_url(client)
    monkeypatch.setattr("common.clock.now", lambda: after(12))
    again = choose(client, start=START, instead_of=url.split("/")[-2])["Location"]
    page = client.get(f"{again}patient/").content.decode()
    assert "<p data-hold-running hidden>" in page and "<p data-hold-over>" in page
    assert "Keep it longer" not in page
