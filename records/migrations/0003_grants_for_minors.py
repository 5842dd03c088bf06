from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("clinic", "0005_time_off_in_sight"),
        ("records", "0002_bare_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="consent_at",
            field=models.DateTimeField(
                blank=True, help_text="When the young person agreed to it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="is_for_minor",
            field=models.BooleanField(default=False, help_text="Ends when the patient comes of age."),
        ),
        migrations.AlterField(
            model_name="grant",
            name="basis",
            field=models.CharField(
                choices=[
                    ("booking", "Booked online"),
                    ("clinic", "Given by the clinic"),
                    ("claim", "Added by signing in"),
                    ("code", "Access code"),
                    ("link", "Access link"),
                    ("invitation", "Invitation"),
                    ("patient", "Given by the patient"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="relation",
            field=models.CharField(
                choices=[
                    ("self", "You"),
                    ("parent", "Parent"),
                    ("guardian", "Guardian"),
                    ("partner", "Partner"),
                    ("carer", "Carer"),
                    ("attorney", "Attorney"),
                ],
                max_length=10,
            ),
        ),
        # What parents and guardians were given so far was given for a minor.
        migrations.RunSQL(
            "UPDATE records_grant SET is_for_minor = true WHERE relation IN ('parent', 'guardian')",
            migrations.RunSQL.noop,
        ),
    ]
