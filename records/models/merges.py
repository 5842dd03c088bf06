"""Two records of one person: joined, with a journal that can be undone; or said to be two people."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from clinic.models import Clinic
from records.models.patient import Patient

UNDONE_WITHIN = timedelta(days=30)


class Merge(models.Model):
    """One record was joined into another, which keeps its id: who did it, and all it takes to undo it (product §8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="merges", help_text="The record that was kept."
    )
    gone = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="joined_into", help_text="The record that was closed."
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text="Room → model → ids of the rows that changed hands.",
    )
    details = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text="Field of the kept record → before and after."
    )
    grants = models.JSONField(
        default=list,
        encoder=DjangoJSONEncoder,
        help_text="Grants that ended, as they were, and what followed.",
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="records_merge_by_patient")]
        constraints = [
            models.UniqueConstraint(fields=["gone"], name="records_joined_once", condition=Q(undone_at=None)),
            models.CheckConstraint(name="records_joined_to_another", condition=~Q(patient=F("gone"))),
            models.CheckConstraint(
                name="records_undone_who_and_when",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.gone_id} into {self.patient_id}"

    @property
    def undo_until(self):
        """Until when it can be undone."""
        return self.at + UNDONE_WITHIN


class Apart(models.Model):
    """Somebody of the team said that two records are two people: the pair is not suggested again."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "other"], name="records_apart_once"),
            models.CheckConstraint(name="records_apart_in_order", condition=Q(patient__lt=F("other"))),
        ]

    def __str__(self):
        return f"{self.patient_id} is not {self.other_id}"
