"""How many forms wait is what one would count oneself: the rule beside the grant, and that of the forms, are one."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AccountFactory
from common.tests.moment import AT
from records.models import AccessRules, Grant
from records.models.access import Relation, Scope
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.counting import with_forms_waiting
from smartforms.models import Assignment
from smartforms.tests.factories import AssignmentFactory
from tests.story import BORN_NINE_YEARS_AGO, sent_form

# What somebody holds on the record of a child of nine, and how many forms they see where the review age is 14, or 8.
HELD = [
    ({"relation": Relation.SELF}, 2, 2),
    ({"relation": Relation.SELF, "full": True}, 6, 6),
    ({"relation": Relation.PARENT, "full": True}, 3, 3),
    ({"relation": Relation.PARENT, "full": True, "is_for_minor": True}, 3, 1),
    ({"relation": Relation.CARER, "full": True, "scopes": [Scope.RECORDS]}, 0, 0),
    ({"relation": Relation.CARER}, 1, 1),
    ({"relation": Relation.CARER, "scopes": [Scope.APPOINTMENTS]}, 0, 0),
]


def send_all(cast, patient, account):
    """Forms in every state, to this account, to another, to nobody."""
    for whom in (account, cast.dov, None):
        to = {"template": cast.form, "patient": patient, "account": whom}
        AssignmentFactory(**to)
        AssignmentFactory(**to, confidential=True)
        AssignmentFactory(**to, expires_at=AT - timedelta(days=1))
        AssignmentFactory(**to, cancelled_at=AT, cancelled_by=cast.nora)
    sent_form(cast.at_harbour, patient, by=account, words="sent")


@pytest.mark.parametrize(
    ("held", "review_age", "number"),
    [(held, age, number) for held, older, younger in HELD for age, number in ((14, older), (8, younger))],
)
def test_as_many_as_one_sees(cast, held, review_age, number):
    AccessRules.objects.update_or_create(
        clinic=cast.harbour, defaults={"review_age": review_age, "majority_age": 18}
    )
    account = AccountFactory()
    patient = PatientFactory(clinic=cast.harbour, date_of_birth=BORN_NINE_YEARS_AGO)
    GrantFactory(account=account, patient=patient, **held)
    send_all(cast, patient, account)
    send_all(cast, cast.ana_record, account)  # of a record that is not theirs
    rows = Grant.objects.live(at=AT).filter(account=account)
    (grant,) = with_forms_waiting(rows, account, cast.harbour, at=AT)
    seen = Assignment.objects.visible_to(account, at=AT).of(cast.harbour).waiting(at=AT)
    assert (grant.forms_waiting, seen.count()) == (number, number)
    (elsewhere,) = with_forms_waiting(rows, account, cast.lakeside, at=AT)
    assert elsewhere.forms_waiting == 0
