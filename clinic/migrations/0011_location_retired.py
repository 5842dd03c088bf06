from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0010_clinic_email")]
    operations = [
        migrations.AddField(
            "location",
            "retired_at",
            models.DateTimeField(blank=True, null=True, verbose_name="retired"),
        ),
    ]
