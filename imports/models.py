import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic


class Kind(models.TextChoices):
    """What stands in a row of the file."""

    PATIENTS = "patients", _("Patients")
    VISITS = "visits", _("Visits ahead")


class Order(models.TextChoices):
    """How the file writes a day."""

    YEAR_FIRST = "ymd", _("Year, month, day: 1988-05-04")
    DAY_FIRST = "dmy", _("Day, month, year: 04/05/1988")
    MONTH_FIRST = "mdy", _("Month, day, year: 05/04/1988")


class Work(models.TextChoices):
    """What a worker does with an import."""

    CHECK = "check", _("Looking it over")
    LET_IN = "let_in", _("Importing")
    UNDO = "undo", _("Undoing")


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("Will be added")
    ALIKE = "alike", _("Looks like somebody on file")
    KNOWN = "known", _("On file already")
    WRONG = "wrong", _("Something is wrong")
    ADDED = "added", _("Added")
    LEFT_OUT = "left_out", _("Left out")
    UNDONE = "undone", _("Taken back")


# Not decided yet.
WAITING = (Outcome.NEW, Outcome.ALIKE)


class Imports(models.QuerySet):
    """Imports of one clinic."""

    def of(self, clinic):
        return self.filter(clinic_id=clinic.pk)


class Import(models.Model):
    """One file of another system, and how far it has come. Its words are in the file only, which goes after a while.

    `work` is what a worker is asked to do with it, empty while nothing is; `rows_done` is how far that is.
    """

    TRIES = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120, help_text="Of the file, as its sender called it.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    delimiter = models.CharField(max_length=1)
    encoding = models.CharField(max_length=12)
    headings = models.JSONField(default=list)
    rows = models.PositiveIntegerField(help_text="Without the headings.")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict, help_text="Place of a column → what it is.")
    order = models.CharField(max_length=3, choices=Order.choices, default=Order.YEAR_FIRST)
    names = models.JSONField(default=dict, help_text="What the file calls practitioners, services, places.")
    adds_alike = models.BooleanField(default=False, help_text="Also who looks like somebody on file.")
    tells = models.BooleanField(default=False, help_text="Mail a confirmation of each visit.")
    language = models.CharField(max_length=10, blank=True, help_text="Of whoever reads what is wrong.")
    work = models.CharField(max_length=10, blank=True, choices=Work.choices)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last said that it lives.")
    tries = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    let_in_at = models.DateTimeField(null=True, blank=True, help_text="When every row was gone through.")
    let_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Given up before anything was added.")
    file_gone_at = models.DateTimeField(null=True, blank=True)

    objects = Imports.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "-uploaded_at"], name="imports_of_clinic"),
            models.Index(fields=["asked_at"], name="imports_work", condition=~Q(work="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="imports_work_who_and_when",
                condition=Q(work="") | Q(asked_at__isnull=False, asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="imports_let_in_or_dropped", condition=Q(let_in_at=None) | Q(dropped_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.kind} of {self.name}"

    @property
    def stored_as(self) -> str:
        """Where its file lies. No address leads there."""
        return f"imports/{self.pk}"

    @property
    def is_checked(self) -> bool:
        """Whether somebody can say yes to it now."""
        is_over = self.let_in_at or self.dropped_at or self.file_gone_at
        return bool(self.checked_at) and not self.work and not is_over

    @property
    def has_begun(self) -> bool:
        """Whether somebody said yes to it."""
        return self.let_in_by_id is not None

    @property
    def is_running(self) -> bool:
        """Whether a worker is at it, or will be."""
        return bool(self.work) and not self.failed_at

    @property
    def is_open(self) -> bool:
        """Whether somebody can still say what its columns and names are."""
        return not (self.is_running or self.has_begun or self.dropped_at or self.file_gone_at)

    @property
    def lets_in(self) -> set[Outcome]:
        """Of which rows the yes speaks."""
        return {Outcome.NEW, Outcome.ALIKE} if self.adds_alike else {Outcome.NEW}


class Row(models.Model):
    """One row of a file: what becomes of it. No word of the file is kept here, but ids and what is wrong with it.

    `person` and `reference` are keyed digests, by which rows of one file, and of another, find the same patient.
    `faults` are [[the column, what is wrong with it], …] in the language of whoever asked.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(help_text="As a spreadsheet counts, the headings being 1.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    person = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=64, blank=True)
    like = models.UUIDField(null=True, blank=True, help_text="The record or visit that is there already.")
    same_as = models.PositiveIntegerField(null=True, blank=True, help_text="The earlier row it repeats.")
    patient = models.UUIDField(null=True, blank=True, help_text="The record that was made, or whose visit.")
    visit = models.UUIDField(null=True, blank=True, help_text="The visit that was made.")
    faults = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "person"], name="imports_row_person", condition=~Q(person="")),
            models.Index(fields=["reference"], name="imports_row_reference", condition=~Q(reference="")),
            models.Index(fields=["patient"], name="imports_row_patient", condition=Q(patient__isnull=False)),
            models.Index(fields=["batch", "outcome", "number"], name="imports_row_outcome"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="imports_row_once"),
        ]

    def __str__(self):
        return f"row {self.number}"
