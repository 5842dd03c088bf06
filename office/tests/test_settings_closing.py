"""Time off and days that differ: the visits they would hit are listed before anything is saved, and stay booked."""

from datetime import timedelta

import pytest

from booking.models import Appointment, Hold, Occupancy
from booking.tests.test_holding import hold
from clinic.models import Closure, HoursException, Resource, TimeOff
from common.tests.moment import AT
from office.tests.settings_pages import refused, url
from tests.story import visit

THREE = "3 visits are booked then. Look at them below, then tick that you have seen them."
ONE = "1 visit is booked then. Look at it below, then tick that you have seen it."


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def away(cast, **changes) -> dict:
    """Petra is away on Thursday: Ana's two visits and Kit's lie there."""
    return {
        "bookable": cast.petra.pk, "starts_at": "2026-11-19T00:00", "ends_at": "2026-11-20T00:00",
    } | changes  # fmt: skip


def seen(answer, **typed) -> dict:
    return typed | {"they_stay": "on", "visits_seen": answer.context["hit_seen"]}


def told(answer) -> list:
    return [row["when"] for row in answer.context["hit"]]


def test_the_visits_are_listed_and_nothing_is_saved_before_they_were_seen(cast, nora):
    answer = nora.post(url(TimeOff, "add"), away(cast))
    assert refused(answer) == [THREE]
    assert told(answer) == ["Thu 19 Nov, 9:00 am", "Thu 19 Nov, 11:00 am", "Thu 19 Nov, 1:00 pm"]
    assert 'type="checkbox" name="they_stay"' in answer.text
    assert "/office/calendar/?day=2026-11-19&amp;view=list" in answer.text
    assert "Ana" not in answer.text and "Kit" not in answer.text
    assert TimeOff.objects.count() == 0
    before = list(Appointment.objects.order_by("pk").values())
    assert nora.post(url(TimeOff, "add"), seen(answer, **away(cast))).status_code == 302
    assert list(Appointment.objects.order_by("pk").values()) == before
    assert told(nora.get(url(TimeOff, "change", TimeOff.objects.get().pk))) == told(answer)


def test_a_visit_that_came_meanwhile_is_looked_at_as_well(cast, nora):
    first = nora.post(url(TimeOff, "add"), away(cast))
    visit(cast.at_harbour, cast.petra, cast.kit_record, AT + timedelta(days=2, hours=6))
    again = nora.post(url(TimeOff, "add"), seen(first, **away(cast)))
    assert len(told(again)) == 4 and refused(again)
    assert nora.post(url(TimeOff, "add"), seen(again, **away(cast))).status_code == 302


def test_a_tick_without_the_list_is_no_look(cast, nora):
    assert refused(nora.post(url(TimeOff, "add"), away(cast, they_stay="on"))) == [THREE]


def test_only_what_lies_within_counts_and_a_break_is_part_of_a_visit(cast, nora):
    # Ana's first visit ends at 9:40, its break at 9:45.
    early = away(cast, starts_at="2026-11-19T09:40", ends_at="2026-11-19T10:00")
    assert refused(nora.post(url(TimeOff, "add"), early)) == [ONE]
    late = early | {"starts_at": "2026-11-19T09:45"}
    assert nora.post(url(TimeOff, "add"), late).status_code == 302


def test_nobody_is_asked_about_what_is_over_cancelled_or_somebody_elses(cast, nora):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(cancelled_at=AT, cancelled_by=cast.nora)
    answer = nora.post(url(TimeOff, "add"), away(cast))
    assert told(answer) == ["Thu 19 Nov, 11:00 am", "Thu 19 Nov, 1:00 pm"]
    assert nora.post(url(TimeOff, "add"), away(cast, bookable=cast.quinn.pk)).status_code == 302
    room = Resource.objects.create(clinic=cast.harbour, name="Pool")
    assert nora.post(url(TimeOff, "add"), away(cast, bookable=room.pk)).status_code == 302


def test_another_reason_asks_nothing_but_another_time_does(cast, nora):
    row = TimeOff.objects.create(
        bookable=cast.petra, starts_at=AT + timedelta(days=2), ends_at=AT + timedelta(days=2, hours=1)
    )
    page = url(TimeOff, "change", row.pk)
    shown = nora.get(page)
    assert told(shown) == ["Thu 19 Nov, 9:00 am"]
    same = away(cast, starts_at="2026-11-19T09:00", ends_at="2026-11-19T10:00")
    assert nora.post(page, same | {"reason": "a course"}).status_code == 302
    assert refused(nora.post(page, same | {"ends_at": "2026-11-19T13:30"})) == [THREE]


def day(cast, **changes) -> dict:
    return {
        "practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk, "date": "2026-11-19",
    } | changes  # fmt: skip


def test_a_closed_day_and_shorter_hours(cast, nora):
    page = url(HoursException, "add")
    assert refused(nora.post(page, day(cast))) == [THREE]
    shorter = nora.post(page, day(cast, opens="11:00", closes="13:30"))
    assert told(shorter) == ["Thu 19 Nov, 9:00 am", "Thu 19 Nov, 1:00 pm"]
    assert HoursException.objects.count() == 0
    assert nora.post(page, seen(shorter, **day(cast, opens="11:00", closes="13:30"))).status_code == 302
    # A second block of the same date: together they hold Kit's visit, which runs to 13:40.
    second = nora.post(page, day(cast, opens="13:30", closes="17:00"))
    assert told(second) == ["Thu 19 Nov, 9:00 am"]


def test_hours_that_hold_every_visit_ask_nothing(cast, nora):
    page = url(HoursException, "add")
    assert nora.post(page, day(cast, opens="8:00", closes="14:00")).status_code == 302
    assert nora.post(page, day(cast, date="2026-11-23")).status_code == 302


def test_times_that_are_being_booked_right_now_stay_kept_and_are_told_of(cast, nora):
    hold(cast)
    when = away(cast, bookable=cast.quinn.pk, starts_at="2026-11-19T10:00", ends_at="2026-11-19T12:00")
    saved = nora.post(url(TimeOff, "add"), when, follow=True)
    words = "1 time then is being booked, or is on offer, at this moment. It stays kept: look again later."
    assert words in saved.text
    Hold.objects.update(held_until=AT)
    Occupancy.objects.exclude(held_until=None).update(held_until=AT)
    answer = nora.post(
        url(Closure, "add"), {"first_day": "2026-11-23", "last_day": "2026-11-23"}, follow=True
    )
    assert answer.status_code == 200 and "being booked" not in answer.text
