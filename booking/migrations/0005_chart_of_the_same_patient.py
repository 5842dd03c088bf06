from django.db import migrations

# A note never hangs on the visit of somebody else. Looked at when the transaction ends: a merge gives both to
# another record, one after the other.
SAME_PATIENT = """
ALTER TABLE booking_appointment ADD CONSTRAINT booking_chart_of_the_same_patient
    FOREIGN KEY (chart_id, patient_id) REFERENCES records_chart (id, patient_id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0004_appointment_chart")]
    operations = [
        migrations.RunSQL(
            SAME_PATIENT,
            "ALTER TABLE booking_appointment DROP CONSTRAINT booking_chart_of_the_same_patient;",
        )
    ]
