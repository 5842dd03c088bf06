from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0032_who_took_back")]

    operations = [
        migrations.RemoveConstraint(
            model_name="profileproposal",
            name="records_one_open_proposal",
        ),
        migrations.RemoveConstraint(
            model_name="profileproposal",
            name="records_proposal_who_and_when",
        ),
        migrations.AddConstraint(
            model_name="profileproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("patient", "field", "proposed_by"),
                name="records_one_open_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="profileproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None), ("proposed_by", None)),
                fields=("patient", "field"),
                name="records_one_open_proposal_of_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="profileproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted", None), ("decided_at", None), ("decided_by", None), ("taken_back", False)
                    ),
                    models.Q(("accepted", False), ("decided_at__isnull", False)),
                    models.Q(
                        ("accepted", True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("taken_back", False),
                    ),
                    _connector="OR",
                ),
                name="records_proposal_who_and_when",
            ),
        ),
    ]
