import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from clinic.models import Clinic
from common import tokens
from common.text import one_line
from smartforms.models.filling import Assignment
from smartforms.models.forms import Template


class GuestLink(models.Model):
    """A form's public address: on a poster, on the web. Whoever follows it asks for a personal link by mail.

    A new one has a new secret, and ends the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="guest_links")
    nonce = models.CharField(max_length=30, default=tokens.new_nonce, editable=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template"], name="smartforms_one_open_guest_link", condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="smartforms_guest_closed_who_and_when",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"guest link of {self.template_id}"

    @property
    def token(self) -> str:
        """The secret of its address."""
        return tokens.derive("guest", self.id, self.nonce)


class Guest(models.Model):
    """Somebody who followed a public link and typed who they are. Nothing is made of it before the mail proves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(GuestLink, on_delete=models.PROTECT, related_name="guests")
    nonce = models.CharField(max_length=30, default=tokens.new_nonce, editable=False)
    given_name = models.CharField(max_length=80, validators=[one_line])
    family_name = models.CharField(max_length=80, validators=[one_line])
    date_of_birth = models.DateField()
    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assignment = models.OneToOneField(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="smartforms_guests_to_forget", condition=Q(used_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                name="smartforms_guest_used_who_and_what",
                condition=Q(used_at=None, used_by=None, assignment=None)
                | Q(used_at__isnull=False, used_by__isnull=False, assignment__isnull=False),
            ),
        ]

    def __str__(self):
        return f"guest {self.pk}"

    @property
    def token(self) -> str:
        """The secret of the personal link."""
        return tokens.derive("guest_personal", self.id, self.nonce)

    def is_live(self, *, at) -> bool:
        """Whether the personal link still opens anything: not used, not too old, and the public one stands."""
        return self.used_at is None and at < self.expires_at and self.link.closed_at is None
