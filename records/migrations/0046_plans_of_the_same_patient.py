from django.db import migrations

# A paper or an activity never belongs to the plan of somebody else. Looked at when the transaction ends: a merge gives
# both to another record, one after the other.
SAME_PATIENT = """
ALTER TABLE records_{name} ADD CONSTRAINT records_{name}_of_the_same_patient
    FOREIGN KEY (chart_id, patient_id) REFERENCES records_chart (id, patient_id) DEFERRABLE INITIALLY DEFERRED;
"""
ANY_PATIENT = "ALTER TABLE records_{name} DROP CONSTRAINT records_{name}_of_the_same_patient;"


class Migration(migrations.Migration):
    dependencies = [("records", "0045_nothing_in_plans_of_others")]
    operations = [
        migrations.RunSQL(SAME_PATIENT.format(name=name), ANY_PATIENT.format(name=name))
        for name in ("document", "activityassignment")
    ]
