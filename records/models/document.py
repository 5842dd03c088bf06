import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from records.models.patient import Patient
from records.models.shown import Shown


class Kind(models.TextChoices):
    LETTER = "letter", _("Letter")
    RESULT = "result", _("Result")
    REFERRAL = "referral", _("Referral")
    IMAGE = "image", _("Image")
    OTHER = "other", _("Other document")


class Documents(Shown):
    """Documents, and who may look."""

    def visible_to(self, account, *, at):
        """Those staff shared, one by one."""
        return self.open_to(account, at=at).filter(shared_at__lte=at)


class Document(models.Model):
    """A paper of the record: the patient sees it once staff have shared it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(max_length=160, validators=[one_line])
    dated_on = models.DateField()
    confidential = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = Documents.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-dated_on"], name="records_document_by_patient")]
        constraints = [
            models.CheckConstraint(
                name="records_document_shared_who_and_when",
                condition=Q(shared_at=None, shared_by=None)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.kind} of {self.patient_id}, {self.dated_on}"

    @property
    def stored_as(self) -> str:
        """Where its file is kept: under its own id, whatever it was called outside (case C57)."""
        return f"documents/{self.pk}"
