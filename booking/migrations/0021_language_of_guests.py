from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0020_family_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="managelink",
            name="language",
            field=models.CharField(
                blank=True,
                default="",
                help_text="In which the guest booked; their mails are in it.",
                max_length=10,
            ),
        ),
    ]
