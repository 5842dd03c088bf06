"""What the stories about access have in common: Ana comes to see all of her record, Kit grows up."""

from common.tests.moment import LONG_AGO
from records.actions import give_access
from records.models import AccessRules, Patient
from records.models.access import Basis, Level, Relation


def ana_in_full(cast, **fields):
    """The clinic gave Ana a code for her own record."""
    given = {"level": Level.FULL, "by": cast.nora, "at": LONG_AGO, "basis": Basis.CODE} | fields
    return give_access(account=cast.ana, patient=cast.ana_record, relation=Relation.SELF, **given)


def kit_born(cast, day) -> None:
    """Kit was born that day."""
    Patient.objects.filter(pk=cast.kit_record.pk).update(date_of_birth=day)
    cast.kit_record.date_of_birth = day


def chosen_ages(cast, review=12, majority=18) -> None:
    """The clinic chose its two ages, and Ben's grant on Kit was given for a minor."""
    AccessRules.objects.create(clinic=cast.harbour, review_age=review, majority_age=majority)
    type(cast.kit_grant).objects.filter(pk=cast.kit_grant.pk).update(is_for_minor=True)
