from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The holds a visitor gave up count as well, so they are found by the index too. Nobody waits for it."""

    atomic = False

    dependencies = [("booking", "0002_versions_and_notices")]

    operations = [
        AddIndexConcurrently("hold", models.Index(fields=["visitor"], name="booking_hold_by_visitor")),
        RemoveIndexConcurrently("hold", "booking_hold_visitor"),
        migrations.AlterField(
            "hold",
            "made_at",
            models.DateTimeField(
                help_text="When the visitor first chose it; choosing it again changes nothing."
            ),
        ),
    ]
