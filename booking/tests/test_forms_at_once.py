"""Two visits booked at the same moment, of a service whose form is asked once: one form (product §7)."""

from datetime import timedelta
from time import sleep

import pytest

from booking import forms_along
from booking.actions import confirming
from booking.models import Appointment, ServiceForm
from booking.tests.confirming import answered, confirm
from booking.tests.test_holding import TEN
from common.tests.moment import AT
from records.models import CareRelation
from records.tests.test_at_once import together
from smartforms.models import Assignment, FormRule
from smartforms.tests.factories import TemplateFactory, VersionFactory

HALF = timedelta(minutes=30)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def booked_together(cast) -> int:
    """How many of a form that is asked once Kit has after Ben booked two visits in two tabs."""
    template = TemplateFactory(clinic=cast.harbour)
    VersionFactory(template=template)
    asking = ServiceForm.objects.filter(service=cast.assessment)
    asking.update(template=template, rule=FormRule.ONCE)
    # Who cares for Kit already: a first visit would make them wait for each other anyway.
    CareRelation.objects.create(practitioner=cast.quinn, patient=cast.kit_record, since=AT, why="visit")
    held = [
        answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.ben, service=cast.assessment, start=start,
                 mark=str(start))
        for start in (TEN - HALF, TEN + HALF)
    ]  # fmt: skip
    assert together(*[lambda one=one: confirm(one, by=cast.ben) for one in held]) == [None, None]
    assert Appointment.objects.filter(patient=cast.kit_record, service=cast.assessment).count() == 2
    return Assignment.objects.filter(version__template=template).count()


def test_one_form_and_nobody_meets_an_error(cast):
    assert booked_together(cast) == 1


def test_without_being_alone_it_would_be_asked_twice(cast, monkeypatch):
    """The control: the same two, when neither waits for the other."""
    assign = forms_along.assign
    monkeypatch.setattr(confirming, "alone_with", lambda patient: None)
    monkeypatch.setattr(forms_along, "assign", lambda **named: (sleep(0.3), assign(**named))[1])
    assert booked_together(cast) == 2
