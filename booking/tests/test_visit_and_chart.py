"""A visit may have a note; the note stands without the visit (Settled 11)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from booking.models import Appointment
from common.tests.moment import AT
from records.contract import answerers
from records.models import Chart
from records.tests.factories import ChartFactory, PatientFactory


@pytest.fixture
def noted(cast):
    """Ana's visit, with its note."""
    cast.ana_visit.chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    cast.ana_visit.save()
    return cast.ana_visit


def look_now():
    """Ask now for what the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_a_visit_that_is_cancelled_or_gone_leaves_its_note(noted, cast):
    Appointment.objects.filter(pk=noted.pk).update(cancelled_at=AT, cancelled_by=cast.ana)
    assert Appointment.objects.get(pk=noted.pk).chart == noted.chart
    with pytest.raises(ProtectedError):
        noted.chart.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Chart.objects.filter(pk=noted.chart_id)._raw_delete("default")
        look_now()
    noted.occupancies.all().delete()
    noted.delete()
    assert Chart.objects.count() == 1


def test_a_visit_has_one_note_and_a_note_one_visit(noted, cast):
    with pytest.raises(IntegrityError, match="chart_id"), transaction.atomic():
        Appointment.objects.filter(pk=cast.ana_staff_visit.pk).update(chart=noted.chart)


def test_a_note_never_hangs_on_the_visit_of_somebody_else(noted, cast):
    note = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    with pytest.raises(IntegrityError, match="booking_chart_of_the_same_patient"), transaction.atomic():
        Appointment.objects.filter(pk=cast.kit_visit.pk).update(chart=note)
        look_now()


def test_a_merge_moves_visit_and_note_together(noted, cast):
    other = PatientFactory(clinic=cast.harbour)
    for answerer in answerers():
        if answerer.room in {"records", "booking"}:
            answerer.move(cast.ana_record, other, by=cast.nora, at=AT)
    look_now()
    assert Appointment.objects.get(pk=noted.pk).chart.patient == other
