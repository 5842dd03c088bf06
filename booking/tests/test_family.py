"""A family day: all times are held, kept, booked and taken back together, or none."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from audit.models import Event
from booking.actions import answering, cancelling, confirming
from booking.actions.holding import NotHeld, Visitor, answers_seen, extend
from booking.family import keeping
from booking.family.holding import PlanLost, hold_plan, holds_of
from booking.models import Appointment, Booking, FamilyDay, Hold, Occupancy, Preferences
from booking.models.family_day import SIDE_BY_SIDE
from booking.tests import test_holding
from booking.tests.family import NOA, begun, chosen, confirm, hold, plans_of
from clinic.models.services import Approval
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records.models import Grant, Patient
from smartforms.models import Assignment
from tests.story import visit

TEN_LATER = AT + timedelta(minutes=10)


def live(at=AT) -> int:
    return Occupancy.objects.filter(released_at=None, held_until__gt=at).count()


def hours(visits) -> list:
    return [(one.patient.given_name, f"{one.starts_at:%d %H:%M}", one.practitioner.called) for one in visits]


def booked(day):
    rows = Appointment.objects.filter(booking__family_day=day).order_by("starts_at", "practitioner")
    return list(rows.select_related("patient", "practitioner"))


@pytest.mark.parametrize("way", ["in_turn", "side_by_side"])
def test_whatever_is_offered_in_a_week_can_be_held(cast, way):
    day = begun(cast, way=way)
    found = [plan for plan in plans_of(day) if plan[0].slot.starts_at < AT + timedelta(days=5)]
    assert len(found) > 5
    for number, plan in enumerate(found):
        with transaction.atomic():
            made = hold(day, plan, by=cast.ben, mark=f"v{number}", address=f"a{number}")
            assert {(held.member, held.starts_at) for held in made} == {
                (one.part, one.slot.starts_at) for one in plan
            }
            transaction.set_rollback(True)


def test_all_times_are_held_for_the_same_ten_minutes(cast):
    day = begun(cast)
    made = hold(day, plans_of(day)[0], by=cast.ben)
    assert [held.held_until for held in made] == [TEN_LATER, TEN_LATER]
    assert (live(), live(TEN_LATER)) == (2, 0)
    assert extend(*holds_of(day), at=AT + timedelta(minutes=5))
    assert not extend(*holds_of(day), at=AT + timedelta(minutes=6))
    assert live(TEN_LATER) == 2


def test_what_is_no_plan_of_these_people_cannot_be_held_by_hand(cast):
    day = begun(cast)
    first, last = plans_of(day)[0], plans_of(day)[-1]
    for wrong in ((first[0], last[1]), (first[0], first[0]), first[:1]):
        with pytest.raises((ValueError, PlanLost)):
            hold(day, tuple(wrong), by=cast.ben)
    assert Hold.objects.count() == 0


def test_one_time_lost_holds_nothing_and_names_whose_it_was(cast):
    day = begun(cast)
    plan = next(plan for plan in plans_of(day) if {one.slot.practitioner for one in plan} == {cast.quinn.pk})
    test_holding.hold(cast, plan[1].slot.starts_at, mark="somebody", address="else")
    with pytest.raises(PlanLost) as lost:
        hold(day, plan, by=cast.ben)
    assert lost.value.members == [plan[1].part]
    assert (Hold.objects.filter(family_day=day).count(), live()) == (0, 1)


def test_another_plan_gives_the_first_one_back_only_when_it_is_sure(cast):
    day = begun(cast)
    plans = plans_of(day)
    first = hold(day, plans[0], by=cast.ben)
    later = plans[-1]
    visit(cast.at_harbour, cast.petra, cast.ana_record, later[0].slot.starts_at)
    visit(cast.at_harbour, cast.quinn, cast.ana_record, later[0].slot.starts_at)
    with pytest.raises(PlanLost):
        hold(day, later, by=cast.ben)
    assert [held.pk for held in holds_of(day)] == [held.pk for held in first]
    hold(day, plans[5], by=cast.ben)
    assert live() == 2


def test_a_group_counts_as_one_of_the_three_and_an_account_holds_one(cast, settings):
    for number in range(2):
        test_holding.hold(cast, test_holding.TEN + timedelta(minutes=45 * number), mark="v", address="a")
    day = begun(cast, members=chosen(cast, cast.ana_record, cast.kit_record, new=[NOA] * 3))
    plan = plans_of(day)[-1]
    assert len(hold(day, plan, by=cast.ben)) == 5
    with pytest.raises(NotHeld, match="too_many"):
        test_holding.hold(cast, AT + timedelta(days=3, hours=1, minutes=30), mark="v", address="a")
    other = begun(cast)
    hold(other, plans_of(other)[0], by=cast.ben)
    assert (holds_of(day), live()) == ([], 4)
    settings.HOLDS_PER_ADDRESS = 3
    third = begun(cast, by=cast.ana, members=chosen(cast, cast.ana_record, new=[NOA]))
    with pytest.raises(NotHeld, match="too_many"):
        hold_plan(third, plans_of(third)[0], visitor=Visitor("w", "a"), by=cast.ana, at=AT)


def test_confirming_makes_one_booking_of_all_and_twice_makes_it_once(cast):
    day = begun(cast)
    plan = plans_of(day)[0]
    hold(day, plan, by=cast.ben)
    booking = confirm(day, by=cast.ben)
    assert confirm(day, by=cast.ben) == booking
    made = booked(day)
    assert {one.booking_id for one in made} == {booking.pk}
    assert {one.patient_id for one in made} == {cast.ana_record.pk, cast.kit_record.pk}
    assert {one.made_online_by_id for one in made} == {cast.ben.pk}
    verbs = Event.objects.filter(verb="appointment.booked").values_list("target", flat=True)
    assert set(verbs) == {str(one.pk) for one in made}
    assert Message.objects.filter(kind="booking.confirmed").count() == 1
    assert live() == 0 and Occupancy.objects.filter(appointment__in=made, released_at=None).count() == 2


def test_new_people_become_records_with_their_forms(cast):
    before = Patient.objects.count()
    members = chosen(cast, cast.kit_record, new=[NOA], service="assessment")
    day = begun(cast, members=members, way=SIDE_BY_SIDE)
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    noa = Patient.objects.get(given_name="Noa")
    assert Patient.objects.count() == before + 1
    assert Grant.objects.filter(patient=noa, account=cast.ben).count() == 1
    assert Assignment.objects.filter(patient=noa, account=cast.ben).count() == 1
    day.refresh_from_db()
    assert day.members == []  # what was typed is not kept twice


def test_a_record_of_somebody_else_books_nothing_for_anybody(cast):
    day = begun(cast, members=chosen(cast, cast.kit_record, cast.zoe_record))
    hold(day, plans_of(day)[0], by=cast.ben)
    with pytest.raises(Patient.DoesNotExist):
        confirm(day, by=cast.ben)
    assert (booked(day), live()) == ([], 2)


def test_what_was_changed_in_another_tab_is_shown_before_it_is_booked(cast):
    day = begun(cast)
    plans = plans_of(day)
    hold(day, plans[0], by=cast.ben)
    seen = answers_seen(*holds_of(day))
    hold(day, plans[1], by=cast.ben)
    with pytest.raises(confirming.AnswersChanged):
        keeping.confirm_day(day, seen=seen, by=cast.ben, at=AT)
    assert booked(day) == []


def test_who_has_visits_enough_stops_all_of_them(cast):
    Preferences.objects.filter(clinic=cast.harbour).update(most_ahead=1)
    day = begun(cast, members=chosen(cast, cast.kit_record, new=[NOA]))
    hold(day, plans_of(day)[0], by=cast.ben)
    with pytest.raises(confirming.TooManyAhead):
        confirm(day, by=cast.ben)
    assert (booked(day), Patient.objects.filter(given_name="Noa").count()) == ([], 0)


def test_an_address_that_is_not_proved_books_no_more_together_than_one_by_one(cast, settings):
    settings.VISITS_BEFORE_PROOF = 1
    cast.ben.verified_at = None
    cast.ben.save()
    day = begun(cast, members=chosen(cast, new=[NOA, {**NOA, "given_name": "Lev"}]))
    hold(day, plans_of(day)[0], by=cast.ben)
    with pytest.raises(confirming.AddressUnproved):
        confirm(day, by=cast.ben)
    assert booked(day) == []


def test_times_that_ran_out_are_theirs_all_the_same_while_they_are_free(cast):
    day = begun(cast)
    made = hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben, at=TEN_LATER)
    assert [one.starts_at for one in booked(day)] == [held.starts_at for held in made]


def test_one_time_that_ran_out_and_went_to_somebody_else_stops_all_of_them(cast):
    day = begun(cast)
    made = hold(day, plans_of(day)[0], by=cast.ben)
    Occupancy.objects.filter(hold=made[1]).update(released_at=AT)
    visit(cast.at_harbour, made[1].practitioner, cast.ana_record, made[1].starts_at)
    with pytest.raises(confirming.Lost) as lost:
        confirm(day, by=cast.ben, at=TEN_LATER)
    assert [held.pk for held in lost.value.holds] == [made[1].pk]
    assert booked(day) == []


def test_choosing_other_people_frees_the_times_and_the_same_ones_keep_them(cast):
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    keeping.keep_members(day, day.members, at=AT)
    assert live() == 2
    keeping.keep_members(day, day.members[:1], at=AT)
    assert live() == 0


def test_undoing_takes_back_all_and_cancelling_one_leaves_the_others(cast):
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    first, second = booked(day)
    cancelling.cancel(first, by=cast.ben, at=AT)
    assert [one.is_off for one in booked(day)] == [True, False]
    assert cancelling.undo_all(booked(day), by=cast.ben, at=AT + timedelta(minutes=2))
    assert [one.is_off for one in booked(day)] == [True, True]
    assert not cancelling.undo_all([second], by=cast.ben, at=AT + timedelta(minutes=3))


def test_one_mail_tells_of_all_with_one_file(cast):
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    delivery.drain(at=AT + timedelta(minutes=4))
    (letter,) = mail.outbox
    assert letter.subject.startswith("Your 2 visits, the first on ")
    assert all(name in letter.body for name in ("Ana", "Kit"))
    ((_name, file, _kind),) = letter.attachments
    assert file.count("BEGIN:VEVENT") == 2
    assert "/portal/\n" in letter.body  # to where everybody's visits stand, not to one person's


def test_what_was_begun_and_never_booked_is_thrown_away(cast):
    old = begun(cast)
    hold(old, plans_of(old)[0], by=cast.ben)
    assert keeping.forget_begun(at=AT + timedelta(days=1)) == 0
    keeping.forget_begun(at=AT + timedelta(days=1, seconds=1))
    assert FamilyDay.objects.filter(pk=old.pk).count() == Hold.objects.count() == 0
    assert not Booking.objects.filter(made_at=AT).exists()


def test_undoing_what_was_told_is_told_in_one_mail(cast):
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    Preferences.objects.filter(clinic=cast.harbour).update(undo_minutes=10)
    cast.harbour.refresh_from_db()
    delivery.drain(at=AT + timedelta(minutes=4))
    mail.outbox.clear()
    assert cancelling.undo_all(booked(day), by=cast.ben, at=AT + timedelta(minutes=5))
    delivery.drain(at=AT + timedelta(minutes=6))
    (letter,) = mail.outbox
    assert all(name in letter.body for name in ("Ana", "Kit"))
    assert letter.attachments[0][1].count("STATUS:CANCELLED") == 2


def half_asked_for(cast) -> FamilyDay:
    """Kit is booked; of Noa, who is new, the clinic is asked."""
    Preferences.objects.filter(clinic=cast.harbour).update(approval_new=Approval.REQUEST)
    cast.harbour.refresh_from_db()
    day = begun(cast, members=chosen(cast, cast.kit_record, new=[NOA]))
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    return day


def test_of_a_family_the_clinic_is_asked_for_those_who_are_new(cast):
    """One booking, of which one visit is booked and one asked for: one mail says both."""
    day = half_asked_for(cast)
    states = {one.patient.given_name: one.status for one in booked(day)}
    assert states == {"Kit": "booked", NOA["given_name"]: "requested"}
    delivery.drain(at=AT + timedelta(minutes=4))
    (letter,) = mail.outbox
    assert letter.subject.startswith("Your visit on ") and letter.body.count("For: ") == 2
    booked_part, asked_part = letter.body.split("Not booked yet: these times are kept")
    assert "For: Kit" in booked_part and "For: Noa" in asked_part
    assert letter.attachments[0][1].count("BEGIN:VEVENT") == 1


def test_who_is_approved_before_it_leaves_is_told_of_once(cast):
    day = half_asked_for(cast)
    noa = next(one for one in booked(day) if one.patient != cast.kit_record)
    answering.approve(noa, by=cast.finn, at=AT)
    delivery.drain(at=AT + timedelta(minutes=4))
    told = sorted((letter.body.count("For: Kit"), letter.body.count("For: Noa")) for letter in mail.outbox)
    assert told == [(0, 1), (1, 0)]


def test_where_only_what_is_asked_for_is_left_the_mail_says_that(cast):
    day = half_asked_for(cast)
    kit = next(one for one in booked(day) if one.patient == cast.kit_record)
    cancelling.cancel(kit, by=cast.ben, at=AT)
    delivery.drain(at=AT + timedelta(minutes=4))
    letter = next(one for one in mail.outbox if "asked for" in one.subject)
    assert "For: Noa" in letter.body and "Kit" not in letter.body and not letter.attachments
