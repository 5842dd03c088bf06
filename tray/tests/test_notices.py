"""At which moment a mail leaves: the hour of the day's one mail and the quiet hours, also when the clocks change."""

from datetime import UTC, date, datetime

import pytest

from audit.models import Event
from common.tests.moment import AT
from tray.models import Notices, Way
from tray.notices import choose, digest_due, leaves_at, notices_of, way_of

HALIFAX_SPRING, HALIFAX_FALL = date(2027, 3, 14), date(2026, 11, 1)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2026, 11, 26), 8, utc(2026, 11, 26, 12)),
        (date(2026, 7, 1), 8, utc(2026, 7, 1, 11)),
        (HALIFAX_SPRING, 2, utc(2027, 3, 14, 6)),  # skipped: the hour after
        (HALIFAX_SPRING, 8, utc(2027, 3, 14, 11)),
        (HALIFAX_FALL, 1, utc(2026, 11, 1, 4)),  # comes twice: the first
        (HALIFAX_FALL, 8, utc(2026, 11, 1, 12)),
    ],
)
def test_the_hour_of_the_mail_of_a_day(cast, day, hour, instant):
    assert digest_due(Notices(hour=hour), cast.harbour, day) == instant


@pytest.mark.parametrize(
    ("begins", "ends", "at", "leaves"),
    [
        (0, 0, utc(2026, 11, 26, 4), utc(2026, 11, 26, 4)),  # none
        (20, 7, utc(2026, 11, 26, 12), utc(2026, 11, 26, 12)),  # eight in the morning
        (20, 7, utc(2026, 11, 27, 1), utc(2026, 11, 27, 11)),  # nine in the evening
        (20, 7, utc(2026, 11, 26, 9), utc(2026, 11, 26, 11)),  # five in the morning
        (20, 7, utc(2026, 11, 26, 11), utc(2026, 11, 26, 11)),  # they have just ended
        (12, 13, utc(2026, 11, 26, 16, 30), utc(2026, 11, 26, 17)),
        (20, 7, utc(2027, 3, 14, 1), utc(2027, 3, 14, 10)),  # an hour shorter
        (20, 7, utc(2026, 11, 1, 0), utc(2026, 11, 1, 11)),  # an hour longer
        (22, 2, utc(2027, 3, 14, 5), utc(2027, 3, 14, 6)),  # two o’clock is skipped
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(cast, begins, ends, at, leaves):
    assert leaves_at(Notices(quiet_from=begins, quiet_until=ends), cast.harbour, at=at) == leaves


def test_a_choice_is_ones_own_for_one_clinic_and_noted_once(cast):
    mine = {"account": cast.petra_account, "clinic": cast.harbour}
    said = {"ways": {"files": "daily"}, "hour": 9, "quiet_from": 20, "quiet_until": 7}
    assert [choose(**mine, **said, at=AT) for _press in range(2)] == [True, False]
    assert Event.objects.filter(verb="notices.chosen", actor=cast.petra_account.pk).count() == 1
    found = [
        way_of(notices_of(account, clinic), "files", [])
        for account, clinic in (
            (cast.petra_account, cast.harbour),
            (cast.petra_account, cast.lakeside),
            (cast.nora, cast.harbour),
        )
    ]
    assert found == [Way.DAILY, Way.OFF, Way.OFF]


@pytest.mark.parametrize(("hour", "made"), [(8, True), (23, False)])
def test_a_daily_mail_whose_hour_is_over_begins_tomorrow(cast, hour, made):
    chosen = {"ways": {"files": "daily"}, "hour": hour, "quiet_from": 0, "quiet_until": 0}
    choose(account=cast.petra_account, clinic=cast.harbour, **chosen, at=AT)
    assert (Notices.objects.get().digest_on == AT.astimezone(cast.harbour.zone).date()) is made
