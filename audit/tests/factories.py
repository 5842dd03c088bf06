"""What was done."""

import factory
from factory.django import DjangoModelFactory

from audit.models import Event


class EventFactory(DjangoModelFactory):
    """Something was done by somebody."""

    class Meta:
        model = Event

    verb = "patient.opened"
    target = factory.Sequence(str)
