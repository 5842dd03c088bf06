import uuid

from django.conf import settings
from django.db import models

from booking.models.visits import Booking
from common.tokens import new_nonce
from records.models.access import Relation


class ManageLink(models.Model):
    """The link in a guest's mail, by which a visit booked without an account is seen, changed, and kept in one.

    Its secret is derived (Settled 2). It opens one booking, and never a record (security D5).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="manage_link")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    relation = models.CharField(
        max_length=20,
        choices=Relation.choices,
        help_text="How the guest looks after the patient, as they said.",
    )
    language = models.CharField(
        max_length=10, blank=True, default="", help_text="In which the guest booked; their mails are in it."
    )
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True, help_text="When the booking went into an account.")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="It opens nothing more: kept in an account, or its address is gone."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="booking_kept_who_and_when",
                condition=models.Q(kept_at=None, kept_by=None)
                | models.Q(kept_at__isnull=False, kept_by__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.pk)
