import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from records.models.access import Grant, Level, Relation, Scope
from records.models.document import Document
from records.models.kinds import ADMINISTRATIVE, Kind
from records.models.patient import Patient
from records.models.upload import Upload

# The bytes of a file that was not accepted are deleted after this time; that it was sent stays known.
KEPT_AFTER_REFUSAL = timedelta(days=30)
# What somebody may say that it is.
SENT_KINDS = (Kind.INSURANCE, Kind.REFERRAL, Kind.RESULT, Kind.IMAGE, Kind.IDENTITY, Kind.OTHER)


class Outcome(models.TextChoices):
    """What became of a sent file."""

    FILED = "filed", _("Accepted")
    IN_FORM = "in_form", _("In a form")
    DECLINED = "declined", _("Not accepted")


class SentFiles(models.QuerySet):
    """Files sent to the clinic, and who may look."""

    def visible_to(self, account, *, at):
        """What this account sent itself, while it sees the record at all; what others sent, in full (D2).

        Full: as the patient, or with the scope *records*. What its sender keeps between the patient and the clinic,
        and what became a document for the patient alone, is only for the patient and for whoever sent it.
        """
        if not account.is_authenticated:
            return self.none()
        of_mine = {"account": account, "patient": OuterRef("patient")}
        seen = Grant.objects.opening(at=at).filter(**of_mine)
        full = Grant.objects.covering(Scope.RECORDS, at=at).filter(**of_mine, level=Level.FULL)
        as_patient = Exists(full.filter(relation=Relation.SELF))
        own = Q(upload__account=account) & Exists(seen)
        kept_back = Q(confidential=True) | Q(document__isnull=False, document__confidential=True)
        return self.filter(own | Exists(full) & (~kept_back | as_patient), taken_back_at=None)

    def of(self, clinic):
        """The files of one clinic (for its staff)."""
        return self.filter(patient__clinic_id=clinic.pk, taken_back_at=None)

    def waiting(self):
        """Those nobody of the team has decided about."""
        return self.filter(decided_at=None, taken_back_at=None)


class SentFile(models.Model):
    """A file somebody sent to the clinic: it waits in the tray until staff put it where it belongs, or do not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sent_files")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="sent")
    kind = models.CharField(
        max_length=12,
        choices=[(kind, kind.label) for kind in SENT_KINDS],
        help_text="What its sender says it is.",
    )
    note = models.CharField(max_length=200, blank=True, validators=[one_line])
    confidential = models.BooleanField(default=False)  # its sender's choice; the document has the team's
    batch = models.UUIDField(help_text="What was sent with one press.")
    nth = models.PositiveSmallIntegerField(
        default=0, help_text="Its place among these: pressed twice, it is one file."
    )
    sent_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    reason = models.CharField(
        max_length=200, blank=True, validators=[one_line], help_text="Its sender reads it."
    )
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What it became.",
    )
    form_copy = models.OneToOneField(
        Upload,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The same file as the answer of a form, where it belonged to one.",
    )

    objects = SentFiles.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-sent_at"], name="records_sent_by_patient"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "nth"], name="records_sent_once"),
            models.CheckConstraint(
                name="records_sent_decided_who_what_when",
                condition=Q(
                    decided_at=None, decided_by=None, outcome="", reason="", document=None, form_copy=None
                )
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & (
                    Q(outcome=Outcome.FILED, document__isnull=False, form_copy=None, reason="")
                    | Q(outcome=Outcome.IN_FORM, document=None, form_copy__isnull=False, reason="")
                    | Q(outcome=Outcome.DECLINED, document=None, form_copy=None) & ~Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="records_sent_taken_back_while_waiting",
                condition=Q(taken_back_at=None) | Q(decided_at=None, taken_back_at__gte=F("sent_at")),
            ),
        ]

    def __str__(self):
        return f"file sent for {self.patient_id}, {self.sent_at:%Y-%m-%d}"

    @property
    def waits(self) -> bool:
        return self.decided_at is None and self.taken_back_at is None

    @property
    def is_administrative(self) -> bool:
        """Whether the front desk may open it."""
        return self.kind in ADMINISTRATIVE
