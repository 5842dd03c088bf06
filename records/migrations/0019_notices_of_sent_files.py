"""What was sent stays what it was, and a change that no action announced leaves at least a bare note (Settled 16)."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION records_sentfile_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a file that was sent stays what it was' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER records_sentfile_frozen BEFORE UPDATE ON records_sentfile
    FOR EACH ROW WHEN (OLD.taken_back_at IS NOT NULL AND OLD.taken_back_at IS DISTINCT FROM NEW.taken_back_at
        OR (OLD.id, OLD.upload_id, OLD.kind, OLD.note, OLD.batch, OLD.nth, OLD.sent_at)
        IS DISTINCT FROM (NEW.id, NEW.upload_id, NEW.kind, NEW.note, NEW.batch, NEW.nth, NEW.sent_at))
    EXECUTE FUNCTION records_sentfile_refuse();
CREATE CONSTRAINT TRIGGER records_sentfile_notice AFTER INSERT OR UPDATE OR DELETE ON records_sentfile
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('records.sentfile', 'patient_id');
"""
THAWED = """
DROP TRIGGER records_sentfile_notice ON records_sentfile;
DROP TRIGGER records_sentfile_frozen ON records_sentfile;
DROP FUNCTION records_sentfile_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0018_files_sent_to_the_clinic"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
