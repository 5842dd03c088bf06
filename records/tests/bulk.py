"""A neighbourhood to invite: families, shared mailboxes, people without an address, and Lakeside's own."""

from datetime import date

from common.tests.moment import AT, LONG_AGO
from records.models import AccessRules, Contact
from records.models.access import Relation
from records.tests.factories import PatientFactory


def born(years: int) -> date:
    """A birthday in March that makes somebody so old at the moment of the story."""
    return date(AT.year - years, 3, 2)


def patient(clinic, name: str, years: int, email: str = ""):
    given, _blank, family = name.partition(" ")
    return PatientFactory(
        clinic=clinic, given_name=given, family_name=family, date_of_birth=born(years), email=email
    )


def contact(of, *, by, email="", name="Gran Vale", relation=Relation.GUARDIAN, access=True, **fields):
    return Contact.objects.create(
        patient=of, name=name, relation=relation, email=email, may_have_access=access, made_at=LONG_AGO,
        made_by=by, **fields,
    )  # fmt: skip


def rules(clinic, **fields):
    return AccessRules.objects.update_or_create(clinic=clinic, defaults=fields)[0]


AGES = {"review_age": 13, "majority_age": 18}
