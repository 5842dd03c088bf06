"""Moving a visit: one row, the new time before the old is given back, one mail with both times."""

from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from audit.models import Event
from booking.actions.by_staff import Objected
from booking.actions.cancelling import cancel
from booking.actions.moving import ChangedMeanwhile, move, move_online
from booking.models import Appointment, Move, Occupancy, Preferences
from booking.objections import Wish
from booking.tests.test_mail import confirm
from clinic.models import Clinic
from common.tests.moment import AT
from outbox import delivery
from records.models import CareRelation
from smartforms.models import Assignment
from tests.story import visit

NINE = AT + timedelta(days=2)  # Ana's visit, a Thursday
NEXT_DAY = NINE + timedelta(days=1)


def wish(cast, starts_at=NEXT_DAY, *, of=None, practitioner=None) -> Wish:
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    person = practitioner or cast.petra
    moved = of or cast.ana_visit
    return Wish(clinic, cast.treatment, person, cast.at_harbour.place, starts_at, moved.pk)


def read(visit) -> Appointment:
    return Appointment.objects.select_related("clinic", "booking").get(pk=visit.pk)


def held(visit) -> list:
    rows = Occupancy.objects.filter(appointment=visit, released_at=None)
    return [(row.thing_id, row.during.lower) for row in rows]


def test_the_same_visit_is_at_another_time(cast):
    made = move(read(cast.ana_visit), wish(cast), by=cast.ana, at=AT)
    moved = read(cast.ana_visit)
    assert (moved.starts_at, moved.ends_at) == (NEXT_DAY, NEXT_DAY + timedelta(minutes=40))
    assert (moved.sequence, moved.policy_told[:8]) == (1, "To cance")
    assert held(moved) == [(cast.petra.pk, NEXT_DAY)]
    assert (made.starts_at, made.practitioner, made.moved_by, made.late_fee) == (
        NINE,
        cast.petra,
        cast.ana,
        0,
    )
    assert Event.objects.filter(verb="appointment.moved").count() == 1
    assert Appointment.objects.filter(patient=cast.ana_record).count() == 2


def test_a_visit_moves_by_less_than_it_lasts(cast):
    Preferences.objects.filter(clinic=cast.harbour).update(start_grid=15)
    move(read(cast.ana_visit), wish(cast, NINE + timedelta(minutes=15)), by=cast.ana, at=AT)
    assert held(cast.ana_visit) == [(cast.petra.pk, NINE + timedelta(minutes=15))]


def test_to_somebody_else_who_then_cares_for_the_patient(cast):
    move(read(cast.ana_visit), wish(cast, NINE, practitioner=cast.quinn), by=cast.ana, at=AT)
    assert held(cast.ana_visit) == [(cast.quinn.pk, NINE)]
    assert CareRelation.objects.filter(patient=cast.ana_record, practitioner=cast.quinn, until=None).exists()


def test_a_taken_time_is_refused_and_the_old_one_kept(cast):
    with pytest.raises(Objected):
        move(read(cast.ana_visit), wish(cast, cast.kit_visit.starts_at), by=cast.ana, at=AT)
    assert held(cast.ana_visit) == [(cast.petra.pk, NINE)]
    assert (read(cast.ana_visit).sequence, Move.objects.count()) == (0, 0)


def test_what_fails_at_the_last_moment_undoes_everything(cast, monkeypatch):
    def faster(*_asked, **_named):
        raise Objected([])

    monkeypatch.setattr("booking.actions.moving.occupy", faster)
    for starts_at in (NEXT_DAY, NINE + timedelta(minutes=15)):
        Preferences.objects.filter(clinic=cast.harbour).update(start_grid=15)
        with pytest.raises(Objected):
            move(read(cast.ana_visit), wish(cast, starts_at), by=cast.ana, at=AT)
        assert held(cast.ana_visit) == [(cast.petra.pk, NINE)]
    assert (read(cast.ana_visit).starts_at, Move.objects.count()) == (NINE, 0)


def test_what_changed_since_it_was_read_does_not_move(cast):
    stale = read(cast.ana_visit)
    move(read(cast.ana_visit), wish(cast), by=cast.ana, at=AT)
    with pytest.raises(ChangedMeanwhile):
        move(stale, wish(cast, NEXT_DAY + timedelta(days=3)), by=cast.ana, at=AT)
    assert cancel(stale, by=cast.finn, at=AT) is False, "whoever cancels looks at the new time first"
    assert cancel(read(cast.ana_visit), by=cast.finn, at=AT) is True
    with pytest.raises(ChangedMeanwhile):
        move(read(cast.ana_visit), wish(cast), by=cast.ana, at=AT)
    assert held(cast.ana_visit) == []


