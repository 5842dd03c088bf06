import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from clinic.models import Clinic
from records.models.access import Grant
from records.models.patient import Patient


class Job(models.Model):
    """A file that a worker makes: how far it is, when it was ready, until when it lies there.

    A worker that died leaves `seen_at` behind: another begins anew. Three deaths are enough.
    """

    TRIES = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When its worker last said that it is at it."
    )
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(
        default=0, help_text="How many there are, as counted at the beginning."
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    downloaded_at = models.DateTimeField(null=True, blank=True, help_text="The first time.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True, help_text="When its file was deleted.")

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return self.ready_at is None and self.ended_at is None

    def is_there(self, *, at) -> bool:
        """Whether there is a file to hand out, as far as its own dates tell."""
        return self.ready_at is not None and self.ended_at is None and at < self.expires_at

    @property
    def percent(self) -> int:
        """How far it is; never quite a hundred before it is ready."""
        if self.ready_at:
            return 100
        return min(99, self.steps_done * 100 // self.steps) if self.steps else 0


class TakeOuts(models.QuerySet):
    """Records on their way to those who may have them."""

    def visible_to(self, account, *, at):
        """One's own, as long as the very grant lives that they were made for."""
        if not account.is_authenticated:
            return self.none()
        live = Grant.objects.opening(at=at).filter(pk=OuterRef("grant"), account=account)
        return self.filter(Exists(live), account=account)

    def of(self, clinic):
        """Those of one clinic's records."""
        return self.filter(clinic_id=clinic.pk)

    def running(self):
        """Still being made, or waiting to be."""
        return self.filter(ready_at=None, ended_at=None)


class TakeOut(Job):
    """One account takes one record out: a ZIP, for a day (product §8). Grants are never changed, only replaced: with
    the grant it was made for, the file is gone too. `sight` is what that grant let see then, for ages change it."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="take_outs")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="take_outs", help_text="Whose it is."
    )
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    sight = ArrayField(models.CharField(max_length=20), default=list)
    holds = models.JSONField(
        default=dict, help_text="Table → ids of the rows in it that may be closed later."
    )
    language = models.CharField(max_length=10, blank=True)

    objects = TakeOuts.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-asked_at"], name="records_takeout_of"),
            models.Index(
                fields=["asked_at"], name="records_takeout_waiting", condition=Q(ready_at=None, ended_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "account"],
                name="records_one_takeout_running",
                condition=Q(ready_at=None, ended_at=None),
            ),
            models.CheckConstraint(
                name="records_takeout_ready_for_a_while",
                condition=Q(ready_at=None, expires_at=None) | Q(expires_at__gt=models.F("ready_at")),
            ),
            models.CheckConstraint(
                name="records_takeout_ended_why",
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.patient_id} for {self.account_id}"

    @property
    def stored_as(self) -> str:
        """Where its file is kept."""
        return f"takeouts/{self.pk}"


class ClinicExports(models.QuerySet):
    """All records of a clinic on their way out."""

    def of(self, clinic):
        return self.filter(clinic_id=clinic.pk)


class ClinicExport(Job):
    """All records of a clinic as one file. One person asks, another releases it (D4); who is alone waits a day."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="exports")
    reason = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ClinicExports.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic"],
                name="records_one_export_running",
                condition=Q(ready_at=None, ended_at=None),
            ),
            models.CheckConstraint(
                name="records_export_released_who_and_when",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
            models.CheckConstraint(
                name="records_export_released_first",
                condition=Q(ready_at=None) | Q(released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="records_export_ended_why",
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
            ),
        ]

    def __str__(self):
        return f"export of {self.clinic_id}, {self.asked_at:%Y-%m-%d}"

    @property
    def stored_as(self) -> str:
        """Where its file is kept."""
        return f"takeouts/{self.pk}"
