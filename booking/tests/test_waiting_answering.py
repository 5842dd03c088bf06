"""Taking an offered time: one visit whatever is pressed, and nothing where it cannot be had any more."""

from datetime import timedelta

import pytest
from django.core import mail

from booking.actions.by_staff import cancel_for
from booking.actions.cancelling import cancel
from booking.actions.moving import move
from booking.models import Appointment, Move, Occupancy, WaitingEntry, WaitingOffer
from booking.objections import Wish
from booking.tests.waiting import HALF_AN_HOUR, NINE, fresh, full_friday, offers, rules, wait
from booking.waiting.answering import OfferOver, pass_on, take
from common.tests.moment import AT
from outbox import delivery
from records.actions import lock_down
from records.actions.grants import revoke
from tests.story import IN_TWO_DAYS

MINUTE = timedelta(minutes=1)


@pytest.fixture
def offer(cast):
    """Ana is offered Friday at nine, which was Kit's."""
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record)
    cancel(first, by=cast.nora, at=AT)
    (made,) = offers(cast)
    return made


@pytest.fixture
def earlier(cast):
    """Ana is offered a time of tomorrow instead of her visit in two days."""
    rules(cast, days_ahead=3, fee=4500, fee_window_hours=100)
    wait(cast, cast.ana, cast.ana_record, visit=cast.ana_visit)
    (made,) = offers(cast)
    return made


def left() -> list[tuple]:
    """(to, subject) of the mails that leave within an hour."""
    delivery.drain(at=AT + timedelta(minutes=10))
    return [(one.to, one.subject) for one in mail.outbox]


def test_it_is_a_visit_like_any_other(cast, offer):
    visit = take(offer, by=cast.ana, at=AT + MINUTE)
    facts = visit.starts_at, visit.practitioner, visit.patient, visit.made_online_by, visit.booking.account
    assert facts == (NINE, cast.quinn, cast.ana_record, cast.ana, cast.ana)
    row = Occupancy.objects.get(appointment=visit, released_at=None)
    assert (row.held_until, row.during.lower) == (None, NINE)
    assert (WaitingEntry.objects.get().ended_because, WaitingOffer.objects.get().answer) == ("taken", "taken")
    assert offers(cast, at=AT + 2 * MINUTE) == []
    assert (["ana@example.org"], "Your visit on Friday 20 November, 9:00 am") in left()


def test_pressed_twice_it_is_one_visit(cast, offer):
    visit = take(offer, by=cast.ana, at=AT)
    assert take(offer, by=cast.ana, at=AT + timedelta(hours=3)) == visit
    assert Appointment.objects.filter(patient=cast.ana_record, starts_at=NINE).count() == 1


def test_a_service_brings_its_form(cast):
    rules(cast, days_ahead=3)
    wait(cast, cast.ana, cast.ana_record, service=cast.assessment)
    (offer,) = offers(cast)
    visit = take(offer, by=cast.ana, at=AT)
    assert [form.version.template for form in visit.assignments.all()] == [cast.form]


@pytest.mark.parametrize("what", ["over", "passed", "no access", "locked", "another", "enough"])
def test_what_cannot_be_taken(cast, offer, what):
    at, by = AT + MINUTE, cast.ana
    if what == "over":
        at = AT + HALF_AN_HOUR
    if what == "passed":
        pass_on(offer, by=cast.ana, at=AT)
    if what == "no access":
        revoke(cast.ana_grant, by=cast.nora, at=AT)
    if what == "locked":
        lock_down(cast.ana_record, by=cast.nora, at=AT)
    if what == "another":
        by = cast.ben
    if what == "enough":
        rules(cast, most_ahead=2)
    with pytest.raises(OfferOver) as refused:
        take(offer, by=by, at=at)
    assert refused.value.why == {"passed": "answered", "enough": "enough_ahead"}.get(what, "over")
    assert not Appointment.objects.filter(patient=cast.ana_record, starts_at=NINE).exists()


