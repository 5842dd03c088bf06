import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common import tokens
from records.models.access import Level, Relation, Scope
from records.models.patient import Patient
from records.models.secrets import Secret


class AccessCodes(models.QuerySet):
    """Codes as they stand at one moment."""

    def live(self, *, at):
        """Neither used nor cancelled nor too old."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class AccessCode(Secret):
    """One secret that opens one record once, with up to two doors: four words shown once, a link mailed (Settled 2).

    The words are random and kept as Argon2id; the link's secret is derived from the nonce. Whichever door is used
    or closed, both are.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="access_codes")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.FULL)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    access_until = models.DateTimeField(null=True, blank=True, help_text="When the grant it makes will end.")
    holder = models.CharField(max_length=120, blank=True, help_text="Whom it is for; empty: the patient.")
    holder_key = models.CharField(max_length=120, blank=True, help_text="The holder, folded.")
    words_hash = models.CharField(max_length=200, blank=True)
    bucket = models.PositiveIntegerField(null=True, help_text="16 bits of a keyed digest, to find it by.")
    email = models.EmailField(max_length=254, blank=True, help_text="Where its link went; binds it.")

    objects = AccessCodes.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["clinic", "bucket"],
                name="records_code_by_bucket",
                condition=Q(used_at=None, revoked_at=None),
            ),
            models.Index(fields=["patient", "-issued_at"], name="records_code_by_patient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "holder_key"],
                name="records_one_live_code",
                condition=Q(used_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="records_code_used_who_and_when",
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False),
            ),
            models.CheckConstraint(
                name="records_code_used_or_revoked", condition=Q(used_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(name="records_code_in_order", condition=Q(expires_at__gt=F("issued_at"))),
            # Five wrong dates of birth burn it (D5): there is no sixth.
            models.CheckConstraint(name="records_five_births", condition=Q(wrong_births__lte=5)),
            models.CheckConstraint(
                name="records_words_with_bucket",
                condition=Q(words_hash="", bucket=None) | (~Q(words_hash="") & Q(bucket__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"code for {self.patient_id}"

    @property
    def token(self) -> str:
        """The secret of its link."""
        return tokens.derive("access", self.id, self.nonce)


class AccessRequest(models.Model):
    """Somebody showed a right secret that was not quite theirs, or for a seat that is taken: staff decide (C35)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="access_requests")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests"
    )
    relation = models.CharField(max_length=10, choices=Relation.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    access_until = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=20)
    along = models.UUIDField(
        null=True,
        blank=True,
        help_text="The invitation or mail whose secret was shown: what it brings comes along.",
    )
    why = models.CharField(max_length=40, help_text="other_address, taken")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "account"], name="records_one_open_request", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="records_request_decided_by_someone",
                condition=Q(decided_at=None, decided_by=None, accepted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.account_id} asks for {self.patient_id}"

    def has_time_left(self, *, at) -> bool:
        """Whether the access it asks for is not over by now."""
        return self.access_until is None or at < self.access_until
