from django.db import migrations, models


class Migration(migrations.Migration):
    """How often passwords were tried, counted by one statement each."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="The address that was tried, as a digest as well.",
                        max_length=32,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("count", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "tries",
                "indexes": [
                    models.Index(fields=["began_at"], name="accounts_tries_over"),
                    models.Index(
                        fields=["address"],
                        name="accounts_tries_of",
                        condition=models.Q(("address", ""), _negated=True),
                    ),
                ],
            },
        ),
    ]
