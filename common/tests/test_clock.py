"""The application's clock, and how long until something."""

from datetime import timedelta

import pytest

from common import clock
from common.tests.moment import AT


@pytest.mark.parametrize(
    "seconds, minutes",
    [(-90, 0), (-1, 0), (0, 0), (0.5, 1), (59, 1), (60, 1), (60.5, 2), (61, 2), (599.9, 10), (600, 10)],
)
def test_a_begun_minute_counts_and_the_past_is_none(seconds, minutes):
    assert clock.minutes_left(AT + timedelta(seconds=seconds), at=AT) == minutes
