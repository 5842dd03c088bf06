from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed or removed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""

# At commit: a watched row changed and nothing in this transaction said so, so we leave a bare note.
# Arguments: the model's label, the column that holds the patient's id.
NOTICE = """
CREATE FUNCTION audit_notice_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    whose uuid := (changed ->> TG_ARGV[1])::uuid;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event WHERE xid = pg_current_xact_id()::text::bigint AND patient = whose
    ) THEN
        INSERT INTO audit_event (verb, patient, target_kind, target, reason)
        VALUES (TG_ARGV[0] || '.changed', whose, TG_ARGV[0], changed ->> 'id', lower(TG_OP) || ' outside an action');
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            """
            DROP TRIGGER audit_seal_append_only ON audit_seal;
            DROP TRIGGER audit_event_no_truncate ON audit_event;
            DROP TRIGGER audit_event_append_only ON audit_event;
            DROP FUNCTION audit_refuse();
            """,
        ),
        migrations.RunSQL(NOTICE, "DROP FUNCTION audit_notice_change();"),
    ]
