"""Why a day has no more times: each rule with the minutes it takes, and hours − all of them = what is offered."""

from datetime import date, timedelta
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from booking.availability import finding, slots, wallclock
from booking.availability.finding import Search
from booking.availability.reasons import reasons_of
from booking.models import Preferences
from clinic.catalogue import Away, Block, Catalogue, Closed, Span
from clinic.models import (
    Clinic,
    Closure,
    HoursException,
    Location,
    Offer,
    OpeningHours,
    Practitioner,
    Resource,
    Service,
    TimeOff,
)
from common.tests.moment import AT

THURSDAY = date(2026, 11, 19).toordinal()


def account(cast, day=THURSDAY, **rules):
    """What is taken on a day with Petra, without what takes nothing; with the hours and what is offered."""
    Preferences.objects.filter(clinic=cast.harbour).update(**rules)
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, [cast.petra], cast.at_harbour.place, at=AT)
    found = reasons_of(search, cast.petra, day)
    return found.hours, {code: minutes for code, minutes in found.taken if minutes}, found.offered


def test_a_day_with_three_visits(cast):
    # Ana at 9:00 and 11:00, Kit at 13:00: 40 minutes and a break of five each; hours from 9 to 5, starts each hour.
    assert account(cast, start_grid=60) == (480, {"shape": 160, "booked": 120}, 200)
    assert account(cast, start_grid=60, keeps_together=True) == (
        480,
        {"shape": 160, "booked": 120, "together": 80},
        120,
    )


def test_time_off_a_room_and_hours_kept_for_other_services(cast):
    start = AT + timedelta(days=2)
    TimeOff.objects.create(bookable=cast.petra, starts_at=start, ends_at=start + timedelta(hours=3))
    assert account(cast, start_grid=60) == (480, {"shape": 160, "away": 120, "booked": 40}, 160)
    room = Resource.objects.create(clinic=cast.harbour, name="Pool")
    cast.treatment.resources.add(room)
    TimeOff.objects.create(bookable=room, starts_at=start, ends_at=start + timedelta(days=1))
    assert account(cast)[1:] == ({"shape": 160, "away": 120, "booked": 40, "resource": 160}, 0)
    for block in OpeningHours.objects.filter(practitioner=cast.petra):
        block.services.add(cast.assessment)
    assert account(cast) == (480, {"kept": 480}, 0)
    that_day = HoursException.objects.create(
        practitioner=cast.petra,
        location=cast.at_harbour.place,
        date=date(2026, 11, 19),
        opens=1020,
        closes=1140,
    )
    assert account(cast) == (120, {"resource": 80, "shape": 40}, 0)
    that_day.services.add(cast.assessment)
    assert account(cast) == (120, {"kept": 120}, 0)


def test_a_closed_clinic_takes_the_whole_day_whoever_is_there(cast):
    Closure.objects.create(clinic=cast.harbour, first_day=date(2026, 11, 19), last_day=date(2026, 11, 20))
    TimeOff.objects.create(bookable=cast.petra, starts_at=AT, ends_at=AT + timedelta(days=9))
    closed = (480, {"shape": 160, "closed": 320}, 0)
    assert [account(cast, THURSDAY + more, start_grid=60) for more in (0, 1)] == [closed, closed]
    assert account(cast, THURSDAY + 4, start_grid=60)[1] == {"shape": 160, "away": 320}


def test_notice_the_same_day_and_the_horizon(cast):
    today = AT.date().toordinal()
    assert account(cast, today, start_grid=60, notice_hours=4) == (480, {"shape": 160, "notice": 160}, 160)
    assert account(cast, today, same_day=False)[1:] == ({"shape": 160, "notice": 160, "same_day": 160}, 0)
    assert account(cast, days_ahead=1)[1:] == ({"shape": 160, "booked": 120, "far": 200}, 0)
    assert account(cast, today - 4)[1:] == ({"shape": 160, "notice": 320}, 0)


def test_what_closes_everything_is_said_first_and_takes_all(cast):
    Offer.objects.filter(service=cast.treatment, practitioner=cast.petra).delete()
    assert account(cast) == (480, {"not_given": 480}, 0)
    Service.objects.filter(pk=cast.treatment.pk).update(is_online=False)
    cast.treatment.refresh_from_db()
    assert account(cast) == (480, {"by_phone": 480}, 0)
    assert account(cast, is_online=False) == (480, {"off": 480}, 0)
    assert account(cast, date(2026, 11, 21).toordinal()) == (0, {}, 0)


def test_one_query(cast, django_assert_num_queries):
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    search = Search(clinic, cast.treatment, [cast.petra], cast.at_harbour.place, at=AT)
    with django_assert_num_queries(1):
        reasons_of(search, cast.petra, THURSDAY)


