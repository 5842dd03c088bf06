import datetime

import django.db.models.deletion
from django.db import migrations, models

ORDER, SIGHT = "clinic_closure_in_order", "clinic_closure_in_sight"


class Migration(migrations.Migration):
    dependencies = [("clinic", "0008_exceptions_for_services")]
    operations = [
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="first day closed")),
                ("last_day", models.DateField(verbose_name="last day closed")),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="For the team only.", max_length=120, verbose_name="reason"
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="clinic.clinic",
                        verbose_name="clinic",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed days",
                "verbose_name_plural": "closed days",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(last_day__gte=models.F("first_day")), name=ORDER
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            first_day__gt=datetime.date(1970, 1, 1), last_day__lt=datetime.date(2199, 12, 31)
                        ),
                        name=SIGHT,
                        violation_error_message="Use dates between 1970 and 2199.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER clinic_closure_version AFTER INSERT OR UPDATE OR DELETE ON clinic_closure "
            "FOR EACH ROW EXECUTE FUNCTION clinic_raise_version('clinic_id');",
            "DROP TRIGGER clinic_closure_version ON clinic_closure;",
        ),
    ]
