"""A change that nobody announced does not go unseen (Settled 16)."""

import pytest
from django.db import transaction

import audit
from audit.models import Event
from records.models import Patient
from records.tests.factories import PatientFactory


@pytest.mark.django_db(transaction=True)
def test_a_change_that_no_action_announced_leaves_a_bare_note(transactional_db):
    with transaction.atomic():
        patient = PatientFactory()
        audit.record("patient.registered", by=None, patient=patient)
    assert list(Event.objects.filter(patient=patient.pk).values_list("verb", flat=True)) == [
        "patient.registered"
    ]
    Patient.objects.filter(pk=patient.pk).update(given_name="Changed")
    last = Event.objects.filter(patient=patient.pk).latest("id")
    assert (last.verb, last.reason) == ("records.patient.changed", "update outside an action")
