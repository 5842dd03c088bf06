"""The patient called it off too late: noted beside a no-show, counted like one, and never by a way around the rules."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from audit.models import Event
from booking.actions.cancelling import cancel, cancel_online
from booking.models import Appointment, Occupancy, Preferences
from common.tests.moment import AT
from office.tests.people import place, says

STARTS = AT + timedelta(days=2)


@pytest.fixture
def an_hour_before(monkeypatch):
    """Moves the clock to an hour before Ana's visit, when cancelling is free no more."""
    monkeypatch.setattr("common.clock.now", lambda: STARTS - timedelta(hours=1))
    return STARTS - timedelta(hours=1)


def address(cast):
    return place("visit_late_cancellation", cast.ana_record, cast.ana_visit.pk)


def press(client, cast, **fields):
    return client.post(address(cast), {"seen": 0} | fields, follow=True)


def now_of(cast) -> Appointment:
    return Appointment.objects.get(pk=cast.ana_visit.pk)


def test_noted_as_late_with_its_fee_and_its_word_in_the_ledger(cast, finn, an_hour_before):
    page = finn.get(place("visit", cast.ana_record, cast.ana_visit.pk))
    assert page.context["late_url"] == address(cast)
    page = finn.get(address(cast))
    assert (page.context["title"], list(page.context["form"].fields)) == (
        "Note a late cancel?",
        ["because", "tells"],
    )
    page = press(finn, cast, because="Has a cold")
    assert says(page) == ["Noted as a late cancel. The time is free again."]
    assert (page.context["tag_label"], page.context["tag_kind"], page.context["facts"][1:]) == (
        "Late cancel",
        "warn",
        [
            "Cancelled late by Finn Cast, Thursday 19 November 2026, 8:00 am",
            "Reason: Has a cold",
            "Cancelled late: $45 late fee",
        ],
    )
    assert not Occupancy.objects.filter(appointment=cast.ana_visit, released_at=None).exists()
    assert says(press(finn, cast)) == ["Nothing was changed: this is how the visit stands now."]
    noted = Event.objects.filter(target=str(cast.ana_visit.pk), verb__startswith="appointment.cancelled")
    assert [one.verb for one in noted] == ["appointment.cancelled_late"]


def test_in_time_it_is_not_on_offer(cast, finn):
    assert finn.get(place("visit", cast.ana_record, cast.ana_visit.pk)).context["late_url"] == ""
    assert says(press(finn, cast)) == ["Nothing was changed: this is how the visit stands now."]
    assert now_of(cast).cancelled_at is None


def test_by_the_other_page_it_is_late_only_where_the_patient_asked(cast, finn, an_hour_before):
    finn.post(
        place("visit_cancellation", cast.ana_record, cast.ana_visit.pk), {"seen": 0, "asked_by": "clinic"}
    )
    finn.post(
        place("visit_cancellation", cast.ana_record, cast.ana_staff_visit.pk),
        {"seen": 0, "asked_by": "patient"},
    )
    rows = Appointment.objects.filter(patient=cast.ana_record, cancelled_at__isnull=False)
    noted = dict(rows.values_list("pk", "cancelled_late"))
    assert noted == {cast.ana_visit.pk: False, cast.ana_staff_visit.pk: True}


def test_what_a_patient_cancels_online_is_late_by_the_same_hours(cast):
    Preferences.objects.filter(clinic=cast.harbour).update(cancel_online=True, cancel_notice_hours=0)
    visit = Appointment.objects.select_related("clinic", "booking").get(pk=cast.ana_visit.pk)
    assert cancel_online(visit, because="", by=cast.ana, at=STARTS - timedelta(hours=1))
    assert (now_of(cast).cancelled_late, now_of(cast).late_fee) == (True, 4500)


def test_nothing_is_late_that_stands(cast):
    with pytest.raises(IntegrityError, match="booking_late_is_cancelled"):
        Appointment.objects.filter(pk=cast.ana_visit.pk).update(cancelled_late=True)


def test_the_clinics_own_cancel_is_not_late(cast):
    cancel(cast.ana_visit, by=cast.finn, at=AT)
    assert now_of(cast).cancelled_late is False
