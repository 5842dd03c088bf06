import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q

from clinic.models import Membership
from clinic.models.clinic import Role
from records.models.patient import Patient

AN_HOUR = timedelta(hours=1)
TO_REVIEW = timedelta(days=7)


class Glasses(models.QuerySet):
    """Records that were opened in an emergency."""

    def of(self, clinic):
        """Those of one clinic (for the people who look them over)."""
        return self.filter(patient__clinic_id=clinic.pk)

    def live(self, *, at):
        """Those that open a record now: the hour runs, and whoever opened it still works here as a practitioner."""
        working = Q(
            membership__ended_at=None,
            membership__roles__contains=[Role.PRACTITIONER],
            membership__user__is_active=True,
            membership__clinic=F("patient__clinic"),
        )
        return self.filter(working, opened_at__lte=at, until__gt=at, ended_at=None)

    def live_for(self, membership, *, at):
        """The same for one member of the team and the patient of an outer query."""
        return self.live(at=at).filter(membership=membership, patient=OuterRef("pk"))

    def unreviewed(self):
        """Those that nobody has looked over yet."""
        return self.filter(reviewed_at=None)


class BrokenGlass(models.Model):
    """A practitioner opened the record of somebody who is not among their own, in an emergency, for an hour.

    What was said and when never changes (a trigger); only its end and its review are added, once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="emergencies")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(help_text="For those who look it over; never shown to the patient.")
    opened_at = models.DateTimeField()
    until = models.DateTimeField(help_text="Not included.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the hour was over.",
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    was_fine = models.BooleanField(null=True)
    review = models.TextField(blank=True)

    objects = Glasses.as_manager()

    class Meta:
        indexes = [models.Index(fields=["reviewed_at", "opened_at"], name="records_glass_to_review")]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "patient"], name="records_one_glass", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="records_glass_an_hour",
                condition=Q(until__gt=F("opened_at")) & Q(until__lte=F("opened_at") + AN_HOUR),
            ),
            models.CheckConstraint(
                name="records_glass_ended_who_and_when",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_by=None, ended_at=F("until"))
                | Q(ended_by__isnull=False, ended_at__gte=F("opened_at"), ended_at__lte=F("until")),
            ),
            models.CheckConstraint(
                name="records_glass_reviewed_who_and_when",
                condition=Q(reviewed_at=None, reviewed_by=None, was_fine=None, review="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, was_fine__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} opened {self.patient_id} on {self.opened_at:%Y-%m-%d}"

    @property
    def over_at(self):
        """Until when it opened the record: ended by hand, or when the hour was over."""
        return self.ended_at or self.until

    @property
    def review_by(self):
        """When it must have been looked over."""
        return self.opened_at + TO_REVIEW
