import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models.patient import Patient


class Proposals(models.QuerySet):
    """What patients said differently from the record."""

    def visible_to(self, account, *, at):
        """What this account proposed itself, about the patients it may see."""
        mine = Patient.objects.visible_to(account, at=at)
        return self.filter(proposed_by=account, patient__in=mine) if account.is_authenticated else self.none()

    def open(self):
        """Those nobody of the team has decided yet."""
        return self.filter(decided_at=None)


class ProfileProposal(models.Model):
    """A field of the record as somebody wrote it in a form. The record changes when staff accept it, not before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="proposals")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True, help_text="What was on file then.")
    value = models.TextField()
    source = models.CharField(max_length=200, help_text="Where it was written: the title of the form.")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: whoever filled in the form had no account.",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = Proposals.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "field"], name="records_one_open_proposal", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="records_proposal_who_and_when",
                # One that its author took back may have been closed by somebody without an account.
                condition=Q(decided_at=None, decided_by=None, accepted=None)
                | Q(decided_at__isnull=False, accepted=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted=True),
            ),
        ]

    def __str__(self):
        return f"{self.field} of {self.patient_id}"
