from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """That a patient cancelled late, as a fact of the visit: until now only a fee, or the hours of today, told it."""

    dependencies = [("booking", "0026_closed_records")]
    operations = [
        migrations.AddField(
            model_name="appointment",
            name="cancelled_late",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The patient cancelled, or had it cancelled, in the hours in which that is late.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                name="booking_late_is_cancelled",
                condition=Q(cancelled_late=False) | Q(cancelled_at__isnull=False),
            ),
        ),
    ]
