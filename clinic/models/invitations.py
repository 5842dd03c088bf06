import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clinic.models.clinic import Clinic, Role
from common import tokens


class TeamInvitations(models.QuerySet):
    """Invitations as they stand at one moment."""

    def standing(self):
        """Neither accepted nor taken back; perhaps too old by now."""
        return self.filter(accepted_at=None, revoked_at=None)


class TeamInvitation(models.Model):
    """A clinic asks an address to work with it: 24 hours, once, and only whoever proves that address (D5).

    The mail's link is derived from the nonce; sent again it gets a fresh nonce, which kills every older link.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254, help_text="In small letters.")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    nonce = models.CharField(max_length=30, default=tokens.new_nonce, editable=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who vouches for it: it opens nothing once they may not give these roles any more.",
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TeamInvitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "email"],
                name="clinic_one_invitation_standing",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="clinic_invitation_accepted_by",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="clinic_invitation_one_ending", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
        ]

    def __str__(self):
        return f"invitation to the team of {self.clinic_id}"

    @property
    def token(self) -> str:
        """The secret of its link."""
        return tokens.derive("team", self.id, self.nonce)

    def is_live(self, *, at) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at
