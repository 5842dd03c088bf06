from django.db import migrations, models

END = """
UPDATE records_takeout SET ended_at = now(), ended_because = 'changed' WHERE ended_at IS NULL;
"""


class Migration(migrations.Migration):
    """Nobody knows what those made before hold: they end, and are asked for again."""

    dependencies = [("records", "0041_notices_of_erasing_and_holds")]
    operations = [
        migrations.AddField(
            model_name="takeout",
            name="holds",
            field=models.JSONField(
                default=dict, help_text="Table → ids of the rows in it that may be closed later."
            ),
        ),
        migrations.RunSQL(END, migrations.RunSQL.noop),
    ]
