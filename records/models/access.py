import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Practitioner
from clinic.models.people import PersonColour
from records.models.patient import Patient


class Relation(models.TextChoices):
    SELF = "self", _("You")
    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    PARTNER = "partner", _("Partner")
    CARER = "carer", _("Carer")


class Level(models.TextChoices):
    LIMITED = "limited", _("Limited")
    FULL = "full", _("Full")


class Scope(models.TextChoices):
    APPOINTMENTS = "appointments", _("Appointments")
    FORMS = "forms", _("Forms")
    RECORDS = "records", _("Records")
    MESSAGES = "messages", _("Messages")
    BILLING = "billing", _("Billing")


class Basis(models.TextChoices):
    BOOKING = "booking", _("Booked online")
    CLINIC = "clinic", _("Given by the clinic")
    CLAIM = "claim", _("Added by signing in")


class Grants(models.QuerySet):
    """Grants as they stand at one moment; nothing is remembered past the request."""

    def live(self, *, at):
        """Begun, not ended, not revoked, and the record is not locked down (Settled 5)."""
        locked = Lockdown.objects.filter(patient=OuterRef("patient"), at__lte=at, lifted_at=None)
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=at), ~Exists(locked), revoked_at=None, starts_at__lte=at
        )


class Grant(models.Model):
    """The link account → patient. Rows are never widened or deleted: a change ends one and makes another (D3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="grants")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    colour = models.CharField(max_length=10, choices=PersonColour.choices)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)

    objects = Grants.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "patient"], name="records_one_live_grant", condition=Q(revoked_at=None)
            ),
            # Several accounts may claim to be the patient while limited; only one can be it in full.
            models.UniqueConstraint(
                fields=["patient"],
                name="records_one_full_self",
                condition=Q(revoked_at=None, relation="self", level="full"),
            ),
            models.CheckConstraint(
                name="records_grant_in_order",
                condition=(Q(expires_at=None) | Q(expires_at__gt=F("starts_at"))),
            ),
            models.CheckConstraint(
                name="records_full_needs_the_clinic",
                condition=Q(level="limited") | Q(granted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.account_id} → {self.patient_id}, {self.level}"

    @property
    def is_self(self) -> bool:
        return self.relation == Relation.SELF

    @property
    def is_full(self) -> bool:
        return self.level == Level.FULL


class CareRelation(models.Model):
    """This patient is one of a practitioner's own: by a visit, a form, an assignment (Settled 11)."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="care")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "patient"], name="records_one_live_care", condition=Q(until=None)
            )
        ]

    def __str__(self):
        return f"{self.practitioner_id} cares for {self.patient_id}"


class Lockdown(models.Model):
    """Portal access to a record is shut: one dated fact that every link, file and mail asks at use (Settled 5)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="lockdowns")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], name="records_one_lockdown", condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(
                name="records_lift_who_and_when",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.patient_id} since {self.at:%Y-%m-%d}"
