"""Workers that look at the same waiting list at once make one offer. Without the guards they make several."""

from datetime import timedelta

import pytest
from django.db import connection

from booking.actions.cancelling import cancel
from booking.models import Appointment, Hold, Occupancy, WaitingEntry, WaitingOffer
from booking.tests.waiting import FRIDAY, NINE, fresh, full_friday, wait, wanted
from booking.waiting import joining, offering
from booking.waiting.answering import OfferOver, pass_on, take
from booking.waiting.asking import MOST
from common.tests.at_once import at_once, errors
from common.tests.moment import AT
from records.models import Patient

WORKERS = 8
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waited_for(cast):
    """Friday at nine is free; Ana waits for it, then Ben for Kit."""
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record)
    wait(cast, cast.ben, cast.kit_record, at=AT + timedelta(minutes=1))
    cancel(first, by=cast.nora, at=AT)
    return cast


def look(cast):
    clinic = fresh(cast.harbour)
    return lambda: offering.offer_times(clinic, at=AT)


def open_offers() -> list:
    return list(WaitingOffer.objects.open().values_list("patient__given_name", flat=True))


@pytest.mark.parametrize("locked", [True, False])
def test_one_offer_also_where_only_the_constraints_stand(waited_for, monkeypatch, locked):
    if not locked:
        monkeypatch.setattr(offering, "one_at_a_time", lambda _what: None)
    answers = at_once(*[look(waited_for)] * WORKERS)
    assert errors(answers) == []
    assert sum(len(made) for made in answers) == 1
    assert open_offers() == ["Ana"]


def test_red_control_without_the_guards_one_time_is_offered_to_many(waited_for, monkeypatch):
    """Lock, both constraints and the look before: away. The same workers must offer more than once."""
    monkeypatch.setattr(offering, "one_at_a_time", lambda _what: None)
    kept = [
        (Occupancy, "booking_nobody_twice"),
        (WaitingOffer, "booking_one_offer_a_person"),
    ]
    found = [(model, next(c for c in model._meta.constraints if c.name == name)) for model, name in kept]
    for model, constraint in found:
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
    try:
        for _round in range(5):
            assert errors(at_once(*[look(waited_for)] * WORKERS)) == []
            if len(open_offers()) > 1:
                break
        assert len(open_offers()) > 1
    finally:
        WaitingOffer.objects.all().delete()
        Occupancy.objects.filter(hold__isnull=False).delete()
        Hold.objects.all().delete()
        for model, constraint in found:
            with connection.schema_editor() as editor:
                editor.add_constraint(model, constraint)


def test_two_tabs_take_one_visit(waited_for):
    (offer,) = look(waited_for)()
    answers = at_once(*[lambda: take(offer, by=waited_for.ana, at=AT)] * 6)
    assert errors(answers) == []
    assert len({visit.pk for visit in answers}) == 1
    assert Appointment.objects.standing().filter(starts_at=NINE, practitioner=waited_for.quinn).count() == 1


def test_taken_and_passed_on_at_once_is_one_of_both(waited_for):
    (offer,) = look(waited_for)()
    taken, passed = at_once(
        lambda: take(offer, by=waited_for.ana, at=AT), lambda: pass_on(offer, by=waited_for.ana, at=AT)
    )
    visits = Appointment.objects.standing().filter(starts_at=NINE, practitioner=waited_for.quinn)
    if passed is True:
        assert isinstance(taken, OfferOver) and not visits.exists()
    else:
        assert (passed, taken) == (False, visits.get())


def test_a_visit_cancelled_while_it_moves_is_one_of_both(cast):
    wait(cast, cast.ana, cast.ana_record, visit=cast.ana_visit, practitioner=None)
    (offer,) = look(cast)()
    visit = Appointment.objects.get(pk=cast.ana_visit.pk)
    taken, cancelled = at_once(
        lambda: take(offer, by=cast.ana, at=AT), lambda: cancel(visit, by=cast.nora, at=AT)
    )
    found = Appointment.objects.get(pk=visit.pk)
    if cancelled is True:
        assert isinstance(taken, OfferOver)
        assert (found.cancelled_at, found.starts_at) == (AT, visit.starts_at)
    else:
        assert (cancelled, found.cancelled_at, found.starts_at) == (False, None, offer.hold.starts_at)
    held = Occupancy.objects.filter(appointment=visit, released_at=None).count()
    assert held == (0 if cancelled is True else 1)
    assert WaitingEntry.objects.count() == 1


def joins(cast, *, days=0):
    """Dov types his child on one page, in two tabs; or waits for one more thing with each."""
    person = {
        "given_name": "Kim", "family_name": "Stranger", "date_of_birth": "2015-05-03", "relation": "parent",
    }  # fmt: skip
    clinic, asked = fresh(cast.harbour), wanted(cast, last_day=FRIDAY + timedelta(days=days))
    return lambda: joining.join_as_new(person, asked, clinic=clinic, by=cast.dov, at=AT)


def children() -> int:
    return Patient.objects.filter(given_name="Kim").count()


def test_somebody_new_typed_in_two_tabs_at_once_is_one_record_that_waits_once(cast):
    answers = at_once(*[joins(cast)] * 4)
    assert errors(answers) == []
    assert (children(), WaitingEntry.objects.count()) == (1, 1)


def test_red_control_without_taking_turns_there_are_several(cast, monkeypatch):
    monkeypatch.setattr(joining, "one_at_a_time", lambda _what: None)
    for _round in range(5):
        at_once(*[joins(cast)] * 4)
        if children() > 1:
            break
    assert children() > 1


def test_nobody_waits_for_more_than_ten_things_however_they_hurry(cast):
    for days in range(MOST - 1):
        joins(cast, days=days)()
    answers = at_once(*[joins(cast, days=MOST + more) for more in range(4)])
    assert [one.why for one in errors(answers)] == ["too_many"] * 3
    assert WaitingEntry.objects.filter(account=cast.dov).count() == MOST
