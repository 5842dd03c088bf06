from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0009_closed_days")]
    operations = [
        migrations.AddField(
            "clinic",
            "email",
            models.EmailField(
                blank=True,
                default="",
                help_text="Answers to the mails of the clinic arrive here.",
                max_length=254,
                verbose_name="email",
            ),
            preserve_default=False,
        ),
    ]
