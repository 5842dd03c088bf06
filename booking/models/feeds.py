import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from clinic.models import Clinic
from records.models import Grant, Lockdown


class Feeds(models.QuerySet):
    """Calendar addresses as they stand at one moment."""

    def standing(self, *, at):
        """Neither taken back nor past their year. What else ends one is asked of each (`booking.feeds`)."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def with_lock_downs(self, *, at):
        """Each tells whether it `was_shut`: a record that its account held was locked down since it was made.

        Lifting the lock-down brings no secret back (Settled 5).
        """
        held = Grant.objects.filter(
            Q(revoked_at=None) | Q(revoked_at__gt=OuterRef("at")),
            account=OuterRef(OuterRef("account")),
            patient=OuterRef("patient"),
            starts_at__lte=OuterRef("at"),
        )
        since = Lockdown.objects.filter(
            Exists(held), patient__clinic=OuterRef("clinic"), at__gte=OuterRef("issued_at"), at__lte=at
        )
        return self.annotate(was_shut=Exists(since))


class CalendarFeed(models.Model):
    """A secret address at which somebody's visits stand as a calendar (D5): shown once, kept as SHA-256, for a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    password_mark = models.CharField(
        max_length=32, editable=False, help_text="A digest of the password it was made under."
    )
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True, help_text="To the hour.")
    last_digest = models.CharField(
        max_length=64, blank=True, default="", help_text="Of what was handed out last: anything new is noted."
    )

    objects = Feeds.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "clinic"], name="booking_feed_by_account")]
        constraints = [
            models.CheckConstraint(name="booking_feed_in_order", condition=Q(expires_at__gt=F("issued_at")))
        ]

    def __str__(self):
        return f"calendar address since {self.issued_at:%Y-%m-%d}"
