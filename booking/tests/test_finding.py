"""Free times of the cast's clinic: hours minus what is taken, the rules, and what is offered is bookable."""

from datetime import date, timedelta

import pytest

from booking.availability.finding import Search, one_per_start
from booking.models import Hold, Preferences
from booking.tests.factories import HoldFactory, occupy
from clinic.models import Clinic, HoursException, OpeningHours, Resource, TimeOff
from common.tests.moment import AT

THURSDAY = date(2026, 11, 19)


def times(cast, day=THURSDAY, *, who=None, service=None, at=AT, clinic=None):
    clinic = Clinic.objects.get(pk=(clinic or cast.harbour).pk)
    search = Search(clinic, service or cast.treatment, who or [cast.petra], cast.at_harbour.place, at=at)
    found = one_per_start(search.free(day.toordinal(), day.toordinal()))
    return [slot.starts_at.astimezone(clinic.zone).strftime("%H:%M") for slot in found]


def grid(cast, minutes):
    Preferences.objects.filter(clinic=cast.harbour).update(start_grid=minutes)


def test_hours_minus_visits_with_their_breaks(cast):
    # Ana at 9:00 and 11:00, Kit at 13:00 (Halifax), 40 minutes and a break of five each.
    grid(cast, 60)
    assert times(cast) == ["10:00", "12:00", "14:00", "15:00", "16:00"]


def test_a_live_hold_takes_its_time_and_an_expired_one_does_not(cast):
    grid(cast, 60)
    start = AT + timedelta(days=2, hours=1)
    HoldFactory(
        clinic=cast.harbour, practitioner=cast.petra, service=cast.treatment, location=cast.at_harbour.place,
        starts_at=start,
    )  # fmt: skip
    assert times(cast)[0] == "12:00"
    assert times(cast, at=AT + timedelta(minutes=10))[0] == "10:00"


def test_the_notice_counts_to_the_very_instant(cast):
    grid(cast, 60)
    Preferences.objects.filter(clinic=cast.harbour).update(notice_hours=4)
    today, a_moment = AT.date(), timedelta(milliseconds=250)
    assert times(cast, today, at=AT)[0] == times(cast, today, at=AT - a_moment)[0] == "13:00"
    assert times(cast, today, at=AT + a_moment)[0] == "14:00"


def test_weekends_are_closed_and_a_dated_exception_rules_its_day(cast):
    assert times(cast, date(2026, 11, 21)) == []
    grid(cast, 60)
    where = {"practitioner": cast.petra, "location": cast.at_harbour.place}
    HoursException.objects.create(**where, date=date(2026, 11, 21), opens=600, closes=720)
    HoursException.objects.create(**where, date=THURSDAY)
    assert times(cast, date(2026, 11, 21)) == ["10:00", "11:00"]
    assert times(cast) == []


def test_time_off_is_taken(cast):
    grid(cast, 60)
    TimeOff.objects.create(
        bookable=cast.petra, starts_at=AT + timedelta(days=2, hours=1), ends_at=AT + timedelta(days=3)
    )
    assert times(cast) == []


def test_a_room_that_is_taken_takes_the_time_of_everybody_who_needs_it(cast):
    grid(cast, 60)
    room = Resource.objects.create(clinic=cast.harbour, name="Pool")
    cast.treatment.resources.add(room)
    start = AT + timedelta(days=2, hours=1)
    held = HoldFactory(clinic=cast.harbour, starts_at=start)
    occupy([room], start, cast.treatment, hold=held, held_until=held.held_until)
    assert times(cast)[0] == "12:00"


def test_blocks_kept_for_other_services_are_closed_to_this_one(cast):
    for block in OpeningHours.objects.filter(practitioner=cast.petra):
        block.services.add(cast.assessment)
    assert times(cast) == []
    assert times(cast, service=cast.assessment) != []


def test_notice_same_day_and_horizon(cast):
    grid(cast, 60)
    today = date(2026, 11, 17)  # AT is 9:00 in Halifax
    Preferences.objects.filter(clinic=cast.harbour).update(notice_hours=4, days_ahead=2)
    assert times(cast, today) == ["13:00", "14:00", "15:00", "16:00"]
    Preferences.objects.filter(clinic=cast.harbour).update(same_day=False)
    assert times(cast, today) == []
    assert times(cast, THURSDAY) != []
    assert times(cast, date(2026, 11, 20)) == []


def test_what_is_offered_is_bookable_and_nothing_else_is(cast):
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, [cast.petra], cast.at_harbour.place, at=AT)
    offered = {slot.start for slot in search.free(search.first_day, search.first_day + 7)}
    first = min(offered)
    for start in range(first - 120, first + 24 * 60, 5):
        assert search.is_free(cast.petra, start) == (start in offered)


def test_the_first_time_of_each_is_the_first_of_all_that_are_free(cast, django_assert_num_queries):
    people = [cast.petra, cast.quinn]
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, people, cast.at_harbour.place, at=AT)
    firsts = {one.pk: next(slot for slot in search.all_free if slot.practitioner == one.pk) for one in people}
    with django_assert_num_queries(1):  # both have one within days
        assert search.first_of_each == firsts


