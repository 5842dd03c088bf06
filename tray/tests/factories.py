"""What waits for a clinic."""

import factory
from factory.django import DjangoModelFactory

from clinic.tests.factories import ClinicFactory
from common.tests.moment import AT
from tray.models import Item


class ItemFactory(DjangoModelFactory):
    """Something that waits."""

    class Meta:
        model = Item

    clinic = factory.SubFactory(ClinicFactory)
    kind = "possible_duplicate"
    target = factory.Sequence(lambda n: f"records.patient:{n}")
    put_at = AT
    changed_at = factory.SelfAttribute("put_at")
