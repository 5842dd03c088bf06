import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from records.models.access import Grant, Level, Scope
from records.models.patient import Patient


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class Reach(models.TextChoices):
    EMAIL = "email", _("By email")
    PHONE = "phone", _("By phone")
    POST = "post", _("By post")


class Reminders(models.TextChoices):
    EMAIL = "email", _("By email")
    NONE = "none", _("No reminders")


def _line(longest: int):
    return models.CharField(max_length=longest, blank=True, validators=[one_line])


def _choice(choices):
    return models.CharField(max_length=10, blank=True, choices=choices)


class OfTheRecord(models.QuerySet):
    """What the clinic has on file of patients, and who may look."""

    def visible_to(self, account, *, at):
        """Of records this account sees in full, their medical side included: what a limited account entered at the
        clinic's door says nothing about what is on file (D2)."""
        if not account.is_authenticated:
            return self.none()
        full = Grant.objects.covering(Scope.RECORDS, at=at).filter(level=Level.FULL, account=account)
        return self.filter(Exists(full.filter(patient=OuterRef("patient"))))


class PatientDetails(models.Model):
    """What the clinic keeps of a patient beyond name, birth and address. No row: nothing is on file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="details")
    preferred_name = _line(80)
    occupation = _line(80)
    language = _choice(Language.choices)
    emergency_name = _line(120)
    emergency_relation = _line(60)
    emergency_phone = _line(40)
    insurer = _line(120)
    insurance_number = _line(60)
    insurance_group = _line(60)
    pharmacy_name = _line(120)
    pharmacy_phone = _line(40)
    pharmacy_address = _line(200)
    reach_visits = _choice(Reach.choices)
    reach_papers = _choice(Reach.choices)
    reminders = _choice(Reminders.choices)

    objects = OfTheRecord.as_manager()

    def __str__(self):
        return f"details of {self.patient_id}"


class DetailChange(models.Model):
    """What the official record said before and after, for whoever asks who changed it.

    The audit holds no words, so that erasure never edits it (Settled 7); here they are, and an erasure may empty them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="detail_changes")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.ForeignKey(
        "records.ProfileProposal",
        null=True,
        on_delete=models.PROTECT,
        related_name="changes",
        help_text="What the patient had written, where that was taken over.",
    )

    objects = OfTheRecord.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-changed_at"], name="records_change_by_patient")]

    def __str__(self):
        return f"{self.field} of {self.patient_id}, {self.changed_at:%Y-%m-%d}"
