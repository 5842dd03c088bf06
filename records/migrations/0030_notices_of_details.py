from django.db import migrations

# As in 0002: a change that no action announced leaves at least a bare note (Settled 16).
TABLE, LABEL = "records_patientdetails", "records.patientdetails"


class Migration(migrations.Migration):
    dependencies = [("records", "0029_patient_details"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"CREATE CONSTRAINT TRIGGER {TABLE}_notice AFTER INSERT OR UPDATE OR DELETE ON {TABLE} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('{LABEL}', 'patient_id');",
            f"DROP TRIGGER {TABLE}_notice ON {TABLE};",
        )
    ]
