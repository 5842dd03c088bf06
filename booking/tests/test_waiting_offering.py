"""A free time goes to one person at a time: whoever has waited longest among those it fits, never in the night."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from booking.actions.cancelling import cancel
from booking.models import Appointment, Hold, Occupancy, WaitingEntry, WaitingOffer
from booking.tests.test_holding import hold
from booking.tests.waiting import FRIDAY, HALF_AN_HOUR, NINE, fresh, full_friday, offers, rules, wait, wanted
from booking.waiting import offering
from booking.waiting.answering import pass_on
from booking.waiting.joining import CannotWait, join
from clinic.models import TimeOff
from common.tests.moment import AT
from records.actions import lock_down
from records.actions.grants import revoke
from records.tests.factories import GrantFactory, PatientFactory
from tests.story import IN_TWO_DAYS
from tray.models import Item

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def told(found) -> list[tuple]:
    return [(one.entry.account.given_name, one.hold.starts_at, one.hold.practitioner.slug) for one in found]


def ended() -> list[str]:
    return list(WaitingEntry.objects.exclude(ended_at=None).values_list("ended_because", flat=True))


@pytest.fixture
def friday(cast):
    """Quinn's Friday is full, and Ana waits before Ben (for Kit) for a time in it."""
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record)
    wait(cast, cast.ben, cast.kit_record, at=AT + MINUTE)
    return first


def test_nothing_free_nothing_offered(cast, friday):
    assert offers(cast) == []


