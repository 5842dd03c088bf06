from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import Exact

from records.models import Grant
from records.models.access import Level, Relation, Scope, covers


class SentToSomebody(models.QuerySet):
    """What was sent to an account about a patient, and who may see it."""

    def visible_to(self, account, *, at):
        """What this account may know of, by its live grants. Each row tells whether it is `seen_in_full`.

        Full access (oneself, or someone with the scope *forms*): every form of the patient. Limited, or from the
        young person's review age on: those sent to this account. Confidential forms are for the patient alone.
        """
        if not account.is_authenticated:
            return self.none()
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
