from django.db import migrations

# As in 0002: a change that no action announced leaves at least a bare note (Settled 16).
WATCHED = {"records_chart": "records.chart", "records_document": "records.document"}


def watch(table, label):
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {table}_notice AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('{label}', 'patient_id');",
        f"DROP TRIGGER {table}_notice ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0007_charts_and_documents"), ("audit", "0002_append_only")]
    operations = [watch(table, label) for table, label in WATCHED.items()]
