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
    guest_email = models.EmailField(
        blank=True, default="", help_text="Of whoever booked without an account; mails go there."
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="booking_account_or_guest", condition=Q(guest_email="") | Q(account=None)
            ),
        ]

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
    requested_at = models.DateTimeField(
        null=True, blank=True, help_text="It was asked for: the clinic approves or declines it."
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declined_because = models.TextField(
        blank=True, default="", help_text="As the patient is told, in the words of whoever declined."
    )
    attendance_confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="The patient said that they will come."
    )
    arrived_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    no_show_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_by_link = models.BooleanField(
        default=False, help_text="By a guest, who has no account: through the link of their mail."
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
    cancelled_late = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The patient cancelled, or had it cancelled, in the hours in which that is late.",
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
            models.Index(
                fields=["clinic"],
                name="booking_visit_waiting",
                condition=Q(
                    requested_at__isnull=False, approved_at=None, declined_at=None, cancelled_at=None
                ),
            ),
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
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_by_link=False)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, cancelled_by_link=False)
                | Q(cancelled_at__isnull=False, cancelled_by=None, cancelled_by_link=True),
            ),
            models.CheckConstraint(
                name="booking_answered_once",
                condition=Q(approved_at=None, approved_by=None, declined_at=None, declined_by=None)
                | Q(requested_at__isnull=False, approved_at__isnull=False, approved_by__isnull=False)
                & Q(declined_at=None, declined_by=None)
                | Q(requested_at__isnull=False, declined_at__isnull=False, declined_by__isnull=False)
                & Q(approved_at=None, approved_by=None),
            ),
            models.CheckConstraint(
                name="booking_cancelled_why_and_late",
                condition=Q(cancelled_because="", late_fee=0) | Q(cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_late_is_cancelled",
                condition=Q(cancelled_late=False) | Q(cancelled_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.service} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def status(self) -> str:
        """One word for where the visit stands, from its dated facts."""
        facts = (
            ("cancelled", self.cancelled_at),
            ("declined", self.declined_at),
            ("no_show", self.no_show_at),
            ("completed", self.completed_at),
            ("arrived", self.arrived_at),
            ("requested", self.is_waiting),
        )
        return next((word for word, fact in facts if fact), "booked")

    @property
    def is_made_online(self) -> bool:
        """Whether a patient booked it, with an account or as a guest; else the clinic did."""
        return bool(self.made_online_by_id or self.booking.guest_email)

    @property
    def is_waiting(self) -> bool:
        """Whether it was asked for and the clinic has not answered."""
        return bool(self.requested_at) and not self.approved_at and not self.is_off

    @property
    def is_off(self) -> bool:
        """Whether it will not take place: cancelled, or declined."""
        return bool(self.cancelled_at or self.declined_at)

    @property
    def status_label(self) -> str:
        if self.status == "booked" and self.attendance_confirmed_at:
            return _("Attendance confirmed")
        return {
            "cancelled": _("Cancelled"),
            "declined": _("Declined"),
            "no_show": _("No-show"),
            "completed": _("Completed"),
            "arrived": _("Here"),
            "requested": _("Requested"),
            "booked": _("Booked"),
        }[self.status]
