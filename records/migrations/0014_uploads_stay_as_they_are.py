"""A file that was handed in is never another one; who it belongs to may change when records are merged."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION records_upload_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a file that was handed in is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER records_upload_frozen BEFORE UPDATE ON records_upload
    FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at
        OR (OLD.id, OLD.clinic_id, OLD.for_what, OLD.name, OLD.content_type, OLD.size, OLD.sha256, OLD.created_at)
        IS DISTINCT FROM
        (NEW.id, NEW.clinic_id, NEW.for_what, NEW.name, NEW.content_type, NEW.size, NEW.sha256, NEW.created_at))
    EXECUTE FUNCTION records_upload_refuse();
CREATE CONSTRAINT TRIGGER records_upload_notice AFTER INSERT OR UPDATE OR DELETE ON records_upload
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('records.upload', 'patient_id');
"""
THAWED = """
DROP TRIGGER records_upload_notice ON records_upload;
DROP TRIGGER records_upload_frozen ON records_upload;
DROP FUNCTION records_upload_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0013_uploads"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
