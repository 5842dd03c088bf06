import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic
from records.models.patient import Patient

USUAL_YEARS = 10


class RetentionRules(models.Model):
    """How long a clinic must keep records: years from the last entry; for minors, from the day they come of age."""

    clinic = models.OneToOneField(
        Clinic, on_delete=models.CASCADE, related_name="retention_rules", verbose_name=_("clinic")
    )
    years = models.PositiveSmallIntegerField(
        _("years a record is kept"),
        default=USUAL_YEARS,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_(
            "From the last entry; for minors, from the day they come of age. The law of your place decides."
        ),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("retention"), _("retention")

    def __str__(self):
        return str(_("retention"))


class LegalHold(models.Model):
    """Nothing of this record goes, whatever its age: a court, a complaint, an insurer may ask for it."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient"], name="records_one_hold", condition=Q(lifted_at=None)),
            models.CheckConstraint(
                name="records_hold_lift_who_and_when",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"hold on {self.patient_id} since {self.at:%Y-%m-%d}"


class Erasures(models.QuerySet):
    """Who asked to be forgotten."""

    def visible_to(self, account, *, at):
        """What an account asked for itself, as long as it sees the record."""
        mine = Patient.objects.visible_to(account, at=at)
        return self.filter(asked_by=account, patient__in=mine) if account.is_authenticated else self.none()

    def open(self):
        """Nobody of the clinic has decided."""
        return self.filter(decided_at=None)

    def promised(self):
        """Accepted, and what the law keeps has not gone yet."""
        return self.filter(accepted=True, completed_at=None)


class Erasure(models.Model):
    """Somebody asks that a record be erased. What may go goes when a manager decides; what the law keeps goes later,
    when its time is over. Rows stay, emptied: nothing is deleted (house, "PROTECT")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="erasures")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_patient = models.BooleanField(help_text="Asked in the portal, not by the clinic.")
    email = models.EmailField(
        max_length=254, blank=True, help_text="Where the outcome is told; emptied with it."
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted = models.BooleanField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why not, as the patient is told.")
    keep_until = models.DateField(null=True, blank=True, help_text="When what the law keeps may go.")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = Erasures.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], name="records_one_open_erasure", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="records_erasure_decided_by_someone",
                condition=Q(decided_at=None, decided_by=None, accepted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted__isnull=False),
            ),
            models.CheckConstraint(
                name="records_erasure_completed_after",
                condition=Q(completed_at=None, completed_by=None)
                | Q(accepted=True, completed_at__isnull=False, completed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"erasure of {self.patient_id}, {self.asked_at:%Y-%m-%d}"
