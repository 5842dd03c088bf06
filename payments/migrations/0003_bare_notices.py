from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_append_only"), ("audit", "0002_append_only")]
    operations = [
        # A line that no action announced leaves at least a bare note (Settled 16); other changes are refused.
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER payments_entry_notice AFTER INSERT ON payments_entry "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            "EXECUTE FUNCTION audit_notice_change('payments.entry', 'patient_id');",
            "DROP TRIGGER payments_entry_notice ON payments_entry;",
        )
    ]
