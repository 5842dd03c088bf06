from django.db import migrations

# Booking rules are part of a clinic's configuration: changing them raises its version, like the tables of `clinic`.
CONFIGURATION = {"booking_preferences": "clinic_id", "booking_serviceform": "service_id"}


def watch(table, column):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION clinic_raise_version('{column}');",
        f"DROP TRIGGER {table}_version ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial"), ("clinic", "0002_versions"), ("audit", "0002_append_only")]
    operations = [
        *(watch(table, column) for table, column in CONFIGURATION.items()),
        # A visit changed and no action announced it: leave at least a bare note (Settled 16).
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER booking_appointment_notice AFTER INSERT OR UPDATE OR DELETE "
            "ON booking_appointment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            "EXECUTE FUNCTION audit_notice_change('booking.appointment', 'patient_id');",
            "DROP TRIGGER booking_appointment_notice ON booking_appointment;",
        ),
    ]
