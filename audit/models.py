from django.db import models
from django.db.models import BigIntegerField, DateTimeField, Func
from django.db.models.functions import Now


class CurrentTransaction(Func):
    """The number of the database transaction we are in."""

    template = "((pg_current_xact_id())::text::bigint)"
    output_field = BigIntegerField()


class Event(models.Model):
    """Something was done or seen. Ids and verbs only, so that an erasure never has to edit it (Settled 7).

    No foreign keys: an event outlives what it speaks of. A trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    id = models.BigAutoField(primary_key=True)
    verb = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=Now())
    clinic = models.BigIntegerField(null=True)
    actor = models.UUIDField(
        null=True, help_text="The account that acted; empty for the system and for strangers."
    )
    on_behalf_of = models.UUIDField(null=True)
    patient = models.UUIDField(null=True)
    target_kind = models.CharField(max_length=60, blank=True, default="")
    target = models.CharField(max_length=40, blank=True, default="")
    ids = models.JSONField(null=True, help_text="The rows of an opened list.")
    reason = models.CharField(max_length=300, blank=True, default="")
    xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-at"], name="audit_patient_at"),
            models.Index(fields=["actor", "target", "-at"], name="audit_actor_target_at"),
            models.Index(fields=["xid", "patient"], name="audit_xid_patient"),
        ]

    def __str__(self):
        return f"{self.verb} {self.target_kind} {self.target}".strip()


class Seal(models.Model):
    """A fingerprint over finished events, chained to the one before: altering a row breaks the chain."""

    id = models.BigAutoField(primary_key=True)
    from_xid = models.BigIntegerField()
    until_xid = models.BigIntegerField(unique=True, help_text="Not included.")
    events = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    at = DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.events} events before transaction {self.until_xid}"
