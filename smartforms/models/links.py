from django.db import models
from django.db.models import Q

from common import tokens
from records import four_words
from records.models import Patient
from records.models.access import Relation
from records.models.secrets import Secret


class FormLinks(models.QuerySet):
    """Mailed forms as they stand."""

    def open(self):
        """Neither used nor taken back; perhaps too old by now."""
        return self.filter(used_at=None, revoked_at=None)


class FormLink(Secret):
    """Forms mailed to one address: a link and, as its backup, four words. Both open those forms only (product §6).

    Both are derived from the nonce (Settled 2); whichever is used or closed, both are.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="form_links")
    email = models.EmailField(max_length=254)
    relation = models.CharField(
        max_length=10, choices=Relation.choices, help_text="Who reads that mailbox, to the patient."
    )
    bucket = models.PositiveIntegerField(help_text="16 bits of a keyed digest of the words, to find it by.")

    objects = FormLinks.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["clinic", "bucket"],
                name="smartforms_link_by_bucket",
                condition=Q(used_at=None, revoked_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "email"],
                name="smartforms_one_open_link",
                condition=Q(used_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="smartforms_link_used_who_and_when",
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False),
            ),
            models.CheckConstraint(
                name="smartforms_link_used_or_revoked", condition=Q(used_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(name="smartforms_five_births", condition=Q(wrong_births__lte=5)),
        ]

    def __str__(self):
        return f"forms mailed for {self.patient_id}"

    @property
    def token(self) -> str:
        """The secret of its link."""
        return tokens.derive("forms", self.id, self.nonce)

    @property
    def words(self) -> list[str]:
        """The four words of its backup code."""
        return four_words.from_digest(tokens.keyed_digest("form code", f"{self.id}|{self.nonce}"))
