import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.appointments import Appointments
from clinic.models import Clinic, Location, Practitioner, Service
from records.models import Chart, Patient
from smartforms.models import Assignment


class Booking(models.Model):
    """One act of booking: the visits made together (a family day, a series) and who made them (Settled 14)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="bookings")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    made_at = models.DateTimeField()

    def __str__(self):
        return str(self.id)


class Appointment(models.Model):
    """A visit: patient, service, practitioner, location, time. Its state is read from dated facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="appointments")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="appointments")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="appointments")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="appointments")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    price = models.PositiveIntegerField(null=True, blank=True, help_text="As told when booking, in cents.")
    currency = models.CharField(max_length=3, default="CAD")
    note = models.TextField(blank=True, help_text="What the patient wanted the practitioner to know.")
    policy_told = models.TextField(
        blank=True, help_text="The cancellation rule in the words shown when booking."
    )
    made_online_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    overridden = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="The rules staff broke when they made it, by code.",
    )
    overridden_because = models.TextField(blank=True, default="", help_text="Why, in their words.")
    confidential = models.BooleanField(default=False)
    assignments = models.ManyToManyField(
        Assignment, blank=True, related_name="+", help_text="The forms it brought."
    )
    chart = models.OneToOneField(
        Chart,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointment",
        help_text="Its note. A cancelled visit never takes a note with it.",
    )
    arrived_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    no_show_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reminded_of = models.DateTimeField(
        null=True, blank=True, help_text="The start somebody was reminded of; another start is told anew."
    )
    cancelled_because = models.TextField(
        blank=True, default="", help_text="In the words of whoever cancelled."
    )
    late_fee = models.PositiveIntegerField(
        default=0,
        help_text="Cents that cancelling cost by the rule then in force; 0: in time, or the clinic's doing.",
    )
    sequence = models.PositiveSmallIntegerField(
        default=0, help_text="Of the calendar file: rises with each change."
    )

    objects = Appointments.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["practitioner", "starts_at"], name="booking_visit_by_day"),
            models.Index(fields=["clinic", "starts_at"], name="booking_visit_by_clinic"),
            models.Index(fields=["patient", "starts_at"], name="booking_visit_by_patient"),
        ]
        constraints = [
            models.CheckConstraint(name="booking_visit_in_order", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="booking_overridden_because",
                condition=Q(overridden=[], overridden_because="")
                | ~Q(overridden=[]) & ~Q(overridden_because=""),
            ),
            models.CheckConstraint(
                name="booking_cancelled_who_and_when",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_cancelled_why_and_late",
                condition=Q(cancelled_because="", late_fee=0) | Q(cancelled_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.service} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def status(self) -> str:
        """One word for where the visit stands, from its dated facts."""
        facts = (
            ("cancelled", self.cancelled_at),
            ("no_show", self.no_show_at),
            ("completed", self.completed_at),
            ("arrived", self.arrived_at),
        )
        return next((word for word, fact in facts if fact), "booked")

    @property
    def status_label(self) -> str:
        return {
            "cancelled": _("Cancelled"),
            "no_show": _("No-show"),
            "completed": _("Completed"),
            "arrived": _("Here"),
            "booked": _("Booked"),
        }[self.status]
