"""Booking a series for a patient: chosen with the time, looked at once more, all of it or nothing."""

from datetime import timedelta

import pytest

from booking.models import Appointment
from booking.tests.test_holding import TEN
from common.tests.moment import AT
from office.tests.people import says
from office.tests.test_booking import TEN_IN_MINUTES, look, press
from tests.story import visit

EIGHT = {"every": 1, "times": 8}


@pytest.fixture
def made(cast):
    """The visits that were made since the story began."""
    before = set(Appointment.objects.values_list("pk", flat=True))
    return lambda: list(Appointment.objects.exclude(pk__in=before).order_by("starts_at"))


def test_eight_weeks_are_booked_with_one_press(cast, finn, made):
    week = look(finn, cast, **EIGHT)
    page = finn.get(week.context["days"][0]["slots"][2]["url"])
    assert page.context["series"][0] == "Thursday 19 November 2026, 10:30 am"
    assert page.context["series"][7] == "Thursday 7 January 2027, 10:30 am"
    saved = press(finn, cast, page)
    assert says(saved) == ["Booked: 8 visits with Quinn Cast, the first on Thursday 19 November, 10:30 am."]
    assert [one.starts_at for one in made()] == [TEN + timedelta(weeks=n) for n in range(8)]
    press(finn, cast, page)
    assert len(made()) == 8


def test_the_week_that_fails_is_named_and_needs_a_reason(cast, finn, made):
    visit(cast.at_harbour, cast.quinn, cast.kit_record, TEN + timedelta(weeks=4))
    made_before = len(made())
    page = look(finn, cast, start=TEN_IN_MINUTES, **EIGHT)
    assert "Week 5, Thu 17 Dec 2026, 10:30 am: Quinn Cast is taken from 10:30 to 11:15 am." in page.text
    refused = press(finn, cast, page)
    assert (refused.status_code, len(made())) == (422, made_before)
    press(finn, cast, page, reason="They share the hour")
    assert len(made()) == made_before + 8


@pytest.mark.parametrize("times", ["", "1", "27", "x", "-3", "9" * 30])
def test_how_many_is_a_number_from_two_to_twenty_six(cast, finn, times):
    page = look(finn, cast, every=1, times=times)
    assert page.status_code == 422
    assert "Enter how many visits in all, from 2 to 26" in page.text


def test_how_often_is_one_of_three_and_once_needs_no_number(cast, finn):
    assert look(finn, cast, every=3, times=4).status_code == 422
    assert look(finn, cast, every="", times="").status_code == 200


def test_a_skipped_hour_is_said_before_anything_else(cast, finn):
    # Half past two on the Sunday before the clocks go forward.
    page = look(
        finn, cast, every=1, times=3, day_day=7, day_month=3, day_year=2027,
        start=int((AT.replace(year=2027, month=3, day=7, hour=6, minute=30)).timestamp() // 60),
    )  # fmt: skip
    assert page.status_code == 422
    assert "Week 2, Sun 14 Mar 2027: the clocks skip 2:30 am on that day" in page.text


def test_a_visit_that_moves_does_not_repeat(cast, finn):
    page = finn.get(f"/office/patients/{cast.ana_record.pk}/visits/{cast.ana_visit.pk}/move/")
    assert "every" not in page.context["form"].fields


def test_a_look_at_many_weeks_asks_a_fixed_number_of_times_for_each(
    cast, finn, django_assert_max_num_queries
):
    look(finn, cast, start=TEN_IN_MINUTES)
    with django_assert_max_num_queries(16 + 2 * 8):
        look(finn, cast, start=TEN_IN_MINUTES, **EIGHT)


def test_one_is_cancelled_alone_or_with_all_that_follow(cast, finn, made):
    page = look(finn, cast, cast.kit_record, start=TEN_IN_MINUTES, **EIGHT)
    press(finn, cast, page)
    third, last = made()[2], made()[7]
    url = f"/office/patients/{cast.kit_record.pk}/visits/{{}}/cancellation/"
    sent = {"asked_by": "clinic", "seen": 0, "because": ""}
    assert "Also cancel the 5 visits after it" in finn.get(url.format(third.pk)).text
    assert "Also cancel" not in finn.get(url.format(last.pk)).text
    finn.post(url.format(third.pk), sent)
    assert [bool(one.cancelled_at) for one in made()] == [n == 2 for n in range(8)]
    fourth = made()[3]
    answer = finn.post(url.format(fourth.pk), sent | {"with_following": "on", "tells": "on"}, follow=True)
    assert says(answer)[-1].startswith("These visits are cancelled. Their times are free again.")
    assert [bool(one.cancelled_at) for one in made()] == [False, False] + [True] * 6
