from django.conf import settings
from django.db import models
from django.db.models import Q

from clinic.models import Clinic


class Item(models.Model):
    """Something that waits for the clinic: what kind, about which row. Upper rooms put items in."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="tray")
    kind = models.CharField(max_length=40)
    patient = models.UUIDField(null=True, help_text="The patient it concerns; patients live a room above.")
    target = models.CharField(max_length=60, help_text="The row it is about: its kind and id.")
    put_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "target"], name="tray_one_open_item", condition=Q(done_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target}"
