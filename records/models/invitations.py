import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clinic.models import Clinic
from common import tokens
from records.models.access import Level, Relation, Scope
from records.models.contacts import Contact
from records.models.patient import Patient

MESSAGE_STANDS = timedelta(days=30)


class Batch(models.Model):
    """One press of "Send n invitations": what it was about to send and whether somebody stopped it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"invitations of {self.made_at:%Y-%m-%d %H:%M}"


class Invitations(models.QuerySet):
    """Invitations as they stand at one moment."""

    def standing(self):
        """Neither accepted nor taken back; perhaps too old by now."""
        return self.filter(accepted_at=None, revoked_at=None)

    def live(self, *, at):
        """Standing, and not too old. One whose mail has not left yet has no end."""
        return self.standing().filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def with_message_for(self, account, *, at):
        """Those this account accepted within the last month, with a message it has not put away."""
        mine = self.filter(accepted_by=account, accepted_at__gt=at - MESSAGE_STANDS, message_read_at=None)
        return mine.exclude(message="")


class Invitation(models.Model):
    """The clinic invites an address to one record: 24 hours from the mail, once, from that address only (D5).

    The mail's link is derived from the nonce; a fresh link gets a fresh nonce, which kills every older one.
    Invitations of one `mailing` leave as one mail: a family that shares an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    mailing = models.UUIDField(default=uuid.uuid4, help_text="The mail it leaves with.")
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    access_until = models.DateTimeField(null=True, blank=True)
    by_patient = models.BooleanField(default=False, help_text="Asked for by the patient, not by the clinic.")
    message = models.TextField(
        blank=True, help_text="Read in the portal after signing in, never in the mail."
    )
    message_read_at = models.DateTimeField(
        null=True, blank=True, help_text="When whoever accepted it put it away."
    )
    nonce = models.CharField(max_length=30, default=tokens.new_nonce, editable=False)
    wrong_births = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="24 hours after the mail left.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=40, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["mailing"], name="records_invitation_mailing"),
            models.Index(fields=["patient", "-issued_at"], name="records_invitation_of"),
            models.Index(
                fields=["email"],
                name="records_invitation_standing",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "email"],
                name="records_one_live_invitation",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="records_accepted_who_and_when",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="records_accepted_or_revoked", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(name="records_five_births_asked", condition=Q(wrong_births__lte=5)),
        ]

    def __str__(self):
        return f"invitation to {self.patient_id}"

    @property
    def token(self) -> str:
        """The secret of its link."""
        return tokens.derive("invitation", self.id, self.nonce)

    def has_time_left(self, *, at) -> bool:
        """Whether the access it would give is not over by now."""
        return self.access_until is None or at < self.access_until
