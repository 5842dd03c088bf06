import uuid

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """A mail that will leave: which message, about which ids, when. Its words are made when it leaves.

    Plain ids, no foreign keys: the outbox lies below the rooms it speaks for (Settled 3).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    clinic_id = models.BigIntegerField(null=True)
    account_id = models.UUIDField(null=True)
    patient_id = models.UUIDField(null=True)
    about = models.JSONField(default=dict, help_text="Ids only, never words.")
    locale = models.CharField(max_length=10, default="en")
    channel = models.CharField(max_length=10, default="email")
    dedupe_key = models.CharField(max_length=200, unique=True)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    recipient = models.CharField(
        max_length=32,
        blank=True,
        default="",
        help_text="Keyed digest of the address it went to, or never got through to.",
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=60, blank=True, default="")
    dead_at = models.DateTimeField(null=True, blank=True, help_text="Given up after the last try.")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=Q(sent_at=None, dropped_at=None, dead_at=None),
            ),
            models.Index(fields=["account_id", "-posted_at"], name="outbox_account"),
            models.Index(
                fields=["recipient", "sent_at"],
                name="outbox_recipient",
                condition=Q(sent_at__isnull=False),
            ),
            models.Index(fields=["clinic_id", "-posted_at"], name="outbox_by_clinic"),
            models.Index(
                fields=["patient_id", "-sent_at"],
                name="outbox_about_patient",
                condition=Q(sent_at__isnull=False, patient_id__isnull=False),
            ),
            models.Index(fields=["clinic_id"], name="outbox_given_up", condition=Q(dead_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_one_ending",
                condition=Q(sent_at=None, dropped_at=None)
                | Q(sent_at=None, dead_at=None)
                | Q(dropped_at=None, dead_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.id}"

    def drop(self, because: str, *, at) -> None:
        """It leaves no more; to be saved by whoever has it in hand."""
        self.dropped_at, self.dropped_because = at, because[:60]
        self.forget_address()

    def forget_address(self) -> None:
        """An address that was typed into a form is kept no longer than the mail needs it."""
        self.about.pop("email", None)


def unsent():
    """Messages that have not left and still may."""
    return Message.objects.filter(sent_at=None, dropped_at=None, dead_at=None)


class MailText(models.Model):
    """The words of a clinic for one of our mails, in one language. Without a row ours stand."""

    clinic_id = models.BigIntegerField()
    key = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=150)
    opening = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "key", "language"], name="outbox_one_text_each"),
            # A line break in a subject would be a header of its own (A5 #62).
            models.CheckConstraint(name="outbox_subject_on_one_line", condition=~Q(subject__regex=r"[\r\n]")),
        ]

    def __str__(self):
        return f"{self.key} ({self.language})"


class DemoMail(models.Model):
    """A mail that the demo delivered to itself, so that a newcomer can follow every link. Demo only."""

    id = models.BigAutoField(primary_key=True)
    recipients = models.CharField(max_length=400)
    subject = models.CharField(max_length=400)
    raw = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.subject} → {self.recipients}"
