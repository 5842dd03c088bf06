import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Practitioner
from records.models import Patient
from records.models.access import Relation
from smartforms.models.forms import Template
from smartforms.models.seeing import SentToSomebody


class Pace(models.TextChoices):
    """How often a diary or a questionnaire comes again."""

    DAYS = "days", _("Every day")
    WEEKS = "weeks", _("Every week")
    FREELY = "freely", _("As often as they like")


class SeriesSent(SentToSomebody):
    """Diaries and repeated questionnaires."""

    def live(self):
        """Neither ended nor complete: more entries are to come."""
        return self.filter(ended_at=None).filter(Q(next_on__isnull=False) | Q(pace=Pace.FREELY))


class Series(models.Model):
    """A form that comes again: a diary, or a questionnaire that shows how somebody is getting on (product §7).

    Each entry is an `Assignment` of its own, made on its day. Days are calendar days at the clinic.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="form_series")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who fills it in; empty until somebody has followed the link of a mailed entry.",
    )
    email = models.EmailField(
        max_length=254, blank=True, help_text="Where entries are mailed while no account has them."
    )
    relation = models.CharField(max_length=10, blank=True, choices=Relation.choices)
    practitioner = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True, max_length=2_000)
    confidential = models.BooleanField(default=False)
    pace = models.CharField(max_length=10, choices=Pace.choices)
    every = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
        help_text="How many days or weeks.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day on which an entry may be asked."
    )
    times = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="After how many it is complete."
    )
    next_on = models.DateField(
        null=True, blank=True, help_text="The day of the next entry that is not made yet; empty: none."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SeriesSent.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-sent_at"], name="smartforms_series_by_patient"),
            models.Index(
                fields=["next_on"],
                name="smartforms_series_next",
                condition=Q(ended_at=None, next_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="smartforms_series_every", condition=Q(every__gte=1, every__lte=52)),
            models.CheckConstraint(
                name="smartforms_series_ends_one_way", condition=Q(ends_on=None) | Q(times=None)
            ),
            models.CheckConstraint(
                name="smartforms_series_runs_forward",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="smartforms_series_freely_has_no_days", condition=~Q(pace=Pace.FREELY) | Q(next_on=None)
            ),
            models.CheckConstraint(
                name="smartforms_series_ended_by_someone",
                condition=Q(ended_by=None) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="smartforms_series_goes_somewhere", condition=Q(account__isnull=False) | ~Q(email="")
            ),
        ]

    def __str__(self):
        return f"{self.template} for {self.patient_id}"

    @property
    def is_free(self) -> bool:
        """Whether the patient adds entries as they like."""
        return self.pace == Pace.FREELY

    @property
    def is_over(self) -> bool:
        """Whether no entry comes any more."""
        return self.ended_at is not None or (self.next_on is None and not self.is_free)

    @property
    def step(self) -> int:
        """Days from one entry to the next."""
        return self.every * (7 if self.pace == Pace.WEEKS else 1)
