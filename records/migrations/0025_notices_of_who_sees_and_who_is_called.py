from django.db import migrations

# As in 0002 and 0008: a change that no action announced leaves at least a bare note (Settled 16, B15).
# Codes and invitations also change by themselves, as they are counted and mailed: what they open is a grant.
WATCHED = {
    "records_carerelation": "records.carerelation",
    "records_contact": "records.contact",
    "records_denial": "records.denial",
    "records_lockdown": "records.lockdown",
    "records_profileproposal": "records.profileproposal",
}


def watch(table, label):
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {table}_notice AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('{label}', 'patient_id');",
        f"DROP TRIGGER {table}_notice ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0024_a_broken_glass_stays_as_it_is"), ("audit", "0002_append_only")]
    operations = [watch(table, label) for table, label in WATCHED.items()]
