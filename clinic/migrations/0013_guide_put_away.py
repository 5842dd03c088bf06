from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0012_own_logo")]
    operations = [
        migrations.AddField(
            "clinic",
            "guide_put_away_at",
            models.DateTimeField(
                blank=True,
                null=True,
                editable=False,
                help_text="Until then the set-up guide leads on; afterwards it is found in the settings.",
            ),
        ),
    ]
