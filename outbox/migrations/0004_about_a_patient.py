from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The mails about one patient are listed. Nobody waits for the index."""

    atomic = False
    dependencies = [("outbox", "0003_given_up")]
    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                fields=["patient_id", "-sent_at"],
                name="outbox_about_patient",
                condition=Q(sent_at__isnull=False, patient_id__isnull=False),
            ),
        ),
    ]
