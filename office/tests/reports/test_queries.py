"""How many queries a report costs, with ten rows and with many (performance, P8)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tests.moment import AT
from office.reports.catalogue import REPORTS
from outbox.models import Message
from outbox.tests.factories import MessageFactory
from records.models import Grant, Invitation, Patient
from records.tests.factories import GrantFactory, PatientFactory
from tests.story import open_form, visit

COSTS = {
    "patients": 7,
    "uptake": 8,
    "forms-outstanding": 8,
    "missed": 8,
    "utilisation": 8,
    "duplicate-emails": 7,
    "mails": 7,
}
MANY = 1500


def grow(cast, number):
    """So many more of everything."""
    first = Patient.objects.count()
    for n in range(number):
        patient = PatientFactory(clinic=cast.harbour, email=f"pair{n // 2}@example.org", family_name=f"N{n}")
        visit(
            cast.at_harbour, cast.petra, patient, AT - timedelta(days=first + n, hours=n % 3),
            no_show_at=AT,
        )  # fmt: skip
        open_form(cast.at_harbour, patient, account=None)
        GrantFactory(patient=patient)
        MessageFactory(clinic_id=cast.harbour.pk, patient_id=patient.pk, kind="booking.reminder")


def multiply(cast):
    """Thousands of records and mails, quickly."""
    one = PatientFactory.build(clinic=cast.harbour)
    Patient.objects.bulk_create(
        Patient(clinic=cast.harbour, given_name="Many", family_name=f"M{n}", sort_name=f"m{n} many",
                date_of_birth=one.date_of_birth, created_at=AT, email=f"m{n // 2}@example.org")
        for n in range(MANY)
    )  # fmt: skip
    patients = list(Patient.objects.filter(given_name="Many"))
    Message.objects.bulk_create(
        Message(kind="booking.reminder", clinic_id=cast.harbour.pk, patient_id=who.pk,
                dedupe_key=f"many:{who.pk}", posted_at=AT, due_at=AT)
        for who in patients
    )  # fmt: skip
    assert not Invitation.objects.filter(patient__in=patients[:1]).exists()
    assert Grant.objects.count() < MANY


def cost(client, slug, monkeypatch, minutes) -> int:
    """The queries of a first look: the session is touched already, the last look at this page long ago."""
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=minutes))
    client.get("/office/patients/?q=warm")
    monkeypatch.setattr("audit.actions.SEEN_AGAIN_AFTER", -timedelta(days=9999))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/office/reports/{slug}/").status_code == 200
    return len(queries)


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_costs_the_same_however_long_it_is(cast, client, sign_in, monkeypatch, slug):
    sign_in(client, cast.nora)
    grow(cast, 10)
    client.get(f"/office/reports/{slug}/")
    few = cost(client, slug, monkeypatch, 1)
    grow(cast, 60)
    multiply(cast)
    many = cost(client, slug, monkeypatch, 2)
    assert (few, many) == (COSTS[slug], COSTS[slug])
