"""How many forms wait, told beside the access that opens them."""

from django.db.models import BooleanField, Case, OuterRef, Q, Value, When
from django.db.models.lookups import Exact

from common.counting import HowMany
from records.models.access import Level, Relation, Scope
from smartforms.models import Assignment


def with_forms_waiting(grants, account, clinic, *, at):
    """Live grants of one account (`Grant.objects.live`), each with how many forms wait in its record for this account.

    The rule is that of `Assignment.objects.visible_to`, asked of the grant that is there already.
    """
    finds = Q(relation=Relation.SELF) | Q(scopes__contains=[Scope.FORMS])
    in_full = Q(relation=Relation.SELF) | Q(scopes__contains=[Scope.FORMS], under_review=False)
    forms = (
        Assignment.objects.of(clinic)
        .waiting(at=at)
        .filter(
            _is("finds_all_forms") | Q(_is("finds_forms"), account=account),
            Q(confidential=False) | _is("is_own"),
            patient=OuterRef("patient"),
        )
    )
    return grants.alias(
        is_own=_whether(Q(relation=Relation.SELF)),
        finds_forms=_whether(finds),
        finds_all_forms=_whether(in_full & Q(level=Level.FULL)),
    ).annotate(forms_waiting=HowMany(forms))


def _whether(condition):
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _is(name):
    return Q(Exact(OuterRef(name), Value(True)))
