"""Rows to measure with, made by a command that stays away from real patients."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from booking.models import Appointment
from clinic.models import Clinic
from clinic.tests.factories import ClinicFactory
from common import clock
from records.models import Document, Patient

pytestmark = pytest.mark.django_db


def test_a_database_with_a_real_clinic_is_refused_and_stays_as_it_is(settings):
    settings.DEMO = False
    ClinicFactory()
    with pytest.raises(CommandError, match="no place beside real ones"):
        call_command("bench_data", verbosity=0)
    assert (Clinic.objects.count(), Patient.objects.count()) == (1, 0)


def test_fewer_visits_than_the_coming_days_hold_are_refused():
    with pytest.raises(CommandError, match="or more"):
        call_command("bench_data", appointments=9_999, verbosity=0)
    assert Clinic.objects.count() == 0


def test_an_empty_database_gets_the_clinic_once_and_more_visits_are_history(settings):
    settings.DEMO = False
    call_command("bench_data", appointments=12_000, verbosity=0)
    visits = Appointment.objects.filter(clinic__slug="bench")
    assert visits.count() == 12_000
    today = clock.now() - timedelta(days=1)
    assert 10_000 < visits.filter(starts_at__gte=today).count() < 10_500
    assert (Patient.objects.count(), Document.objects.count()) == (2_000, 4_000)
    with pytest.raises(CommandError):  # a clinic is in it now
        call_command("bench_data", verbosity=0)
    settings.DEMO = True
    with pytest.raises(CommandError, match="already"):
        call_command("bench_data", verbosity=0)
    assert visits.count() == 12_000
