from django.db import migrations

# A change that no action announced (a shell, raw SQL, an update()) leaves at least a bare note (Settled 16).
WATCHED = {"records_patient": ("records.patient", "id"), "records_grant": ("records.grant", "patient_id")}


def watch(table, label, column):
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {table}_notice AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('{label}', '{column}');",
        f"DROP TRIGGER {table}_notice ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("audit", "0002_append_only")]
    operations = [watch(table, *how) for table, how in WATCHED.items()]
