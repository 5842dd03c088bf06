from django.db import migrations

# Every table of a clinic's configuration, and the column that leads to its clinic.
TABLES = {
    "clinic_location": "clinic_id",
    "clinic_bookable": "clinic_id",
    "clinic_category": "clinic_id",
    "clinic_service": "clinic_id",
    "clinic_practitioner": "bookable_ptr_id",
    "clinic_resource": "bookable_ptr_id",
    "clinic_offer": "practitioner_id",
    "clinic_openinghours": "practitioner_id",
    "clinic_hoursexception": "practitioner_id",
    "clinic_timeoff": "bookable_id",
    "clinic_service_resources": "service_id",
    "clinic_openinghours_services": "openinghours_id",
}

FUNCTIONS = """
CREATE SEQUENCE clinic_version;

-- Versions come from a sequence: a number is never used twice, not even after a rollback, so a snapshot kept
-- under a version is right for ever.
CREATE FUNCTION clinic_raise_own_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := nextval('clinic_version');
    RETURN NEW;
END $$;
CREATE TRIGGER clinic_version_of_clinic BEFORE INSERT OR UPDATE ON clinic_clinic
    FOR EACH ROW EXECUTE FUNCTION clinic_raise_own_version();

CREATE FUNCTION clinic_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    key bigint := (changed ->> TG_ARGV[0])::bigint;
    whose bigint := CASE TG_ARGV[0]
        WHEN 'clinic_id' THEN key
        WHEN 'service_id' THEN (SELECT clinic_id FROM clinic_service WHERE id = key)
        WHEN 'openinghours_id' THEN (
            SELECT b.clinic_id FROM clinic_openinghours h JOIN clinic_bookable b ON b.id = h.practitioner_id
             WHERE h.id = key)
        ELSE (SELECT clinic_id FROM clinic_bookable WHERE id = key)
    END;
BEGIN
    UPDATE clinic_clinic SET version = 0 WHERE id = whose;
    RETURN NULL;
END $$;
"""


def watch(table, column):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION clinic_raise_version('{column}');",
        f"DROP TRIGGER {table}_version ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            """
            DROP TRIGGER clinic_version_of_clinic ON clinic_clinic;
            DROP FUNCTION clinic_raise_own_version();
            DROP FUNCTION clinic_raise_version();
            DROP SEQUENCE clinic_version;
            """,
        ),
        *(watch(table, column) for table, column in TABLES.items()),
    ]
