"""With the live grants at hand the same visits and forms are seen as by asking the database for the grants."""

from datetime import date, timedelta
from itertools import product

import pytest

from booking.models import Appointment
from portal.household import Household
from portal.tests.family import chosen_ages, kit_born
from records.models import Grant
from records.models.access import Level, Relation, Scope
from records.tests.factories import GrantFactory
from smartforms.models import Assignment
from smartforms.tests.factories import AssignmentFactory
from tests.story import IN_TWO_DAYS, visit

GRANTS = list(
    product(
        Level.values,
        (Relation.SELF, Relation.PARENT, Relation.CARER),
        ([], [Scope.APPOINTMENTS], [Scope.FORMS], [Scope.APPOINTMENTS, Scope.FORMS]),
        (None, 9, 14, 19),  # how old the patient is, where the clinic chose its ages
    )
)


@pytest.fixture
def rows(cast):
    """A visit and a form of every kind: confidential or not, made by Ben, by somebody else, by the clinic."""
    for hours, (secret, by) in enumerate(product((True, False), (cast.ben, cast.cleo, None))):
        starts_at = IN_TWO_DAYS + timedelta(days=7, hours=hours)
        visit(cast.at_harbour, cast.quinn, cast.kit_record, starts_at, by=by, confidential=secret)
        AssignmentFactory(
            version=cast.kit_open.version, clinic=cast.harbour, patient=cast.kit_record, account=by or cast.dov,
            confidential=secret,
        )  # fmt: skip


def seen(model, account, at, *along, **how):
    rows = model.objects.visible_to(account, at=at, **how)
    return sorted(map(str, rows.values_list("pk", *along)))


def test_whatever_the_grant(cast, rows, at):
    chosen_ages(cast)
    told = set()
    for level, relation, scopes, years in GRANTS:
        kit_born(cast, date(at.year - (years or 5), 1, 2))
        Grant.objects.filter(account=cast.ben, patient=cast.kit_record).update(revoked_at=at)
        GrantFactory(
            account=cast.ben, patient=cast.kit_record, level=level, relation=relation, scopes=scopes,
            is_for_minor=years is not None, granted_by=cast.nora,
        )  # fmt: skip
        grants = Household(cast.ben, cast.harbour, at=at).grants
        visits, forms = seen(Appointment, cast.ben, at), seen(Assignment, cast.ben, at, "seen_in_full")
        assert seen(Appointment, cast.ben, at, grants=grants) == visits
        assert seen(Assignment, cast.ben, at, "seen_in_full", grants=grants) == forms
        told |= {(len(visits), len(forms))}
    assert len(told) > 4, "the grants differ in what they show"


def test_nobody_without_a_grant(cast, rows, at):
    for account in (cast.dov, cast.nora, cast.omar):
        grants = Household(account, cast.harbour, at=at).grants
        assert (grants, seen(Appointment, account, at, grants=grants)) == ([], [])
        assert seen(Assignment, account, at, "seen_in_full", grants=grants) == []
