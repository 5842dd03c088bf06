import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.tokens


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("clinic", "0005_time_off_in_sight"),
        ("records", "0004_access_rules_and_denials"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessCode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "relation",
                    models.CharField(
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
                (
                    "level",
                    models.CharField(
                        choices=[("limited", "Limited"), ("full", "Full")], default="full", max_length=10
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("appointments", "Appointments"),
                                ("forms", "Forms"),
                                ("records", "Records"),
                                ("messages", "Messages"),
                                ("billing", "Billing"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "access_until",
                    models.DateTimeField(
                        blank=True, help_text="When the grant it makes will end.", null=True
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True, help_text="Whom it is for; empty: the patient.", max_length=120
                    ),
                ),
                ("holder_key", models.CharField(blank=True, help_text="The holder, folded.", max_length=120)),
                ("words_hash", models.CharField(blank=True, max_length=200)),
                (
                    "bucket",
                    models.PositiveIntegerField(
                        help_text="16 bits of a keyed digest, to find it by.", null=True
                    ),
                ),
                ("nonce", models.CharField(default=common.tokens.new_nonce, editable=False, max_length=30)),
                (
                    "email",
                    models.EmailField(blank=True, help_text="Where its link went; binds it.", max_length=254),
                ),
                ("wrong_births", models.PositiveSmallIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_because", models.CharField(blank=True, max_length=40)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_codes",
                        to="records.patient",
                    ),
                ),
                (
                    "used_by",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("revoked_at", None), ("used_at", None)),
                        fields=["clinic", "bucket"],
                        name="records_code_by_bucket",
                    ),
                    models.Index(fields=["patient", "-issued_at"], name="records_code_by_patient"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None), ("used_at", None)),
                        fields=("patient", "holder_key"),
                        name="records_one_live_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("used_at", None), ("used_by", None)),
                            models.Q(("used_at__isnull", False), ("used_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="records_code_used_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("revoked_at", None), _connector="OR"),
                        name="records_code_used_or_revoked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                        name="records_code_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_births__lte", 5)), name="records_five_births"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bucket", None), ("words_hash", "")),
                            models.Q(models.Q(("words_hash", ""), _negated=True), ("bucket__isnull", False)),
                            _connector="OR",
                        ),
                        name="records_words_with_bucket",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "relation",
                    models.CharField(
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
                (
                    "level",
                    models.CharField(choices=[("limited", "Limited"), ("full", "Full")], max_length=10),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("appointments", "Appointments"),
                                ("forms", "Forms"),
                                ("records", "Records"),
                                ("messages", "Messages"),
                                ("billing", "Billing"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("access_until", models.DateTimeField(blank=True, null=True)),
                ("basis", models.CharField(max_length=20)),
                ("why", models.CharField(help_text="other_address, taken", max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("accepted", models.BooleanField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
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
                        related_name="access_requests",
                        to="records.patient",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("patient", "account"),
                        name="records_one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                            models.Q(
                                ("accepted__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="records_request_decided_by_someone",
                    ),
                ],
            },
        ),
    ]
