import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from booking.models.occupancy import Hold
from booking.models.visits import Appointment
from clinic.models import Clinic, Location, Practitioner, Service
from records.models import Grant, Patient

NOON, FIVE = 12, 17


class PartOfDay(models.TextChoices):
    ANY = "any", _("Any time of day")
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")

    @classmethod
    def of(cls, local) -> "PartOfDay":
        """Morning until noon, afternoon until five, by the clock of the clinic's place."""
        if local.hour < NOON:
            return cls.MORNING
        return cls.AFTERNOON if local.hour < FIVE else cls.EVENING


class Ending(models.TextChoices):
    TAKEN = "taken", _("Took a time")
    LEFT = "left", _("Left the list")
    REMOVED = "removed", _("Removed by the clinic")
    OVER = "over", _("The last day is over")
    VISIT_GONE = "visit_gone", _("The visit was cancelled or is over")
    NO_ACCESS = "no_access", _("The account sees the record no more")
    UNANSWERED = "unanswered", _("Several offers were not answered")


class Answer(models.TextChoices):
    TAKEN = "taken", _("Taken")
    PASSED = "passed", _("Passed on")
    EXPIRED = "expired", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WaitingEntries(models.QuerySet):
    """Who waits for a time, and who may look."""

    def visible_to(self, account, *, at):
        """What an account waits for itself, as long as it sees the record."""
        if not account.is_authenticated:
            return self.none()
        live = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        return self.filter(Exists(live), account=account)

    def of(self, clinic):
        """Everybody who waits at one clinic (for its staff)."""
        return self.filter(clinic_id=clinic.pk)

    def standing(self):
        """Still waiting, whoever has waited longest first."""
        return self.filter(ended_at=None).order_by("joined_at", "pk")

    def with_names(self):
        """Along with everything a row shows."""
        return self.select_related("service", "practitioner", "location", "patient", "account", "visit")

    def with_offers(self):
        """Along with what is on offer and was not closed, as `open_offers`."""
        offers = WaitingOffer.objects.open().select_related("hold__practitioner")
        return self.prefetch_related(models.Prefetch("offers", offers, to_attr="open_offers"))


class WaitingEntry(models.Model):
    """Somebody waits for a time: on some days, or for an earlier one than that of the visit they have (product §4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="waiting")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="waiting",
        help_text="Who is offered a time, and answers.",
    )
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="waiting")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        Practitioner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: anyone.",
    )
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(
        Appointment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="waiting",
        help_text="The visit that moves to an earlier time; empty: another visit is booked.",
    )
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(
        null=True, blank=True, help_text="Included. Empty with a visit: until it begins."
    )
    part = models.CharField(max_length=10, choices=PartOfDay.choices, default=PartOfDay.ANY)
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ending.choices, blank=True, default="")

    objects = WaitingEntries.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["clinic", "joined_at"], name="booking_waiting_in_line", condition=Q(ended_at=None)
            ),
            models.Index(fields=["patient"], name="booking_waiting_patient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], name="booking_waits_once_a_visit", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="booking_waits_for_days_or_a_visit",
                condition=Q(visit__isnull=False, first_day=None, last_day=None)
                | Q(visit=None, first_day__isnull=False, last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="booking_waiting_ended_why",
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.patient_id} waits for {self.service_id}"


class WaitingOffers(models.QuerySet):
    """Times that were offered to somebody who waits."""

    def visible_to(self, account, *, at):
        """Seen by whoever sees the entry."""
        return self.filter(entry__in=WaitingEntry.objects.visible_to(account, at=at))

    def open(self):
        """Not answered and not closed; whether the time is over by now is asked with `is_live`."""
        return self.filter(closed_at=None)

    def live(self, *, at):
        """Those that can be taken (see `WaitingOffer.is_live`)."""
        return self.open().filter(until__gt=at)


class WaitingOffer(models.Model):
    """A time is kept for one person of the waiting list, until they take it, pass it on or the minutes are over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="offers")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="offer")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: whose turn it was.",
    )
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")

    objects = WaitingOffers.as_manager()

    class Meta:
        constraints = [
            # One slot is kept by one hold: `booking_nobody_twice` keeps that promise for offers too.
            models.UniqueConstraint(
                fields=["patient"], name="booking_one_offer_a_person", condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="booking_offer_closed_how",
                condition=Q(closed_at=None, answer="") | Q(closed_at__isnull=False) & ~Q(answer=""),
            ),
        ]

    def __str__(self):
        return f"{self.hold_id} until {self.until:%Y-%m-%d %H:%M}"

    def is_live(self, *, at) -> bool:
        """Whether it can be taken. Decided by the clock of the question, not by a sweep that ran."""
        return self.closed_at is None and at < self.until
