"""The rule for a visit in words: what is over is not promised any more."""

from datetime import timedelta

import pytest

from booking.models import Preferences
from booking.policy_words import bar, sentence
from common.tests.moment import AT
from tests.story import TOMORROW

ONLINE = (
    "You can cancel or move this visit online until 7:00 am on Wednesday 18 November. "
    "After that, call (902) 555-0100."
)
CALL = "To cancel or move this visit, call (902) 555-0100."
FREE = "It’s free until 9:00 am on Tuesday 17 November. After that a $45 late fee applies."
FEE = "A $45 late fee applies if you cancel or move it."


@pytest.fixture
def rules(cast):
    return Preferences(
        clinic=cast.harbour, cancel_online=True, move_online=True, cancel_notice_hours=2, fee_window_hours=24,
        fee=4500, currency="CAD",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "words", "stretches"),
    [
        (30, f"{ONLINE} {FREE}", ["free", "fee", "call"]),
        (24, f"{ONLINE} {FEE}", ["fee", "call"]),
        (3, f"{ONLINE} {FEE}", ["fee", "call"]),
        (2, f"{CALL} {FEE}", []),
    ],
)
def test_hours_before_the_visit(cast, rules, before, words, stretches):
    at = TOMORROW - timedelta(hours=before)
    assert sentence(cast.harbour, rules, TOMORROW, at=at) == words
    assert list(bar(cast.harbour, rules, TOMORROW, at=at)) == stretches


def test_without_a_fee_only_the_way_is_said(cast, rules):
    rules.fee = 0
    late = TOMORROW - timedelta(hours=1)
    assert [sentence(cast.harbour, rules, TOMORROW, at=at) for at in (AT, late)] == [ONLINE, CALL]
    assert [list(bar(cast.harbour, rules, TOMORROW, at=at)) for at in (AT, late)] == [["free", "call"], []]
