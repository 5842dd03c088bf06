import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from records.models.patient import Patient


class FlagKind(models.TextChoices):
    """What a flag warns of, the gravest first."""

    ALLERGY = "allergy", _("Allergy")
    RISK = "risk", _("Risk")
    NOTE = "note", _("Note")


# What the whole team reads. The others say something of somebody's health: for those who care for them (D4).
FOR_THE_TEAM = frozenset({FlagKind.NOTE})


class RedFlags(models.QuerySet):
    """What the team must not overlook about patients."""

    def visible_to(self, account, *, at):
        """None, to whoever asks in the portal: flags are the team's own."""
        return self.none()

    def of(self, clinic):
        """Those of one clinic (for its staff)."""
        return self.filter(patient__clinic_id=clinic.pk)

    def standing(self, *, on):
        """Those that count on this day of the clinic's calendar."""
        return self.filter(Q(until=None) | Q(until__gte=on), ended_at=None)

    def read_with(self, care):
        """Those that somebody reads whose own patients are the rows `care`."""
        own = Exists(care.filter(patient=OuterRef("patient")))
        return self.filter(Q(kind__in=FOR_THE_TEAM) | own)


class RedFlag(models.Model):
    """A few words that stand above a record until they are ended, or their last day is over.

    What was said never changes (a trigger): whoever was wrong ends it, with the reason, and raises another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="red_flags")
    kind = models.CharField(max_length=10, choices=FlagKind.choices)
    text = models.CharField(max_length=120, validators=[one_line])
    until = models.DateField(null=True, blank=True, help_text="The last day on which it counts.")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = RedFlags.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient"], name="records_red_flag_standing", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="records_red_flag_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="records_red_flag_ended_who_when_why",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__gte=F("raised_at"), ended_by__isnull=False) & ~Q(ended_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} of {self.patient_id}"
