"""Days on which the whole clinic is closed: nothing is offered, taken anew or moved there; what was promised stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking.actions import answering, moving
from booking.actions.by_staff import Objected
from booking.actions.confirming import Lost
from booking.actions.holding import NotHeld, answers_seen, keep_answers, release
from booking.availability.finding import Search
from booking.family.holding import PlanLost
from booking.family.searching import PlanSearch
from booking.models import Appointment, FamilyDay, Hold, Preferences, WaitingOffer
from booking.objections import objections_to, seen
from booking.tests import family, test_answering, test_hours, test_moving, test_pages
from booking.tests.confirming import NEW, answered, confirm
from booking.tests.test_answering import ask
from booking.tests.test_by_staff import codes, make, wish
from booking.tests.test_finding import THURSDAY, grid, times
from booking.tests.test_holding import TEN, hold
from booking.tests.test_hours import FRIDAY
from booking.tests.test_repeating import told, weekly
from booking.tests.waiting import FRIDAY as WAITED_FOR
from booking.tests.waiting import NINE, fresh, full_friday, offers, rules, wait
from booking.waiting.answering import OfferOver, take
from clinic.tests.factories import ClosureFactory, TimeOffFactory
from common.tests.moment import AT

asks, hours = test_answering.asks, test_hours.hours  # fixtures
WEDNESDAY = THURSDAY - timedelta(days=1)
SATURDAY = date(2026, 11, 21)
CLOSED = ("closed", "The clinic is closed then.")
LATER = AT + timedelta(minutes=11)  # when ten minutes are over


def close(cast, first=THURSDAY, last=None):
    """Harbour is closed on these days; Lakeside on those around them."""
    last, day = last or first, timedelta(days=1)
    ClosureFactory(clinic=cast.lakeside, first_day=first - day, last_day=last + day)
    ClosureFactory(clinic=cast.harbour, first_day=first, last_day=last)


def on(day, found) -> list:
    """Those of these instants that fall on a day of Halifax in November."""
    return [one for one in found if (one - timedelta(hours=4)).date() == day]


def test_both_days_are_closed_and_the_days_around_them_are_not(cast):
    grid(cast, 120)
    week = [WEDNESDAY, THURSDAY, FRIDAY, date(2026, 11, 23)]
    before = [times(cast, day, who=[cast.quinn]) for day in week]
    assert before == [["10:00", "12:00", "14:00", "16:00"]] * 4
    close(cast, THURSDAY, FRIDAY)
    assert [times(cast, day, who=[cast.quinn]) for day in week] == [before[0], [], [], before[3]]


def test_it_begins_and_ends_at_the_clinic_s_midnights(cast, hours):
    """The night before ends at midnight, the night of a closed day begins there."""
    grid(cast, 30)
    hours((2, 22, 26), (3, 22, 26))
    close(cast)
    assert times(cast, WEDNESDAY) == ["22:00", "22:30", "23:00"]
    assert times(cast, THURSDAY) == []
    assert times(cast, FRIDAY) == ["00:00", "00:30", "01:00"]


def test_a_break_does_not_run_into_it_either(cast, hours):
    grid(cast, 15)
    hours((2, 22, 26))
    type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(minutes=30, buffer_after=15)
    cast.treatment.refresh_from_db()
    close(cast)
    assert times(cast, WEDNESDAY) == ["22:00", "22:15", "22:30", "22:45", "23:00", "23:15"]
    last = datetime(2026, 11, 19, 3, 15, tzinfo=UTC)
    for starts_at, objections in ((last, []), (last + timedelta(minutes=5), [CLOSED])):
        asked = wish(cast, starts_at, practitioner=cast.petra)
        assert [(one.code, one.words) for one in objections_to(asked, at=AT)] == objections


@pytest.mark.parametrize(
    ("sunday", "length"), [(date(2026, 11, 1), 25), (date(2027, 3, 14), 23)], ids=["back", "forward"]
)
def test_a_closed_day_is_as_long_as_the_clocks_make_it(cast, hours, sunday, length):
    grid(cast, 60)
    hours((5, 22, 26), (6, 0, 26), (0, 2, 4))
    close(cast, sunday)
    at = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC) - timedelta(days=5)
    around = [sunday + timedelta(days=days) for days in (-1, 0, 1)]
    assert [times(cast, day, at=at) for day in around] == [
        ["22:00", "23:00"], [], ["00:00", "01:00", "02:00", "03:00"],
    ]  # fmt: skip
    search = Search(fresh(cast.harbour), cast.treatment, [cast.petra], cast.at_harbour.place, at=at)
    ((begins, ends),) = search.closed
    assert ends - begins == length * 60


def test_the_week_says_closed_and_nothing_else_of_the_day(cast, client):
    def week():
        days = client.get("/book/treatment/quinn/?week=2026-11-16").context["days"]
        return {day["weekday"]: day["closed"] for day in days}

    assert (week()["Thu"], week()["Fri"], week()["Sat"]) == ("", "", "Not in")
    TimeOffFactory(
        bookable=cast.quinn, starts_at=NINE - timedelta(hours=1), ends_at=NINE + timedelta(hours=9)
    )
    close(cast)
    assert (week()["Wed"], week()["Thu"], week()["Fri"]) == ("", "Closed", "No times")


# Staff ---------------------------------------------------------------------------------------------------------------
def test_staff_are_told_that_and_not_that_everybody_is_away(cast):
    close(cast)
    assert [(one.code, one.words) for one in objections_to(wish(cast), at=AT)] == [CLOSED]
    day = timedelta(days=1)
    assert (codes(wish(cast, TEN - day)), codes(wish(cast, TEN + day))) == ([], [])


def test_knowingly_booked_with_a_reason(cast):
    close(cast)
    with pytest.raises(Objected) as met:
        make(cast, wish(cast))
    assert [one.words for one in met.value.objections] == [CLOSED[1]]
    with pytest.raises(Objected):
        make(cast, wish(cast), accepted=seen(met.value.objections))
    made = make(cast, wish(cast), accepted=seen(met.value.objections), reason="She has the key")
    assert (made.starts_at, made.overridden, made.overridden_because) == (TEN, ["closed"], "She has the key")


def test_the_week_of_a_series_is_named(cast):
    close(cast, date(2026, 12, 17))
    assert told(weekly(cast, 6)) == ["Week 5, Thu 17 Dec 2026, 10:30 am: The clinic is closed then."]


def test_a_request_for_a_day_that_was_closed_meanwhile(asks):
    visit = ask(asks, asks.ben)
    close(asks)
    with pytest.raises(Objected) as met:
        answering.approve(visit, by=asks.finn, at=AT)
    assert [(one.code, one.words) for one in met.value.objections] == [CLOSED]
    visit.refresh_from_db()
    assert visit.status == "requested"
    accepted = {"accepted": seen(met.value.objections), "reason": "She comes in for it"}
    answering.approve(visit, by=asks.finn, at=AT, **accepted)
    visit.refresh_from_db()
    assert (visit.status, visit.overridden) == ("booked", ["closed"])


@pytest.mark.parametrize("who", ["patient", "staff"])
def test_nothing_moves_onto_it_and_the_old_time_is_kept(cast, who):
    Preferences.objects.filter(clinic=cast.harbour).update(move_online=True)
    close(cast, FRIDAY)
    asked, visit = test_moving.wish(cast), test_moving.read(cast.ana_visit)
    with pytest.raises(Objected) as met:
        if who == "patient":
            moving.move_online(visit, asked, by=cast.ana, at=AT)
        else:
            moving.move(visit, asked, by=cast.finn, at=AT)
    assert [(one.code, one.words) for one in met.value.objections] == [CLOSED]
    assert test_moving.held(cast.ana_visit) == [(cast.petra.pk, test_moving.NINE)]


# Patients ------------------------------------------------------------------------------------------------------------
def test_nothing_is_held_on_it_by_hand(cast):
    close(cast)
    with pytest.raises(NotHeld, match="taken"):
        hold(cast)
    assert Hold.objects.count() == 0
    assert hold(cast, TEN + timedelta(days=1)).starts_at == TEN + timedelta(days=1)


def test_a_time_pressed_on_an_old_page_was_not_taken_by_anybody(cast, client):
    def title():
        return test_pages.choose(client).context["lost"]["title"]

    theirs = hold(cast)
    assert title() == "Someone just took Thursday 19 November, 10:30 am"
    release(theirs, at=AT)
    close(cast)
    assert title() == "Thursday 19 November, 10:30 am is no longer free"


def test_closed_while_somebody_types_a_time_that_is_held_is_kept_and_one_that_ran_out_is_lost(cast):
    """While a hold stands it is a promise (docs/adr/0002)."""
    first, last = (
        answered(cast, {"person": NEW}, by=cast.dov, start=TEN + timedelta(minutes=45 * n)) for n in (0, 1)
    )
    close(cast)
    with pytest.raises(Lost) as lost:
        confirm(first, by=cast.dov, at=LATER)
    assert [one.pk for one in lost.value.holds] == [first.pk]
    assert not Appointment.objects.filter(made_online_by=cast.dov).exists()
    assert confirm(last, by=cast.dov, at=AT).starts_at == last.starts_at


def test_what_was_lost_to_it_is_said_with_the_nearest_times(cast, client, monkeypatch):
    client.force_login(cast.dov)
    place = test_pages.held_url(client)
    keep_answers(held := Hold.objects.get(), {"person": NEW}, by=cast.dov)
    close(cast)
    monkeypatch.setattr("common.clock.now", lambda: LATER)
    seen_there = {"agreed": "on", "seen": answers_seen(held)}
    page = client.post(f"{place}check/", seen_there)
    assert page.status_code == 409
    lost = page.context["lost"]
    assert lost["title"] == "Thursday 19 November, 10:30 am is no longer free"
    nearest = ["Wed 18 Nov, 2:15 pm", "Wed 18 Nov, 3:00 pm", "Wed 18 Nov, 3:45 pm"]
    assert [words for _start, words in lost["slots"]] == nearest


# Families and who waits ----------------------------------------------------------------------------------------------
def test_a_family_is_offered_no_plan_on_it_and_the_week_says_so(cast):
    def starts():
        day = FamilyDay.objects.get(pk=family_day.pk)
        return [plan[0].slot.starts_at for plan in family.plans_of(day)]

    family_day = family.begun(cast)
    assert on(THURSDAY, starts()) and on(FRIDAY, starts())
    close(cast)
    assert not on(THURSDAY, starts()) and on(FRIDAY, starts())
    search = PlanSearch(FamilyDay.objects.get(pk=family_day.pk), at=AT)
    assert [search.is_open(day.toordinal()) for day in (THURSDAY, FRIDAY, SATURDAY)] == [False, True, False]


def test_a_family_s_day_that_was_closed_meanwhile(cast):
    day = family.begun(cast)
    plan = next(one for one in family.plans_of(day) if on(THURSDAY, [one[0].slot.starts_at]))
    made = family.hold(day, plan, by=cast.ben)
    close(cast)
    with pytest.raises(Lost) as lost:
        family.confirm(day, by=cast.ben, at=LATER)
    assert {one.pk for one in lost.value.holds} == {one.pk for one in made}
    with pytest.raises(PlanLost) as gone:
        family.hold(day, plan, by=cast.ben, at=LATER)
    assert sorted(gone.value.members) == [0, 1]
    assert not Appointment.objects.filter(booking__family_day=day).exists()


def test_nobody_who_waits_is_offered_a_time_on_it(cast):
    rules(cast, days_ahead=9)
    wait(cast, cast.ana, cast.ana_record)
    close(cast, WAITED_FOR)
    assert offers(cast) == []
    fresh(cast.harbour).closures.all().delete()
    assert [one.hold.starts_at for one in offers(cast)] == [NINE]


@pytest.fixture
def offer(cast):
    """Ana is offered Friday at nine; Kit waits for that day as well. Then the clinic closes on it."""
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record, at=AT - timedelta(hours=1))
    wait(cast, cast.ben, cast.kit_record)
    first.occupancies.update(released_at=AT)
    (made,) = offers(cast)
    close(cast, WAITED_FOR)
    return made


def test_a_time_that_is_offered_already_is_theirs_for_its_half_hour(cast, offer):
    """An offer is a hold, and a promise as well."""
    made = take(offer, by=cast.ana, at=offer.until - timedelta(seconds=1))
    assert (made.starts_at, made.patient) == (NINE, cast.ana_record)


def test_after_that_it_is_offered_to_nobody_else(cast, offer):
    assert (offers(cast, at=offer.until), WaitingOffer.objects.open().count()) == ([], 0)
    with pytest.raises(OfferOver, match="over"):
        take(offer, by=cast.ana, at=offer.until)
