import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Practitioner
from records.models import Patient
from smartforms.models.forms import FormRule, Template


class Outcome(models.TextChoices):
    """What a sending to many does about one patient."""

    PORTAL = "portal", _("Into the portal")
    LINK = "link", _("By mailed link")
    HAS_IT = "has_it", _("Has it already")
    NO_EMAIL = "no_email", _("No email on file")
    LOCKED = "locked", _("Portal locked down")
    ARCHIVED = "archived", _("The form was archived")
    FAILED = "failed", _("A fault of ours: nothing left")


class Dispatch(models.Model):
    """One press of “Send to n patients”: which form, how, and whether somebody stopped it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=10, choices=FormRule.choices, default=FormRule.EVERY_TIME)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    practitioner = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.TextField(blank=True, max_length=2_000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"forms of {self.made_at:%Y-%m-%d %H:%M}"


class DispatchLine(models.Model):
    """One patient of a sending, when the form leaves, and what became of it."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="lines")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    leaves_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)

    class Meta:
        indexes = [
            models.Index(fields=["leaves_at"], name="smartforms_lines_waiting", condition=Q(done_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                name="smartforms_line_done_with_outcome",
                condition=Q(done_at=None, outcome="") | Q(done_at__isnull=False) & ~Q(outcome=""),
            )
        ]

    def __str__(self):
        return f"{self.dispatch_id} to {self.patient_id}"
