"""The years for which a record is kept begin with its last entry, whatever kind it is of (security, A4)."""

from datetime import timedelta

import pytest

from common.tests.moment import AT
from records import retention
from records.models import Chart, ChartRevision
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    PatientFactory,
    RedFlagFactory,
)

LATER = AT + timedelta(days=400)


def unshared_document(patient):
    DocumentFactory(patient=patient, created_at=LATER)


def written_on_since(patient):
    Chart.objects.filter(pk=ChartFactory(patient=patient).pk).update(saved_at=LATER)


def amended_since(patient):
    chart = ChartFactory(patient=patient, signed=True)
    ChartRevision.objects.create(
        chart=chart,
        number=2,
        at=LATER,
        by=chart.locked_by,
        reason="dose lowered",
        day=chart.day,
        plan=chart.plan,
    )


def activity_given(patient):
    ActivityAssignmentFactory(patient=patient, assigned_at=LATER)


def allergy_noted(patient):
    RedFlagFactory(patient=patient, raised_at=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "entry", [unshared_document, written_on_since, amended_since, activity_given, allergy_noted]
)
def test_every_entry_counts_by_when_it_was_written_down(entry):
    patient = PatientFactory(created_at=AT)
    before = retention.keep_until(patient)
    entry(patient)
    assert retention.last_entry(patient) == LATER.astimezone(patient.clinic.zone).date()
    assert retention.keep_until(patient) >= before
