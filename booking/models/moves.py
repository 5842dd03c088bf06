import uuid

from django.conf import settings
from django.db import models

from booking.models.visits import Appointment
from clinic.models import Location, Practitioner


class Move(models.Model):
    """A visit was moved: when, where and with whom it was before. The visit's own row tells where it stands now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="moves")
    starts_at = models.DateTimeField(help_text="Before it was moved.")
    ends_at = models.DateTimeField()
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: a guest, through the link of their mail.",
    )
    late_fee = models.PositiveIntegerField(
        default=0,
        help_text="Cents that moving cost by the rule then in force; 0: in time, or the clinic's doing.",
    )

    class Meta:
        ordering = ["moved_at"]

    def __str__(self):
        return f"{self.appointment_id} from {self.starts_at:%Y-%m-%d %H:%M}"