def test_late_it_costs_the_fee(cast):
    Preferences.objects.filter(clinic=cast.harbour).update(move_online=True, fee_window_hours=48)
    assert move_online(read(cast.ana_visit), wish(cast), by=cast.ana, at=AT).late_fee == 4500


def test_open_forms_are_due_before_the_new_time(cast):
    cast.ana_visit.assignments.add(cast.ana_open)
    move(read(cast.ana_visit), wish(cast), by=cast.ana, at=AT)
    cast.ana_open.refresh_from_db()
    assert cast.ana_open.due_at == NEXT_DAY - timedelta(hours=24)


@pytest.mark.parametrize("hours", [72, 3])
def test_they_stay_as_long_before_it_as_the_service_or_staff_said(cast, hours):
    due_at = cast.ana_visit.starts_at - timedelta(hours=hours)
    Assignment.objects.filter(pk=cast.ana_open.pk).update(due_at=due_at)
    cast.ana_visit.assignments.add(cast.ana_open)
    later = NEXT_DAY + timedelta(days=7)
    move(read(cast.ana_visit), wish(cast, later), by=cast.ana, at=AT)
    cast.ana_open.refresh_from_db()
    assert cast.ana_open.due_at == later - timedelta(hours=hours)


def test_one_mail_says_the_old_and_the_new_time(cast, at):
    confirm(cast.ana_visit, at=at)
    later = at + timedelta(minutes=5)
    move(read(cast.ana_visit), wish(cast, NINE + timedelta(days=4)), by=cast.ana, at=later)
    move(read(cast.ana_visit), wish(cast), by=cast.ana, at=later + timedelta(seconds=1))
    delivery.drain(at=later + timedelta(seconds=2))
    _told, sent = mail.outbox
    assert sent.subject == "Moved: your visit is now on Friday 20 November, 9:00 am"
    assert "It was on Thursday 19 November, 9:00 am. Now it is at this time:" in sent.body
    assert "When: Friday 20 November, 9:00 to 9:40 am, Halifax time (AST)" in sent.body
    assert "Treatment" not in sent.body
    file = Calendar.from_ical(sent.attachments[0][1])
    (event,) = file.walk("VEVENT")
    assert (file["method"], event["uid"].split("@")[0], event["sequence"]) == (
        "PUBLISH",
        str(cast.ana_visit.pk),
        2,
    )
    assert event.decoded("dtstart") == NEXT_DAY


def test_a_confirmation_that_is_still_to_leave_tells_the_new_time(cast, at):
    from booking.tests.test_mail import post

    post("booking.confirmed", cast.ana_visit.booking, at=at, booking=cast.ana_visit.booking_id)
    move(read(cast.ana_visit), wish(cast), by=cast.ana, at=at)
    delivery.drain(at=at + timedelta(seconds=1))
    assert [sent.subject for sent in mail.outbox] == ["Your visit on Friday 20 November, 9:00 am"]


def test_a_cancelled_visit_is_not_told_as_moved(cast, at):
    confirm(cast.ana_visit, at=at)
    later = at + timedelta(minutes=5)
    move(read(cast.ana_visit), wish(cast), by=cast.ana, at=later)
    cancel(read(cast.ana_visit), by=cast.finn, at=later)
    delivery.drain(at=later)
    assert [sent.subject[:9] for sent in mail.outbox] == ["Your visi", "Cancelled"]


def test_what_staff_laid_over_another_visit_frees_its_time_when_it_moves(cast):
    other = visit(cast.at_harbour, cast.quinn, cast.kit_record, NINE)
    Occupancy.objects.filter(appointment=other).update(overlap_allowed=True)
    move(read(other), wish(cast, of=other, practitioner=cast.quinn), by=cast.finn, at=AT)
    assert held(other) == [(cast.quinn.pk, NEXT_DAY)]


def test_a_form_that_another_visit_needs_too_stays_as_it_is(cast):
    was = cast.ana_open.due_at
    for one in (cast.ana_visit, cast.ana_staff_visit):
        one.assignments.add(cast.ana_open)
    Assignment.objects.filter(pk=cast.ana_open.pk).update(opened_at=None)
    move(read(cast.ana_visit), wish(cast), by=cast.ana, at=AT)
    assert cancel(read(cast.ana_visit), by=cast.finn, at=AT) is True
    cast.ana_open.refresh_from_db()
    assert (cast.ana_open.due_at, cast.ana_open.cancelled_at) == (was, None)
    assert cancel(read(cast.ana_staff_visit), by=cast.finn, at=AT) is True
    cast.ana_open.refresh_from_db()
    assert cast.ana_open.cancelled_at == AT
