from django.db import models
from django.db.models import Q

from clinic.models import Practitioner
from records.models.patient import Patient


class CareRelation(models.Model):
    """This patient is one of a practitioner's own: by a visit, a form, an assignment (Settled 11)."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="care")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "patient"], name="records_one_live_care", condition=Q(until=None)
            )
        ]

    def __str__(self):
        return f"{self.practitioner_id} cares for {self.patient_id}"
