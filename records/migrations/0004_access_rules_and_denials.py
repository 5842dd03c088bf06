import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("clinic", "0005_time_off_in_sight"),
        ("records", "0003_grants_for_minors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Denial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denials",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denials",
                        to="records.patient",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccessRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="From this birthday on, parents see appointments and bills only, until the young person agrees to more.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="review age",
                    ),
                ),
                (
                    "majority_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="On this birthday everything that parents were given for a minor ends.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="age of majority",
                    ),
                ),
                (
                    "full_by_invitation",
                    models.BooleanField(
                        default=False,
                        help_text="Off: people who are invited in bulk see what they do online, until you give them a code.",
                        verbose_name="full access by bulk invitation",
                    ),
                ),
                (
                    "clinic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_rules",
                        to="clinic.clinic",
                        verbose_name="clinic",
                    ),
                ),
            ],
            options={
                "verbose_name": "access rules",
                "verbose_name_plural": "access rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_age", None),
                            ("majority_age", None),
                            ("review_age__lt", models.F("majority_age")),
                            _connector="OR",
                        ),
                        name="records_review_before_majority",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="denial",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("patient", "account"),
                name="records_one_denial",
            ),
        ),
        migrations.AddConstraint(
            model_name="denial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="records_denial_lift_who_and_when",
            ),
        ),
    ]