def test_who_is_away_for_long_is_searched_for_to_the_last_day(cast, django_assert_num_queries):
    people = [cast.petra, cast.quinn]
    TimeOff.objects.create(bookable=cast.petra, starts_at=AT, ends_at=AT + timedelta(days=30))
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, people, cast.at_harbour.place, at=AT)
    firsts = {one.pk: next(slot for slot in search.all_free if slot.practitioner == one.pk) for one in people}
    assert firsts[cast.petra.pk].starts_at >= AT + timedelta(days=30)
    with django_assert_num_queries(2):
        assert search.first_of_each == firsts


def test_two_queries_whatever_the_number_of_rows(cast, django_assert_num_queries):
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    Search(
        clinic, cast.treatment, [cast.petra], cast.at_harbour.place, at=AT
    ).all_free  # the snapshot is there now
    with django_assert_num_queries(2):
        clinic = Clinic.objects.get(pk=cast.harbour.pk)
        assert Search(clinic, cast.treatment, [cast.petra, cast.quinn], cast.at_harbour.place, at=AT).all_free
    assert Hold.objects.count() == 0


def around_the_clock(cast, minutes):
    """Petra is open day and night; visits last so long."""
    OpeningHours.objects.filter(practitioner=cast.petra).delete()
    for weekday in range(7):
        OpeningHours.objects.create(
            practitioner=cast.petra, location=cast.at_harbour.place, weekday=weekday, opens=0, closes=1440
        )
    type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(minutes=minutes, buffer_after=0)


@pytest.mark.parametrize("minutes", [50, 60, 75])
def test_a_list_of_weeks_and_the_check_of_one_day_agree_also_around_midnight(cast, minutes):
    """Each day counts from its own midnight, and the last visit of a day may run into the next."""
    around_the_clock(cast, minutes)
    cast.treatment.refresh_from_db()
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, [cast.petra], cast.at_harbour.place, at=AT)
    days = range(search.first_day + 1, search.first_day + 9)
    listed = search.free(days[0], days[-1])
    assert listed == [slot for day in days for slot in search.free(day, day)]
    late = {slot.starts_at.astimezone(clinic.zone).strftime("%H:%M") for slot in listed}
    assert {50: "23:20", 60: "23:00", 75: "23:45"}[minutes] in late


def test_round_starts_stay_round_after_a_change_of_half_an_hour(cast):
    Clinic.objects.filter(pk=cast.harbour.pk).update(timezone="Australia/Lord_Howe")
    grid(cast, 60)
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    at = AT.replace(month=3, year=2027)  # the clocks go back half an hour on 4 April
    search = Search(clinic, cast.treatment, [cast.quinn], cast.at_harbour.place, at=at)
    minutes = {
        slot.starts_at.astimezone(clinic.zone).minute
        for slot in search.free(search.first_day, search.last_day)
    }
    assert minutes == {0}


def together(cast, **rules):
    Preferences.objects.filter(clinic=cast.harbour).update(keeps_together=True, start_grid=30, **rules)
    type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(minutes=60, buffer_after=0)
    cast.treatment.refresh_from_db()


def test_keeping_the_day_together_offers_first_middle_last_then_the_neighbours(cast):
    together(cast)
    monday = date(2026, 11, 23)
    assert times(cast, monday) == ["09:00", "12:30", "16:00"]
    start = AT.replace(day=23, hour=16, minute=30)  # 12:30 in Halifax
    HoldFactory(
        clinic=cast.harbour, practitioner=cast.petra, service=cast.treatment, location=cast.at_harbour.place,
        starts_at=start, held_until=start,
    )  # fmt: skip
    assert times(cast, monday) == ["11:30", "13:30"]


def test_the_times_that_keep_the_day_together_do_not_wander_with_the_clock(cast):
    together(cast, notice_hours=0)
    monday = date(2026, 11, 23)
    late = AT.replace(day=23, hour=15)  # 11:00 in Halifax
    assert times(cast, monday, at=late) == ["12:30", "16:00"]


def test_time_off_ends_a_block_like_a_closed_door(cast):
    together(cast)
    noon, three = (AT.replace(day=23, hour=hour) for hour in (16, 19))
    TimeOff.objects.create(bookable=cast.petra, starts_at=noon, ends_at=three)
    assert times(cast, date(2026, 11, 23)) == ["09:00", "10:00", "11:00", "15:00", "15:30", "16:00"]


def test_kept_together_a_list_of_weeks_and_the_check_of_one_day_agree_around_midnight(cast):
    around_the_clock(cast, 60)
    OpeningHours.objects.filter(practitioner=cast.petra).update(opens=20 * 60, closes=28 * 60)
    together(cast)
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, [cast.petra], cast.at_harbour.place, at=AT)
    days = range(search.first_day + 1, search.first_day + 9)
    listed = search.free(days[0], days[-1])
    assert listed == [slot for day in days for slot in search.free(day, day)]
    assert times(cast, date(2026, 11, 23)) == ["03:00", "20:00", "23:30"]
    offered = {slot.start for slot in search.free(days[3], days[3])}
    for start in range(min(offered) - 60, max(offered) + 60, 15):
        assert search.is_free(cast.petra, start) == (start in offered)