# Random clinics, without a database: the same sum, and the same times that the pages offer ----------------------------
minutes = st.integers(0, 287).map(lambda five: five * 5)
spans = st.tuples(minutes, st.integers(1, 24 * 12).map(lambda five: five * 5))
around = st.lists(st.tuples(st.integers(-3000, 3000), st.integers(5, 300)), max_size=4)
zones = st.sampled_from(["America/Halifax", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo"])


@st.composite
def clinics(draw):
    """A clinic of one practitioner: hours of the week and of dates, time off, a room, visits, rules."""
    clinic = Clinic(pk=1, timezone=draw(zones))
    person, place, room = Practitioner(pk=2, clinic=clinic), Location(pk=3, clinic=clinic), 4
    service = Service(
        pk=5, clinic=clinic, minutes=draw(st.sampled_from([20, 45, 60, 90])), is_online=draw(st.integers(0, 9)) > 0,
        buffer_before=draw(st.sampled_from([0, 10])), buffer_after=draw(st.sampled_from([0, 5, 15])),
    )  # fmt: skip
    rules = Preferences(
        clinic=clinic, start_grid=draw(st.sampled_from([None, 15, 30, 60])), keeps_together=draw(st.booleans()),
        notice_hours=draw(st.sampled_from([0, 4, 30])), same_day=draw(st.booleans()),
        days_ahead=draw(st.sampled_from([1, 3, 90])), is_online=draw(st.integers(0, 9)) > 0,
    )  # fmt: skip
    # Ordinary days, and some before clocks change; Cairo skips a midnight in April.
    moments = [AT, *(AT.replace(month=month, day=day) for month, day in ((10, 30), (4, 2), (4, 22)))]
    at = draw(st.sampled_from(moments)).replace(hour=draw(st.sampled_from([3, 13])))
    day = at.astimezone(clinic.zone).date().toordinal() + draw(st.integers(-1, 4))
    noon = wallclock.midnight(clinic.zone, day) + 720
    catalogue = Catalogue(practitioners={2: person}, locations={3: place})
    catalogue.offers = [Offer(service_id=5, practitioner_id=2, location_id=3)] * draw(st.integers(0, 3))
    kept = draw(st.sets(st.integers(0, 14), max_size=4))  # blocks for another service; 14 is the single date

    def span(key, opens, length):
        return Span(opens, min(2880, opens + length), frozenset([9] if key in kept else []))

    catalogue.hours[2, 3] = [
        Block(key % 7, span(key, *drawn))
        for key, drawn in enumerate(draw(st.lists(spans, min_size=7, max_size=14)))
    ]
    if draw(st.booleans()):
        catalogue.exceptions[2, 3] = {day: [span(14, *draw(spans))]}
    if draw(st.integers(0, 9)) == 0:
        catalogue.closed = [Closed(day + draw(st.integers(-1, 1)), day + draw(st.integers(1, 2)))]
    catalogue.needs[5] = (room,) * draw(st.integers(0, 1))
    for thing in (2, room):
        catalogue.time_off[thing] = [
            Away(starts_at=wallclock.to_instant(noon + low), ends_at=wallclock.to_instant(noon + low + length))
            for low, length in draw(around)
        ]  # fmt: skip
    taken = {
        thing: slots.merged((noon + low, noon + low + length) for low, length in draw(around))
        for thing in (2, room)
    }
    return clinic, service, person, place, rules, catalogue, taken, at, day


@given(clinics())
def test_hours_less_what_every_rule_takes_are_the_minutes_on_offer(drawn):
    clinic, service, person, place, rules, catalogue, taken, at, day = drawn

    def fetched(things, **_window):
        return {thing: list(taken[thing]) for thing in things}

    with (
        patch.object(finding, "catalogue_of", lambda _clinic: catalogue),
        patch.object(finding, "taken_ranges", fetched),
    ):
        search = Search(clinic, service, [person], place, at=at, rules=rules)
        found = reasons_of(search, person, day)
        shown = search.free(day, day) if rules.is_online and service.is_online and catalogue.offers else []
    assert found.starts == [slot.start for slot in shown]
    assert all(minutes >= 0 for _code, minutes in found.taken)
    assert found.hours - sum(minutes for _code, minutes in found.taken) == found.offered
    window = wallclock.midnight(clinic.zone, day), wallclock.midnight(clinic.zone, day + 1)
    visits = slots.clipped(slots.merged((start, start + service.minutes) for start in found.starts), *window)
    assert found.offered == sum(high - low for low, high in visits)
