import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.text
import common.tokens


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("clinic", "0005_time_off_in_sight"),
        ("records", "0005_access_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "name",
                    models.CharField(max_length=120, validators=[common.text.one_line], verbose_name="name"),
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
                        verbose_name="relation",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=40, validators=[common.text.one_line], verbose_name="phone"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("may_be_told", models.BooleanField(default=False, verbose_name="may be told about visits")),
                (
                    "may_have_access",
                    models.BooleanField(default=False, verbose_name="may see this patient’s information"),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
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
                        related_name="contacts",
                        to="records.patient",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("mailing", models.UUIDField(default=uuid.uuid4, help_text="The mail it leaves with.")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=120)),
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
                (
                    "by_patient",
                    models.BooleanField(
                        default=False, help_text="Asked for by the patient, not by the clinic."
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True, help_text="Read in the portal after signing in, never in the mail."
                    ),
                ),
                ("nonce", models.CharField(default=common.tokens.new_nonce, editable=False, max_length=30)),
                ("wrong_births", models.PositiveSmallIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, help_text="24 hours after the mail left.", null=True),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_because", models.CharField(blank=True, max_length=40)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="records.batch",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="records.contact",
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
                        related_name="invitations",
                        to="records.patient",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["patient"], name="records_contact_of"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation", "self"), _negated=True), name="records_contact_is_another"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["mailing"], name="records_invitation_mailing"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["patient", "-issued_at"], name="records_invitation_of"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                fields=["email"],
                name="records_invitation_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                fields=("patient", "email"),
                name="records_one_live_invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="records_accepted_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                name="records_accepted_or_revoked",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("wrong_births__lte", 5)), name="records_five_births_asked"
            ),
        ),
    ]
