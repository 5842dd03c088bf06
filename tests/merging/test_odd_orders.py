"""Records joined, parted, erased, held, shut and taken out in odd orders: what must hold holds after every step.

The same few sequences each time; `EXAMPLES=200 STEPS=40 pytest tests/merging/test_odd_orders.py` plays new ones, and
asks every page and take-out at the end of each.
"""

import os

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.tests.factories import PASSWORD
from tests.merging.odd import looks
from tests.merging.odd.machine import OddOrders, played

IS_LONG = "EXAMPLES" in os.environ
EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "3")), int(os.environ.get("STEPS", "8"))
ALL = frozenset(range(9))


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def look_more(_story, world):
    looks.take_outs_hold(world)
    looks.pages_hold(world, browser)


def test_whatever_the_order(cast):
    story = type("Story", (OddOrders,), {"cast": cast, "look_more": look_more if IS_LONG else None})
    how = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=not IS_LONG,
        phases=[
            Phase.generate
        ],  # a step asks much: to look for the shortest sequence takes longer than to read one
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(story, settings=how)


# Three records, the first joined into the second, that into the third; parted, with an erasure in between.
CHAIN = [
    ("give", "a", "ana", True, "self"), ("give", "b", "ben", True, "self"), ("give", "c", "cleo", True, "carer"),
    ("note", "a", True), ("paper", "b", True), ("hand_in", "c", "cleo"), ("invite", "b", "dov", False, "carer"),
    ("join", "b", "a", 0, ALL, 1, False), ("join", "c", "b", 1, ALL, 0, False), ("lock", "c", 0), ("hold", "c", 1),
    ("undo", 0, 1, False), ("lift_lock", "b", 0), ("ask", "b", "ben", True), ("accept", 0, 0), ("lift_hold", "b", 0),
    ("accept", 0, 0), ("undo", 1, 1, False),
]  # fmt: skip


def test_every_page_of_a_chain_answers(cast):
    story = played(cast, *CHAIN)
    looks.take_outs_hold(story.world)
    assert looks.pages_hold(story.world, browser, portal=()) > 35
    story.teardown()


@pytest.mark.parametrize(
    ("guard", "without", "steps"),
    [
        (
            "records.actions.joining.details._forget_what_was_joined",
            lambda *_all, **_more: None,
            [("join", "a", "b", 0, ALL, 0, False), ("undo", 0, 0, False)],
        ),
        (
            "records.retention.is_held",
            lambda patient: False,
            [("ask", "a", "ana", False), ("hold", "a", 0), ("accept", 0, 0)],
        ),
        (
            "records.actions.joining.standing._take_place",
            lambda fact, patient: None,
            [("give", "a", "ben", True, "carer"), ("deny", "a", "ben"), ("deny", "b", "ben"),
             ("join", "a", "b", 0, ALL, 0, False), ("lift_denial", "a", "ben")],
        ),
    ],
)  # fmt: skip
def test_a_guard_left_out_is_found(cast, monkeypatch, guard, without, steps):
    """The red control."""
    played(cast, *steps).teardown()
    monkeypatch.setattr(guard, without)
    with pytest.raises(AssertionError):
        played(cast, *steps)
