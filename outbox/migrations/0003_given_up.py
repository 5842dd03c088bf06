from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A clinic's mails are listed, and which of them were given up. Nobody waits for the indexes."""

    atomic = False

    dependencies = [("outbox", "0002_recipient")]

    operations = [
        migrations.AlterField(
            "message",
            "recipient",
            models.CharField(
                max_length=32,
                blank=True,
                default="",
                help_text="Keyed digest of the address it went to, or never got through to.",
            ),
        ),
        AddIndexConcurrently(
            "message", models.Index(fields=["clinic_id", "-posted_at"], name="outbox_by_clinic")
        ),
        AddIndexConcurrently(
            "message",
            models.Index(fields=["clinic_id"], name="outbox_given_up", condition=Q(dead_at__isnull=False)),
        ),
    ]
