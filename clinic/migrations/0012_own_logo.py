import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0011_location_retired")]
    operations = [
        migrations.AddField(
            "clinic",
            "logo_mark",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="Of the logo that was handed in (ClinicLogo): a new logo has a new address. "
                "It goes before `logo`.",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="ClinicLogo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=40)),
                (
                    "clinic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_logo",
                        to="clinic.clinic",
                    ),
                ),
            ],
        ),
    ]
