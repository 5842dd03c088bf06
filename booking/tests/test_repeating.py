"""A series: the same visit week after week, all of it or nothing, and the week that fails is named (case C7)."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from icalendar import Calendar

from audit.models import Event
from booking.actions import by_staff
from booking.actions.by_staff import CancelledSince, Objected, Terms, book_series, tell
from booking.actions.cancelling import cancel
from booking.models import Appointment, Booking, Occupancy, ServiceForm
from booking.objections import seen
from booking.repeating import Skipped, objections_to_each, repeated
from booking.tests.test_by_staff import wish
from booking.tests.test_holding import TEN
from common.tests.moment import AT
from outbox import delivery
from smartforms.models import Assignment, FormRule
from tests.story import visit

WEEK_FIVE = TEN + timedelta(weeks=4)


def weekly(cast, times=8, *, every=1, **changes):
    return repeated(wish(cast, **changes), every=every, times=times)


def make(cast, wishes, *, mark=None, **terms):
    return book_series(
        cast.kit_record, wishes, Terms(**terms), mark=mark or uuid.uuid4(), by=cast.finn, at=AT
    )


def told(wishes) -> list[str]:
    return [one.words for found in objections_to_each(wishes, at=AT) for one in found]


def test_the_clock_on_the_wall_shows_the_same_time_all_winter_and_summer(cast):
    starts = [one.starts_at.astimezone(ZoneInfo("America/Halifax")) for one in weekly(cast, 26, every=2)]
    assert {(one.hour, one.minute, one.strftime("%a")) for one in starts} == {(10, 30, "Thu")}
    assert {one.utcoffset() for one in starts} == {timedelta(hours=-4), timedelta(hours=-3)}
    assert {(later.date() - one.date()).days for one, later in zip(starts, starts[1:], strict=False)} == {14}


def test_a_time_that_the_clocks_skip_names_its_week(cast):
    at_half_past_two = datetime(
        2027, 3, 7, 6, 30, tzinfo=UTC
    )  # the Sunday before the clocks go forward in Halifax
    with pytest.raises(Skipped) as met:
        weekly(cast, 3, starts_at=at_half_past_two)
    assert met.value.words == "Week 2, Sun 14 Mar 2027: the clocks skip 2:30 am on that day"


def test_all_visits_are_made_in_one_booking_and_their_times_are_taken(cast):
    made = make(cast, weekly(cast), account=cast.ben)
    assert [one.starts_at for one in made] == [TEN + timedelta(weeks=n) for n in range(8)]
    assert {one.booking_id for one in made} == {made[0].booking_id}
    assert Occupancy.objects.filter(appointment__in=made, released_at=None).count() == 8
    verbs = Event.objects.filter(verb="appointment.booked", target__in=[str(one.pk) for one in made])
    assert verbs.count() == 8


def test_week_five_taken_books_nothing_and_is_named(cast):
    visit(cast.at_harbour, cast.quinn, cast.ana_record, WEEK_FIVE - timedelta(minutes=10))
    wishes, before = weekly(cast), Appointment.objects.count()
    words = "Week 5, Thu 17 Dec 2026, 10:30 am: Quinn Cast is taken from 10:20 to 11:05 am."
    assert told(wishes) == [words]
    with pytest.raises(Objected) as met:
        make(cast, wishes)
    assert [one.words for one in met.value.objections] == [words]
    assert (Appointment.objects.count(), Booking.objects.filter(made_at=AT).count()) == (before, 0)


def test_what_was_read_may_be_broken_with_a_reason_and_only_those_weeks_say_so(cast):
    visit(cast.at_harbour, cast.quinn, cast.ana_record, WEEK_FIVE)
    wishes = weekly(cast)
    read = seen([one for found in objections_to_each(wishes, at=AT) for one in found])
    made = make(cast, wishes, accepted=read, reason="They are sisters")
    broken = [(n + 1, one.overridden, one.overridden_because) for n, one in enumerate(made) if one.overridden]
    assert broken == [(5, ["taken"], "They are sisters")]
    assert Event.objects.filter(verb="appointment.overridden", reason="They are sisters").count() == 1


def test_somebody_faster_on_the_way_undoes_all_of_it(cast, monkeypatch):
    """Looked at it was free; when its turn came it was not."""
    wishes = weekly(cast)
    real = by_staff.occupy

    def somebody_comes(made, asked, *, at):
        if asked.starts_at == WEEK_FIVE:
            visit(cast.at_harbour, cast.quinn, cast.ana_record, WEEK_FIVE)
        return real(made, asked, at=at)

    monkeypatch.setattr(by_staff, "occupy", somebody_comes)
    with pytest.raises(Objected) as met:
        make(cast, wishes)
    assert [one.words.partition(":")[0] for one in met.value.objections] == ["Week 5, Thu 17 Dec 2026, 10"]
    assert not Appointment.objects.filter(patient=cast.kit_record, starts_at=TEN).exists()


def test_the_same_mark_makes_nothing_new_and_other_visits_under_it_are_not_there(cast):
    mark, wishes = uuid.uuid4(), weekly(cast)
    made = make(cast, wishes, mark=mark)
    assert make(cast, wishes, mark=mark) == made
    for other in (wishes[:3], weekly(cast, 8, every=2)):
        with pytest.raises(Appointment.DoesNotExist):
            make(cast, other, mark=mark)
    for one in made:
        cancel(one, by=cast.finn, at=AT)
    with pytest.raises(CancelledSince):
        make(cast, wishes, mark=mark)


def test_cancelling_one_leaves_the_others(cast):
    made = make(cast, weekly(cast))
    cancel(made[2], by=cast.finn, at=AT)
    assert Appointment.objects.standing().filter(booking=made[0].booking).count() == 7


def test_with_all_that_follow_it_is_one_mail_and_one_file(cast):
    made = make(cast, weekly(cast), account=cast.ben)
    assert list(by_staff.following(made[5])) == made[6:]
    how = {"asked_by_patient": True, "tells": True, "by": cast.finn, "at": AT}
    assert by_staff.cancel_for(made[5], with_following=True, **how)
    assert (
        list(Appointment.objects.standing().filter(booking=made[0].booking).order_by("starts_at")) == made[:5]
    )
    delivery.drain(at=AT)
    (letter,) = mail.outbox
    assert letter.subject == "Cancelled: your 3 visits, the first on Thursday 24 December, 10:30 am"
    assert letter.body.count("10:30 to 11:10 am") == letter.attachments[0][1].count("STATUS:CANCELLED") == 3


def test_forms_go_with_the_first_unless_they_are_asked_every_time(cast):
    rule = ServiceForm.objects.filter(service=cast.assessment)
    nine = {"service": cast.assessment, "starts_at": TEN - timedelta(minutes=90)}
    rule.update(rule=FormRule.ONCE)
    Assignment.objects.filter(patient=cast.kit_record).update(cancelled_at=AT)
    made = make(cast, weekly(cast, 3, **nine), account=cast.ben, templates=[cast.form])
    assert [one.assignments.count() for one in made] == [1, 0, 0]
    rule.update(rule=FormRule.EVERY_TIME)
    later = {**nine, "starts_at": nine["starts_at"] + timedelta(hours=2)}
    made = make(cast, weekly(cast, 3, **later), account=cast.ben, templates=[cast.form])
    dues = [one.assignments.get().due_at for one in made]
    assert dues[1:] == [one.starts_at - timedelta(hours=24) for one in made[1:]]


def test_one_mail_lists_all_with_one_file_of_the_right_hours(cast):
    made = make(cast, weekly(cast, 20), account=cast.ben, **accepting(cast, weekly(cast, 20)))
    assert tell(made[0], by=cast.finn, at=AT)
    delivery.drain(at=AT)
    (letter,) = mail.outbox
    assert letter.subject == "Your 20 visits, the first on Thursday 19 November, 10:30 am"
    assert letter.body.count("10:30 to 11:10 am") == 20
    events = Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [one.starts_at for one in made]


def accepting(cast, wishes) -> dict:
    """Beyond the days that patients book ahead."""
    objections = [one for found in objections_to_each(wishes, at=AT) for one in found]
    assert {one.code for one in objections} == {"far"}
    return {"accepted": seen(objections), "reason": "A course of treatment"}
