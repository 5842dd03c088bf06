import uuid

from django.conf import settings
from django.db import models

from booking.models.visits import Booking
from clinic.models import Clinic, Location

IN_TURN, SIDE_BY_SIDE = "in_turn", "side_by_side"


class FamilyDay(models.Model):
    """Several people whom an account books together: who comes for what, and how, until it is one booking.

    `members` are in the order they were chosen. Each is kept as a hold keeps its answers (`patient`, or `person` as it
    was typed), with the slug of a service and the practitioner's id, 0 for whoever is free.
    """

    WAYS = [(IN_TURN, "one after another"), (SIDE_BY_SIDE, "side by side")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    members = models.JSONField(default=list)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=12, choices=WAYS, default=IN_TURN)
    made_at = models.DateTimeField()
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="family_day"
    )

    def __str__(self):
        return str(self.id)

    @property
    def has_visits(self) -> bool:
        """Whether everybody has a service, and a place is chosen."""
        return bool(self.location_id and self.members and all("service" in member for member in self.members))
