from django.db import migrations

# A paper or an activity that was put into the plan of another patient's visit stands by itself, as closed as the note was.
APART = """
UPDATE {table} AS one SET chart_id = NULL, confidential = one.confidential OR chart.confidential
    FROM records_chart AS chart WHERE chart.id = one.chart_id AND chart.patient_id <> one.patient_id;
"""
TABLES = ("records_document", "records_activityassignment")


class Migration(migrations.Migration):
    dependencies = [("records", "0044_documents_of_a_plan")]
    operations = [migrations.RunSQL(APART.format(table=table), migrations.RunSQL.noop) for table in TABLES]
