"""Lines of the ledger."""

import factory
from factory.django import DjangoModelFactory

from common.tests.moment import AT
from payments.models import Entry, Kind
from records.tests.factories import PatientFactory


class EntryFactory(DjangoModelFactory):
    """110 dollars for a visit; `paid=True` is the payment of as much."""

    class Meta:
        model = Entry

    class Params:
        paid = factory.Trait(kind=Kind.PAYMENT, amount=-11000)

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    kind = Kind.CHARGE
    amount = 11000
    currency = "CAD"
    at = AT
