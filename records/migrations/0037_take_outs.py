"""Records taken out: of one patient by an account, of all patients by a clinic."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0009_closed_days"),
        ("records", "0036_plans_when_signed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClinicExport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, help_text="When its worker last said that it is at it.", null=True
                    ),
                ),
                ("steps_done", models.PositiveIntegerField(default=0)),
                (
                    "steps",
                    models.PositiveIntegerField(
                        default=0, help_text="How many there are, as counted at the beginning."
                    ),
                ),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="Bytes.")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("downloaded_at", models.DateTimeField(blank=True, help_text="The first time.", null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=20)),
                (
                    "swept_at",
                    models.DateTimeField(blank=True, help_text="When its file was deleted.", null=True),
                ),
                ("reason", models.CharField(max_length=200)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("ready_at", None)),
                        fields=("clinic",),
                        name="records_one_export_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_by", None)),
                            models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="records_export_released_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ready_at", None), ("released_at__isnull", False), _connector="OR"
                        ),
                        name="records_export_released_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_because", "")),
                            models.Q(
                                ("ended_at__isnull", False), models.Q(("ended_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="records_export_ended_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TakeOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, help_text="When its worker last said that it is at it.", null=True
                    ),
                ),
                ("steps_done", models.PositiveIntegerField(default=0)),
                (
                    "steps",
                    models.PositiveIntegerField(
                        default=0, help_text="How many there are, as counted at the beginning."
                    ),
                ),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="Bytes.")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("downloaded_at", models.DateTimeField(blank=True, help_text="The first time.", null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=20)),
                (
                    "swept_at",
                    models.DateTimeField(blank=True, help_text="When its file was deleted.", null=True),
                ),
                (
                    "sight",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "account",
                    models.ForeignKey(
                        help_text="Whose it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="take_outs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.grant"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="take_outs",
                        to="records.patient",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["patient", "-asked_at"], name="records_takeout_of"),
                    models.Index(
                        condition=models.Q(("ended_at", None), ("ready_at", None)),
                        fields=["asked_at"],
                        name="records_takeout_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("ready_at", None)),
                        fields=("patient", "account"),
                        name="records_one_takeout_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at", None), ("ready_at", None)),
                            ("expires_at__gt", models.F("ready_at")),
                            _connector="OR",
                        ),
                        name="records_takeout_ready_for_a_while",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_because", "")),
                            models.Q(
                                ("ended_at__isnull", False), models.Q(("ended_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="records_takeout_ended_why",
                    ),
                ],
            },
        ),
    ]
