import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Practitioner
from records.models.patient import Patient
from records.models.shown import Shown

# The parts of a treatment plan, in the order they are read; all that a patient ever sees of a chart (product §8).
PLAN_SECTIONS = {
    "summary": _("In short"),
    "goals": _("Goals"),
    "recommendations": _("Recommendations"),
    "supplements": _("Products and supplements"),
    "prescriptions": _("Prescriptions"),
    "diet": _("Food"),
    "exercise": _("Exercise and home activities"),
    "lifestyle": _("Lifestyle"),
    "tests": _("Tests and referrals"),
    "follow_up": _("Follow-up"),
}

# What is read of a chart where its plan is shown.
READ_AS_PLAN = ("patient_id", "day", "written_at", "plan", "confidential", "version", "saved_at", "locked_at")


class HasContent(models.Func):
    """A plan holds no section without content, so that it exists exactly when it holds something."""

    HOLLOW = r'strict $.* ? (@ == null || @ like_regex "^\\s*$" || (@.type() == "array" && @.size() == 0))'
    template = (
        f"jsonb_typeof(%(expressions)s) = 'object' AND NOT jsonb_path_exists(%(expressions)s, '{HOLLOW}')"
    )
    output_field = models.BooleanField()


class Charts(Shown):
    """Charts, and who may look."""

    def visible_to(self, account, *, at):
        """The charts of which this account may read the plan: those that have one, locked or not.

        A clinic may choose that plans are shown only once they are signed.
        """
        waits = Q(patient__clinic__access_rules__plans_when_signed=True, locked_at=None)
        return self.open_to(account, at=at).exclude(plan={}).exclude(waits)

    def as_plans(self):
        """The plan and whose it is, the newest first. The note's own columns are not even read."""
        in_order = self.order_by("-day", "-written_at", "id").select_related("practitioner")
        return in_order.only(*READ_AS_PLAN, "practitioner")

    def for_staff(self, clinic):
        """The rows of one clinic, the newest first; private notes are left out, whoever asks (product §8)."""
        return self.of(clinic).order_by("-day", "-written_at", "id").defer("private_notes")


class Chart(models.Model):
    """One visit's note by a practitioner. The plan is the patient's to read; the rest never is (product §1).

    Until it is signed (`locked_at`) its practitioner writes on it. A signed one changes only by an amendment, which
    leaves what was signed in `revisions`; the database refuses anything else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="charts")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="charts")
    day = models.DateField(help_text="The day it is written for.")
    written_at = models.DateTimeField()
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    private_notes = models.TextField(blank=True)
    plan = models.JSONField(
        default=dict, blank=True, help_text="By section, in the one shape of `records/plan.py`."
    )
    confidential = models.BooleanField(default=False)
    version = models.PositiveIntegerField(
        default=1, help_text="Rises with every save, so that two tabs never overwrite each other unseen."
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = Charts.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-day"], name="records_chart_by_patient")]
        constraints = [
            models.CheckConstraint(
                name="records_chart_locked_who_and_when",
                condition=Q(locked_at=None, locked_by=None)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
            ),
            models.CheckConstraint(name="records_chart_plan_has_content", condition=Q(HasContent(F("plan")))),
            # Lets a visit, a paper or an activity point at a chart of the very same patient, and at no other.
            models.UniqueConstraint(fields=["id", "patient"], name="records_chart_of_patient"),
        ]

    def __str__(self):
        return f"chart of {self.patient_id}, {self.day}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None
