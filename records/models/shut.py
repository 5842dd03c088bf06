from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models.patient import Patient


class Lockdown(models.Model):
    """Portal access to a record is shut: one dated fact that every link, file and mail asks at use (Settled 5)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="lockdowns")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], name="records_one_lockdown", condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(
                name="records_lift_who_and_when",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.patient_id} since {self.at:%Y-%m-%d}"


class Denial(models.Model):
    """One person must not see one record: a court order, or a worry of the clinic's. Beats every grant (C49).

    Nobody in the portal learns that it exists: to them the record is as absent as somebody else's.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="denials")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="denials")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "account"], name="records_one_denial", condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(
                name="records_denial_lift_who_and_when",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.account_id} not to {self.patient_id}"
