import uuid

from django.conf import settings
from django.db import models

from smartforms.models.filling import Response


class Addendum(models.Model):
    """A dated note under a sent form, because what was sent never changes; nor does the note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="addenda")
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_clinic = models.BooleanField(help_text="Whether the team wrote it, not the patient's side.")

    class Meta:
        indexes = [models.Index(fields=["response", "at"], name="smartforms_addenda")]
        constraints = [
            models.CheckConstraint(name="smartforms_addendum_says_something", condition=~models.Q(words="")),
        ]

    def __str__(self):
        return f"addendum to {self.response_id}"
