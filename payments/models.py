import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic
from records.models import Grant, Patient
from records.models.access import Level, Relation, Scope


class Kind(models.TextChoices):
    CHARGE = "charge", _("Charge")
    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")
    REVERSAL = "reversal", _("Reversal")


class Entries(models.QuerySet):
    """Lines of the ledger, who may look, and what they come to."""

    def visible_to(self, account, *, at):
        """Full access (oneself, or someone with the scope *billing*): all. Limited: one's own payments (D2).

        What is confidential is only for the patient themself.
        """
        if not account.is_authenticated:
            return self.none()
        live = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        own = Exists(live.filter(relation=Relation.SELF))
        covering = Grant.objects.covering(Scope.BILLING, at=at).filter(level=Level.FULL)
        full = Exists(covering.filter(account=account, patient=OuterRef("patient")))
        paid_here = Exists(live) & Q(by=account, kind=Kind.PAYMENT)
        return self.filter(full | paid_here, Q(confidential=False) | own)

    def of(self, clinic):
        """The ledger of one clinic (for its staff)."""
        return self.filter(clinic_id=clinic.pk)

    def standing(self):
        """Neither reversed nor a reversal."""
        return self.filter(reversal=None).exclude(kind=Kind.REVERSAL)

    def balance(self) -> dict[str, int]:
        """What these lines come to, by currency, in its smallest unit; above zero is owed to the clinic."""
        sums = self.order_by().values_list("currency").annotate(Sum("amount"))
        return {currency: amount for currency, amount in sums if amount}


class Entry(models.Model):
    """One line of the ledger. Never changed or removed: a mistake is reversed by another line (Settled 14).

    Above zero raises what the patient owes, below zero lowers it. It knows that a patient owes, never for which
    appointment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="ledger")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField(help_text="In the smallest unit of the currency.")
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who entered it; nobody when the system did.",
    )
    confidential = models.BooleanField(default=False)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    carries = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_by",
        help_text="The line of a merged record that this one continues.",
    )

    objects = Entries.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "at"], name="payments_entry_by_patient"),
            models.Index(fields=["clinic", "at"], name="payments_entry_by_clinic"),
        ]
        constraints = [
            models.CheckConstraint(name="payments_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="payments_sign_by_kind",
                condition=Q(kind__in=[Kind.CHARGE, Kind.REFUND], amount__gt=0)
                | Q(kind=Kind.PAYMENT, amount__lt=0)
                | (Q(kind=Kind.REVERSAL) & ~Q(amount=0)),
            ),
            models.CheckConstraint(
                name="payments_a_reversal_reverses",
                condition=Q(kind=Kind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=Kind.REVERSAL) & Q(reverses=None)),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount} {self.currency}"
