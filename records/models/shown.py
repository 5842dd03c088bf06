"""What of a record is shown in the portal, and to whom (D2): charts, documents."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.models.access import Grant, Level, Relation, Scope


class Shown(models.QuerySet):
    """Rows of a record that only full access opens."""

    def open_to(self, account, *, at):
        """Full access with the scope *records*; what is confidential only for the patient themself.

        Limited access sees none of these, not even that they are there.
        """
        if not account.is_authenticated:
            return self.none()
        full = Grant.objects.covering(Scope.RECORDS, at=at).filter(
            account=account, patient=OuterRef("patient"), level=Level.FULL
        )
        own = Exists(full.filter(relation=Relation.SELF))
        return self.filter(Exists(full), Q(confidential=False) | own)

    def of(self, clinic):
        """The rows of one clinic (for its staff)."""
        return self.filter(patient__clinic_id=clinic.pk)