def test_the_later_visit_moves_there_in_one(cast, earlier):
    was = cast.ana_visit.starts_at
    visit = take(earlier, by=cast.ana, at=AT)
    assert (visit.pk, visit.starts_at) == (cast.ana_visit.pk, earlier.hold.starts_at)
    assert [(one.starts_at, one.moved_by, one.late_fee) for one in Move.objects.all()] == [(was, cast.ana, 0)]
    taken = Occupancy.objects.filter(appointment=visit, released_at=None)
    assert [row.during.lower for row in taken] == [visit.starts_at]
    assert WaitingEntry.objects.get().ended_because == "taken"
    assert take(earlier, by=cast.ana, at=AT + timedelta(hours=1)) == visit
    assert Move.objects.count() == 1
    kinds = [subject.split(":")[0].split(" on ")[0] for _to, subject in left()]
    assert len(kinds) == 1 and "moved" in kinds[0].lower()


def test_its_old_time_goes_to_the_next_in_line(cast, earlier):
    day = IN_TWO_DAYS.date()
    wait(cast, cast.ben, cast.kit_record, practitioner="petra", first_day=day, last_day=day)
    offers(cast)
    WaitingOffer.objects.open().filter(entry__account=cast.ben).update(closed_at=AT, answer="passed")
    take(earlier, by=cast.ana, at=AT)
    assert not Occupancy.objects.filter(
        thing=cast.petra, during__contains=IN_TWO_DAYS, released_at=None, appointment__isnull=False
    ).exists()


@pytest.mark.parametrize("what", ["cancelled", "arrived", "moved before it"])
def test_a_visit_that_changed_meanwhile_stays_as_it_is(cast, earlier, what):
    visit = Appointment.objects.get(pk=cast.ana_visit.pk)
    if what == "cancelled":
        cancel_for(visit, asked_by_patient=False, tells=False, by=cast.nora, at=AT)
    if what == "arrived":
        Appointment.objects.filter(pk=visit.pk).update(arrived_at=AT)
    if what == "moved before it":
        soon = Wish(
            fresh(cast.harbour), cast.treatment, cast.petra, cast.at_harbour.place,
            earlier.hold.starts_at - timedelta(hours=2), visit.pk,
        )  # fmt: skip
        from booking.objections import objections_to, seen

        met = seen(objections_to(soon, at=AT))
        move(visit, soon, by=cast.nora, at=AT, accepted=met, reason="asked for")
    before = Appointment.objects.values().get(pk=visit.pk)
    with pytest.raises(OfferOver) as refused:
        take(earlier, by=cast.ana, at=AT)
    assert refused.value.why == ("not_earlier" if what == "moved before it" else "visit_gone")
    assert Appointment.objects.values().get(pk=visit.pk) == before


def test_the_mail_says_when_and_until_when_and_not_what_for(cast, offer):
    delivery.drain(at=AT)
    (sent,) = [one for one in mail.outbox if "free" in one.subject]
    html = sent.alternatives[0][0]
    assert (sent.to, sent.subject) == (["ana@example.org"], "A time came free: Friday 20 November, 9:00 am")
    assert "We keep it for you until 9:30 am today." in sent.body and "Quinn Cast" in sent.body
    assert f"/portal/p/{cast.ana_record.pk}/waiting/{offer.entry_id}/" in sent.body
    assert "Treatment" not in sent.body + html + sent.subject


@pytest.mark.parametrize("what", ["late", "passed", "locked", "no access"])
def test_a_mail_that_offers_nothing_does_not_leave(cast, offer, what):
    at = AT + HALF_AN_HOUR if what == "late" else AT
    if what == "passed":
        pass_on(offer, by=cast.ana, at=AT)
    if what == "locked":
        lock_down(cast.ana_record, by=cast.nora, at=AT)
    if what == "no access":
        revoke(cast.ana_grant, by=cast.nora, at=AT)
    delivery.drain(at=at)
    assert [one for one in mail.outbox if "free" in one.subject] == []
