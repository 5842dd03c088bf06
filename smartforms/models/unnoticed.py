from django.conf import settings
from django.db import models

from clinic.models import Clinic


class Unnoticed(models.Model):
    """A colleague who wants no mail when a form that was sent for them was completed. No row: they are told."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "account"], name="smartforms_unnoticed_once"),
        ]

    def __str__(self):
        return f"no mail about completed forms to {self.account_id}"
