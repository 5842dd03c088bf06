import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.text


def line(longest):
    return models.CharField(blank=True, max_length=longest, validators=[common.text.one_line])


def choice(choices):
    return models.CharField(blank=True, choices=choices, max_length=10)


REACH = [("email", "By email"), ("phone", "By phone"), ("post", "By post")]


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0028_closed_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PatientDetails",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("preferred_name", line(80)),
                ("occupation", line(80)),
                ("language", choice([("en", "English"), ("fr", "French")])),
                ("emergency_name", line(120)),
                ("emergency_relation", line(60)),
                ("emergency_phone", line(40)),
                ("insurer", line(120)),
                ("insurance_number", line(60)),
                ("insurance_group", line(60)),
                ("pharmacy_name", line(120)),
                ("pharmacy_phone", line(40)),
                ("pharmacy_address", line(200)),
                ("reach_visits", choice(REACH)),
                ("reach_papers", choice(REACH)),
                ("reminders", choice([("email", "By email"), ("none", "No reminders")])),
                (
                    "patient",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="details",
                        to="records.patient",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DetailChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("field", models.CharField(max_length=30)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
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
                        related_name="detail_changes",
                        to="records.patient",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        help_text="What the patient had written, where that was taken over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="records.profileproposal",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["patient", "-changed_at"], name="records_change_by_patient")]
            },
        ),
    ]
