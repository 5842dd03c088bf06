"""Corrections beside what was sent; like the answers themselves they stay as they are."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Whose account it was may follow when accounts are joined; who cares for the patient reads the same words for ever.
KEPT = """
CREATE TRIGGER smartforms_addendum_final BEFORE UPDATE ON smartforms_addendum
    FOR EACH ROW WHEN (OLD.words <> NEW.words OR OLD.at <> NEW.at OR OLD.response_id <> NEW.response_id
        OR OLD.from_clinic <> NEW.from_clinic)
    EXECUTE FUNCTION smartforms_refuse('a correction is never changed');
CREATE TRIGGER smartforms_addendum_kept BEFORE DELETE ON smartforms_addendum
    FOR EACH ROW EXECUTE FUNCTION smartforms_refuse('a correction is never removed');
"""
LET_GO = """
DROP TRIGGER smartforms_addendum_kept ON smartforms_addendum;
DROP TRIGGER smartforms_addendum_final ON smartforms_addendum;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("smartforms", "0007_rules_for_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Addendum",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "from_clinic",
                    models.BooleanField(help_text="Whether the team wrote it, not the patient's side."),
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
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="smartforms.response",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["response", "at"], name="smartforms_addenda")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="smartforms_addendum_says_something",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEPT, LET_GO),
    ]
