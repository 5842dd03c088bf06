import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from common import tokens
from records.models.access import Grant, Level, Relation
from records.models.patient import Patient

NEW_ADDRESS = "new-address"
CONFIRM_WITHIN = timedelta(days=7)  # how long the link to a new address works


class Proposals(models.QuerySet):
    """What patients said differently from the record."""

    def visible_to(self, account, *, at):
        """What this account proposed itself; on a record that is its own in full, what anybody outside the team did.

        What the patient wrote stays between them and the clinic: a proxy may be whom they move away from.
        """
        if not account.is_authenticated:
            return self.none()
        mine = Patient.objects.visible_to(account, at=at)
        own = Grant.objects.opening(at=at).filter(
            account=account, patient=OuterRef("patient"), relation=Relation.SELF, level=Level.FULL
        )
        return self.filter(Q(proposed_by=account) | Exists(own), patient__in=mine, by_team=False)

    def open(self):
        """Those nobody of the team has decided yet."""
        return self.filter(decided_at=None)

    def decidable(self):
        """Those the team can decide now: a new address only once its mailbox has answered."""
        return self.open().exclude(Q(field="email", confirmed_at=None) & ~Q(value=""))


class ProfileProposal(models.Model):
    """A field of the record as somebody wrote it, in the portal or in a form. The record changes when staff accept it,
    not before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="proposals")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True, help_text="What was on file then.")
    value = models.TextField(blank=True, help_text="Empty: nothing is to be on file.")
    source = models.CharField(
        max_length=200, blank=True, help_text="The title of the form it was written in; empty: the portal."
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: whoever filled in the form had no account.",
    )
    by_team = models.BooleanField(default=False, help_text="Suggested by a practitioner.")
    nonce = models.CharField(
        max_length=32, default=tokens.new_nonce, help_text="Of the link to a new address."
    )
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When a new address was last asked to answer."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the new address answered.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted = models.BooleanField(null=True)
    taken_back = models.BooleanField(default=False, help_text="By its author, who may have written anew.")
    replaced = models.TextField(blank=True, help_text="What was on file when it was accepted.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why, for the team.")
    told = models.CharField(max_length=200, blank=True, help_text="Why not, in words the patient reads.")

    objects = Proposals.as_manager()

    class Meta:
        constraints = [
            # The latest word of each author counts; nobody's word pushes another's aside.
            models.UniqueConstraint(
                fields=["patient", "field", "proposed_by"],
                name="records_one_open_proposal",
                condition=Q(decided_at=None),
            ),
            models.UniqueConstraint(
                fields=["patient", "field"],
                name="records_one_open_proposal_of_nobody",
                condition=Q(decided_at=None, proposed_by=None),
            ),
            models.CheckConstraint(
                name="records_proposal_who_and_when",
                # One that its author took back may have been closed by somebody without an account.
                condition=Q(decided_at=None, decided_by=None, accepted=None, taken_back=False)
                | Q(decided_at__isnull=False, accepted=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted=True, taken_back=False),
            ),
        ]

    def __str__(self):
        return f"{self.field} of {self.patient_id}"

    @property
    def is_decidable(self) -> bool:
        """Whether the team can decide it now (see `Proposals.decidable`)."""
        return self.decided_at is None and not self.waits_for_mailbox

    @property
    def waits_for_mailbox(self) -> bool:
        """Whether it is a new address whose mailbox has not answered."""
        return self.field == "email" and bool(self.value) and self.confirmed_at is None

    @property
    def token(self) -> str:
        """The secret mailed to a new address; derived, never kept (Settled 2)."""
        return tokens.derive(NEW_ADDRESS, self.pk, self.nonce)

    def may_be_confirmed(self, *, at) -> bool:
        """Whether the link in that mail still works."""
        is_open = self.decided_at is None and self.asked_at is not None
        return is_open and self.confirmed_at is None and at < self.asked_at + CONFIRM_WITHIN