def test_a_freed_time_goes_to_whoever_waited_longest_then_to_the_next(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    assert told(offers(cast)) == [("Ana", NINE, "quinn")]
    assert offers(cast) == []
    assert offers(cast, at=AT + HALF_AN_HOUR - MINUTE) == []
    assert told(offers(cast, at=AT + HALF_AN_HOUR)) == [("Ben", NINE, "quinn")]
    assert offers(cast, at=AT + 2 * HALF_AN_HOUR) == []  # nobody is offered the same hour twice


def test_passing_on_goes_to_the_next_at_once(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    (offer,) = offers(cast)
    assert pass_on(offer, by=cast.ana, at=AT + MINUTE)
    assert not pass_on(offer, by=cast.ana, at=AT + MINUTE)
    assert told(offers(cast, at=AT + MINUTE)) == [("Ben", NINE, "quinn")]
    assert WaitingEntry.objects.standing().count() == 2


def test_nobody_else_gets_what_is_on_offer(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    offers(cast)
    with pytest.raises(Exception, match="taken"):
        hold(cast, NINE)
    row = Occupancy.objects.get(hold__offer__isnull=False)
    assert (row.during.lower, row.during.upper, row.held_until) == (
        NINE,
        NINE + timedelta(minutes=45),
        AT + HALF_AN_HOUR,
    )


@pytest.mark.parametrize("cause", ["declined", "moved away", "hold over", "time off ends"])
def test_any_cause_counts(cast, cause):
    """Whatever freed it: what `Search` finds is offered."""
    if cause == "hold over":
        first, _rest = full_friday(cast)
        wait(cast, cast.ana, cast.ana_record)
        cancel(first, by=cast.nora, at=AT)
        hold(cast, NINE)
        assert offers(cast) == []
        assert told(offers(cast, at=AT + timedelta(minutes=10))) == [("Ana", NINE, "quinn")]
        return
    first, _rest = full_friday(cast)
    away = TimeOff.objects.create(bookable=cast.quinn, starts_at=NINE, ends_at=NINE + HALF_AN_HOUR)
    wait(cast, cast.ana, cast.ana_record)
    if cause == "declined":
        Appointment.objects.filter(pk=first.pk).update(requested_at=AT, declined_at=AT, declined_by=cast.nora)
    if cause != "time off ends":
        away.delete()
    Occupancy.objects.filter(appointment=first).update(released_at=AT)
    if cause == "time off ends":
        assert offers(cast) == []
        away.delete()
    assert told(offers(cast)) == [("Ana", NINE, "quinn")]


def test_what_does_not_fit_is_passed_over(cast):
    first, _rest = full_friday(cast)
    wait(
        cast, cast.cleo, cast.ana_record, practitioner="petra", first_day=FRIDAY + DAY, last_day=FRIDAY + DAY
    )
    wait(cast, cast.ana, cast.ana_record, part="afternoon")
    wait(cast, cast.ben, cast.kit_record, part="morning", practitioner=None, at=AT + MINUTE)
    cancel(first, by=cast.nora, at=AT)
    assert told(offers(cast)) == [("Ben", NINE, "petra")]


def test_the_hours_of_the_night_stand_still(cast, friday):
    """20:50 in Halifax: ten minutes today, and twenty from eight in the morning on."""
    evening = AT + timedelta(hours=11, minutes=50)
    cancel(friday, by=cast.nora, at=AT)
    (offer,) = offers(cast, at=evening)
    assert offer.until == AT + DAY - timedelta(minutes=40)
    assert offer.until == offer.hold.held_until
    for hours in (12, 15, 22.9):
        assert offers(cast, at=AT + timedelta(hours=hours)) == []
    assert WaitingOffer.objects.open().count() == 1


def test_nothing_is_offered_in_quiet_hours(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    assert offers(cast, at=AT + timedelta(hours=12)) == []
    assert offers(cast, at=AT + timedelta(hours=22, minutes=59)) == []
    assert told(offers(cast, at=AT + timedelta(hours=23))) == [("Ana", NINE, "quinn")]


def test_never_inside_the_notice_at_the_end_of_the_offer(cast, friday):
    """Four hours before: the half hour must be over by then."""
    cancel(friday, by=cast.nora, at=AT)
    rules(cast, quiet_from=0, quiet_until=0)
    last = NINE - timedelta(hours=4) - HALF_AN_HOUR
    assert offers(cast, at=last + MINUTE) == []
    assert told(offers(cast, at=last)) == [("Ana", NINE, "quinn")]


@pytest.mark.parametrize("off", [{"is_online": False}, {"has_waiting_list": False}])
def test_switched_off_nothing_is_offered(cast, friday, off):
    cancel(friday, by=cast.nora, at=AT)
    rules(cast, **off)
    assert offers(cast) == []
    with pytest.raises(CannotWait, match="off"):
        join(
            cast.ana_record.__class__.objects.get(pk=cast.ana_record.pk),
            wanted(cast),
            account=cast.ana,
            by=cast.ana,
            at=AT,
        )
    assert WaitingEntry.objects.standing().count() == 2


def test_who_has_visits_enough_is_passed_over(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    rules(cast, most_ahead=2)  # Ana has two
    Appointment.objects.filter(patient=cast.kit_record).update(cancelled_at=AT, cancelled_by=cast.nora)
    assert told(offers(cast)) == [("Ben", NINE, "quinn")]


@pytest.mark.parametrize("why", ["over", "no access", "locked down", "closed", "unproved"])
def test_an_entry_ends_by_itself(cast, friday, why):
    at = AT
    cancel(friday, by=cast.nora, at=AT)
    offers(cast)
    if why == "over":
        at = NINE + DAY
    if why == "no access":
        revoke(cast.ana_grant, by=cast.nora, at=AT)
    if why == "locked down":
        lock_down(cast.ana_record, by=cast.nora, at=AT)
    if why == "closed":
        type(cast.ana).objects.filter(pk=cast.ana.pk).update(is_active=False)
    if why == "unproved":
        type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    found = told(offers(cast, at=at))
    if why == "over":
        assert (found, ended()) == ([], ["over", "over"])
    else:  # the time they were offered is free again, and goes on
        assert (found, ended()) == ([("Ben", NINE, "quinn")], ["no_access"])
        assert WaitingOffer.objects.get(answer="withdrawn").hold.released_at == at


def test_whoever_waits_for_many_keeps_no_more_than_somebody_who_books(cast):
    for number in range(5):
        child = PatientFactory(clinic=cast.harbour)
        GrantFactory(account=cast.dov, patient=child)
        wait(cast, cast.dov, child, at=AT + number * MINUTE, practitioner=None)
    wait(cast, cast.ben, cast.kit_record, at=AT + 9 * MINUTE, practitioner=None)
    assert [name for name, *_what in told(offers(cast))] == ["Dov"] * 3 + ["Ben"]
    entry = WaitingEntry.objects.standing().filter(account=cast.dov, offers=None).first()
    free = next(iter(offering.FreeTimes(fresh(cast.harbour), at=AT).fitting(entry)))
    how = {"until": AT + HALF_AN_HOUR, "at": AT}
    assert offering.offer_one(entry, free, by=None, **how) is None  # two workers at once
    assert offering.offer_one(entry, free, by=cast.nora, **how)


def test_who_does_not_answer_is_asked_no_more(cast):
    wait(cast, cast.ana, cast.ana_record, practitioner=None)
    at = AT
    for _again in range(3):
        assert len(offers(cast, at=at)) == 1
        at += HALF_AN_HOUR
    assert (offers(cast, at=at), ended()) == ([], ["unanswered"])
    (told,) = Item.objects.values_list("kind", "patient", "done_at")
    assert told == ("waiting.unanswered", cast.ana_record.pk, None), "somebody may want to call"


def test_an_earlier_time_than_that_of_a_visit(cast):
    """Tomorrow is free with Quinn: an hour earlier at least, and never the visit's own time."""
    rules(cast, days_ahead=3)
    wait(cast, cast.ana, cast.ana_record, visit=cast.ana_visit)
    ((name, starts_at, who),) = told(offers(cast))
    assert (name, who) == ("Ana", "quinn") and starts_at <= IN_TWO_DAYS - timedelta(hours=1)


def test_a_visit_that_is_gone_is_waited_for_no_more(cast):
    wait(cast, cast.ana, cast.ana_record, visit=cast.ana_visit)
    assert len(offers(cast)) == 1
    cancel(cast.ana_visit, by=cast.ana, at=AT)
    assert (offers(cast), ended()) == ([], ["visit_gone"])
    assert Hold.objects.get(offer__isnull=False).released_at == AT


def test_the_other_clinic_hears_nothing(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    assert offering.offer_times(fresh(cast.lakeside), at=AT) == []
    assert offering.offer_all(at=AT) == 1


def test_the_database_knows_one_offer_a_person(cast, friday):
    cancel(friday, by=cast.nora, at=AT)
    (offer,) = offers(cast)
    other = Hold.objects.get(pk=offer.hold_id)
    other.pk = None
    other._state.adding = True
    other.save()
    with pytest.raises(IntegrityError, match="booking_one_offer_a_person"), transaction.atomic():
        WaitingOffer.objects.create(
            entry=offer.entry, patient=offer.patient, hold=other, offered_at=AT, until=AT + HALF_AN_HOUR
        )


def test_a_look_at_a_list_of_many_costs_little_more(cast, friday, django_assert_max_num_queries):
    for day in range(1, 7):
        wait(cast, cast.ana, cast.ana_record, first_day=FRIDAY, last_day=FRIDAY + day * DAY)
    rules(cast, most_ahead=1)
    with django_assert_max_num_queries(45):
        offers(cast)
