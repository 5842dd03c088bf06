from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.models import Grant
from records.models.access import Level, Relation, Scope


class SentToSomebody(models.QuerySet):
    """What was sent to an account about a patient, and who may see it."""

    def visible_to(self, account, *, at):
        """What this account may know of, by its live grants. Each row tells whether it is `seen_in_full`.

        Full access (oneself, or someone with the scope *forms*): every form of the patient. Limited, or from the
        young person's review age on: those sent to this account. Confidential forms are for the patient alone.
        """
        if not account.is_authenticated:
            return self.none()
        mine = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        sent_to = mine.filter(Q(relation=Relation.SELF) | Q(scopes__contains=[Scope.FORMS]))
        covering = Grant.objects.covering(Scope.FORMS, at=at).filter(level=Level.FULL)
        covering = covering.filter(account=account, patient=OuterRef("patient"))
        return (
            self.annotate(seen_in_full=Exists(covering))
            .filter(Q(confidential=False) | Exists(mine.filter(relation=Relation.SELF)))
            .filter(Q(seen_in_full=True) | Q(account=account) & Exists(sent_to))
        )

    def of(self, clinic):
        """What one clinic sent (for its staff)."""
        return self.filter(clinic_id=clinic.pk)
