import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from clinic.models import Practitioner
from common.text import one_line
from records.models.ages import AccessRules
from records.models.chart import Chart
from records.models.kinds import ADMINISTRATIVE, Kind
from records.models.patient import Patient
from records.models.shown import Shown
from records.models.upload import Upload

MOST_LABELS, LONGEST_LABEL = 8, 30


def _hidden():
    """The clinic shows no patient a document of this kind."""
    rules = AccessRules.objects.filter(clinic=OuterRef("patient__clinic"))
    return Exists(rules.filter(hidden_kinds__contains=[OuterRef("kind")]))


class Documents(Shown):
    """Documents, and who may look."""

    def visible_to(self, account, *, at):
        """Those staff shared, one by one, of the kinds this clinic shows to patients at all."""
        return self.open_to(account, at=at).kept().filter(~_hidden(), shared_at__lte=at)

    def kept(self):
        """Not taken out of the record again."""
        return self.filter(removed_at=None)


class Document(models.Model):
    """A paper of the record: the patient sees it once staff have shared it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(max_length=160, validators=[one_line])
    dated_on = models.DateField()
    labels = ArrayField(
        models.CharField(max_length=LONGEST_LABEL, validators=[one_line]),
        default=list,
        blank=True,
        help_text="Short words to find it by, for the team alone.",
    )
    confidential = models.BooleanField(default=False)
    practitioner = models.ForeignKey(
        Practitioner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whom it is shown to be from.",
    )
    chart = models.ForeignKey(
        Chart,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="The plan it belongs to, and stands beside the tests of.",
    )

    name = models.CharField(max_length=120, validators=[one_line])
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Of a PDF.")
    upload = models.ForeignKey(
        Upload,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="What was handed in and became this document.",
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_because = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = Documents.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-dated_on"], name="records_document_by_patient")]
        constraints = [
            models.CheckConstraint(
                name="records_document_shared_who_and_when",
                condition=Q(shared_at=None, shared_by=None)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
            ),
            models.CheckConstraint(
                name="records_document_removed_who_and_when",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="records_document_removed_is_not_shared",
                condition=Q(removed_at=None) | Q(shared_at=None),
            ),
            models.CheckConstraint(name="records_document_not_empty", condition=Q(size__gt=0)),
            models.UniqueConstraint(
                fields=["upload"], name="records_one_document_of_an_upload", condition=Q(removed_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.kind} of {self.patient_id}, {self.dated_on}"

    @property
    def stored_as(self) -> str:
        """Where its file is kept: under its own id, whatever it was called outside (case C57)."""
        return f"documents/{self.pk}"

    @property
    def is_administrative(self) -> bool:
        """Whether the front desk may open it."""
        return self.kind in ADMINISTRATIVE


class EndedSharing(models.Model):
    """A time during which a document was shared, and is no more. The standing one is on the document itself."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="ended_sharings")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="records_sharing_ended_later", condition=Q(ended_at__gte=F("shared_at"))
            )
        ]

    def __str__(self):
        return f"{self.document_id}, until {self.ended_at:%Y-%m-%d}"
