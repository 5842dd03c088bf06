import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0001_initial"),
        ("tray", "0004_what_waits_was_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notices",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ways",
                    models.JSONField(
                        default=dict, help_text="By group of things (tray/notices.py); absent: as at first."
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=8, help_text="Of the one mail a day, by the clinic's clock."
                    ),
                ),
                (
                    "quiet_from",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Equal to its end: no quiet hours."
                    ),
                ),
                ("quiet_until", models.PositiveSmallIntegerField(default=0)),
                (
                    "digest_on",
                    models.DateField(
                        blank=True,
                        help_text="The clinic's day for which the one mail was made last.",
                        null=True,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="notices",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notices",
            name="clinic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clinic.clinic"
            ),
        ),
        migrations.AddConstraint(
            model_name="notices",
            constraint=models.UniqueConstraint(fields=("clinic", "account"), name="tray_notices_once"),
        ),
        migrations.AddConstraint(
            model_name="notices",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour__lte", 23), ("quiet_from__lte", 23), ("quiet_until__lte", 23)),
                name="tray_notices_hours",
            ),
        ),
    ]
