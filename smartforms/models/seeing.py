from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.lookups import Exact

from records.models import Grant
from records.models.access import Level, Relation, Scope, covers
from records.policies import may_find_forms, sees_all


class SentToSomebody(models.QuerySet):
    """What was sent to an account about a patient, and who may see it."""

    def visible_to(self, account, *, at, grants=None):
        """What this account may know of, by its live grants. Each row tells whether it is `seen_in_full`.

        Full access (oneself, or someone with the scope *forms*): every form of the patient. Limited, or from the
        young person's review age on: those sent to this account. Confidential forms are for the patient alone.
        `grants` are the account's live ones, where they were asked for already: the forms are of those records only.
        """
        if not account.is_authenticated:
            return self.none()
        if grants is not None:
            in_full = Q(patient__in=[one.patient_id for one in grants if sees_all(one, Scope.FORMS)])
            sent_to = Q(
                patient__in=[one.patient_id for one in grants if may_find_forms(one)], account=account
            )
            own = Q(patient__in=[one.patient_id for one in grants if one.is_self])
            told = self.filter(in_full | sent_to, Q(confidential=False) | own)
            return told.annotate(seen_in_full=ExpressionWrapper(in_full, models.BooleanField()))
        # One question of the grant: between an account and a patient there is one live one at most.
        grant = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        in_full = Q(level=Level.FULL) & covers(Scope.FORMS, at=at)
        told = Q(relation=Relation.SELF) | Q(Exact(OuterRef("confidential"), Value(False)))
        sent_to = Q(account=OuterRef("account")) & (
            Q(relation=Relation.SELF) | Q(scopes__contains=[Scope.FORMS])
        )
        return self.annotate(seen_in_full=Exists(grant.filter(in_full))).filter(
            Exists(grant.filter(told, in_full | sent_to))
        )

    def of(self, clinic):
        """What one clinic sent (for its staff)."""
        return self.filter(clinic_id=clinic.pk)
