"""A change of what is asked to be erased, held, or was on file leaves at least a bare note (Settled 16)."""

from django.db import migrations

TABLES = ("detailchange", "erasure", "legalhold")
MADE = """
CREATE CONSTRAINT TRIGGER records_{table}_notice AFTER INSERT OR UPDATE OR DELETE ON records_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('records.{table}', 'patient_id');
"""
GONE = "DROP TRIGGER records_{table}_notice ON records_{table};"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0040_closed_records_take_no_new_kinds"),
        ("audit", "0002_append_only"),
    ]
    operations = [migrations.RunSQL(MADE.format(table=table), GONE.format(table=table)) for table in TABLES]
