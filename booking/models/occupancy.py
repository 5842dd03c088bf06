import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from booking.models.family_day import FamilyDay
from booking.models.visits import Appointment
from clinic.models import Bookable, Clinic, Location, Practitioner, Service


class Hold(models.Model):
    """A time kept for somebody who is booking it, with what they answered so far.

    The id in the address proves nothing: the visitor's session must know the hold.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="holds")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    any_practitioner = models.BooleanField(default=False, help_text="Chosen with No preference.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField(
        help_text="When the visitor first chose it; choosing it again changes nothing."
    )
    held_until = models.DateTimeField()
    extended_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    visitor = models.CharField(max_length=32, help_text="Of the browser session that made it.")
    address_digest = models.CharField(max_length=32, help_text="Keyed digest of the network address.")
    answers = models.JSONField(default=dict, help_text="Who it is for, the note, the rule agreed to.")
    appointment = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="hold"
    )

    family_day = models.ForeignKey(
        FamilyDay, null=True, blank=True, on_delete=models.CASCADE, related_name="holds"
    )
    member = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Whose time of the family day: the place among its members."
    )

    class Meta:
        indexes = [
            models.Index(fields=["visitor"], name="booking_hold_by_visitor"),
            models.Index(
                fields=["address_digest"], name="booking_hold_address", condition=Q(released_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.service} {self.starts_at:%Y-%m-%d %H:%M}"

    def is_live(self, *, at) -> bool:
        """Whether the time is still kept. Decided by the clock of the question, not by a sweep that ran."""
        return self.released_at is None and self.appointment_id is None and at < self.held_until


class Occupancy(models.Model):
    """A practitioner or a resource is taken for a stretch of time, breaks included: by a hold or by a visit.

    One table and one exclusion constraint guard them all (Settled 1). An expired hold still stands under the
    constraint until somebody who wants its time sweeps it aside.
    """

    thing = models.ForeignKey(Bookable, on_delete=models.PROTECT, related_name="occupancies")
    during = DateTimeRangeField()
    held_until = models.DateTimeField(null=True, blank=True, help_text="Empty once it is a visit.")
    released_at = models.DateTimeField(null=True, blank=True)
    overlap_allowed = models.BooleanField(default=False, help_text="Staff's audited override.")
    hold = models.ForeignKey(
        Hold, null=True, blank=True, on_delete=models.CASCADE, related_name="occupancies"
    )
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="occupancies"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["thing"],
                name="booking_overlaps",
                condition=Q(released_at=None, overlap_allowed=True),
            ),
            models.Index(fields=["hold"], name="booking_occupancy_hold", condition=Q(hold__isnull=False)),
        ]
        constraints = [
            ExclusionConstraint(
                name="booking_nobody_twice",
                expressions=[
                    (
                        Func(F("thing"), F("thing"), template="int8range(%(expressions)s, '[]')"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at=None, overlap_allowed=False),
            ),
            models.CheckConstraint(
                name="booking_held_or_visited",
                condition=Q(held_until__isnull=False, hold__isnull=False) | Q(appointment__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.thing_id} {self.during}"
