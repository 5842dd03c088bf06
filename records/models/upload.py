import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from clinic.models import Clinic
from common.text import one_line
from records.models.access import Grant, Level, Scope
from records.models.patient import Patient


class Uploads(models.QuerySet):
    """Files that were handed in, and who may look."""

    def visible_to(self, account, *, at):
        """What this account handed in itself, while it has access to the patient; in full, what others handed in too.

        What a file was handed in for may be stricter, and is asked first.
        """
        if not account.is_authenticated:
            return self.none()
        mine = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        full = Grant.objects.covering(Scope.FORMS, at=at).filter(account=account, patient=OuterRef("patient"))
        return self.kept().filter(Q(account=account) & Exists(mine) | Exists(full.filter(level=Level.FULL)))

    def of(self, clinic):
        """The files of one clinic (for its staff)."""
        return self.kept().filter(clinic_id=clinic.pk)

    def kept(self):
        """Not taken back."""
        return self.filter(removed_at=None)


class Upload(models.Model):
    """A file somebody handed in for a patient: washed, kept under its own id, whatever it was called (case C57)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="uploads")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who handed it in; empty for somebody without an account.",
    )
    for_what = models.CharField(
        max_length=80, help_text="The kind and id of what it belongs to, such as a form that was sent."
    )
    name = models.CharField(max_length=120, validators=[one_line])
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Of a PDF.")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Uploads.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-created_at"], name="records_upload_by_patient")]
        constraints = [
            models.CheckConstraint(name="records_upload_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="records_upload_removed_later",
                condition=Q(removed_at=None) | Q(removed_at__gte=models.F("created_at")),
            ),
        ]

    def __str__(self):
        return f"file of {self.patient_id}, {self.created_at:%Y-%m-%d}"

    @property
    def stored_as(self) -> str:
        """Where its file is kept."""
        return f"uploads/{self.pk}"
