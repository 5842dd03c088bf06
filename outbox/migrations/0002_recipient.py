from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Mails are counted by the address they went to. Nobody waits for the index."""

    atomic = False

    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(
            "message",
            "recipient",
            models.CharField(
                max_length=32, blank=True, default="", help_text="Keyed digest of the address it went to."
            ),
        ),
        AddIndexConcurrently(
            "message",
            models.Index(
                fields=["recipient", "sent_at"], name="outbox_recipient", condition=Q(sent_at__isnull=False)
            ),
        ),
    ]
