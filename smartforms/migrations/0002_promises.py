"""What the database itself promises about forms: published words and sent answers stay as they are."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION smartforms_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER smartforms_version_frozen BEFORE UPDATE OR DELETE ON smartforms_version
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION smartforms_refuse('a published version is never changed or removed');

CREATE TRIGGER smartforms_assignment_pinned BEFORE UPDATE OF version_id ON smartforms_assignment
    FOR EACH ROW WHEN (OLD.version_id <> NEW.version_id)
    EXECUTE FUNCTION smartforms_refuse('an assignment keeps the version it was sent with');

-- Merging records may move a sent response to another patient and account; its answers and date stand.
CREATE TRIGGER smartforms_response_final BEFORE UPDATE ON smartforms_response
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL AND (
        OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR OLD.answers IS DISTINCT FROM NEW.answers
        OR OLD.unfinished IS DISTINCT FROM NEW.unfinished OR OLD.assignment_id <> NEW.assignment_id
        OR OLD.revision <> NEW.revision OR OLD.saved_at IS DISTINCT FROM NEW.saved_at))
    EXECUTE FUNCTION smartforms_refuse('sent answers are never changed');
CREATE TRIGGER smartforms_response_kept BEFORE DELETE ON smartforms_response
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL)
    EXECUTE FUNCTION smartforms_refuse('sent answers are never removed');
"""
THAWED = """
DROP TRIGGER smartforms_response_kept ON smartforms_response;
DROP TRIGGER smartforms_response_final ON smartforms_response;
DROP TRIGGER smartforms_assignment_pinned ON smartforms_assignment;
DROP TRIGGER smartforms_version_frozen ON smartforms_version;
DROP FUNCTION smartforms_refuse();
"""

# An autosave is one statement and must stay one (performance P9), so its audit row is written by the database:
# one per person and form within five minutes, as for looking. Other changes nobody announced leave a bare note.
AUDITED = """
CREATE FUNCTION smartforms_note_save() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event WHERE actor = NEW.saved_by_id AND target = NEW.assignment_id::text
        AND verb = 'form.saved' AND at > now() - interval '5 minutes'
    ) THEN
        INSERT INTO audit_event (verb, actor, patient, clinic, target_kind, target, reason)
        SELECT 'form.saved', NEW.saved_by_id, NEW.patient_id, clinic_id, 'smartforms.assignment', id::text, ''
        FROM smartforms_assignment WHERE id = NEW.assignment_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER smartforms_response_saved AFTER UPDATE ON smartforms_response
    FOR EACH ROW WHEN (OLD.revision <> NEW.revision AND NEW.submitted_at IS NULL)
    EXECUTE FUNCTION smartforms_note_save();

CREATE CONSTRAINT TRIGGER smartforms_response_notice AFTER INSERT OR DELETE ON smartforms_response
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION audit_notice_change('smartforms.response', 'patient_id');
CREATE CONSTRAINT TRIGGER smartforms_response_notice_change AFTER UPDATE ON smartforms_response
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.revision = NEW.revision OR NEW.submitted_at IS NOT NULL OR NEW.saved_by_id IS NULL)
    EXECUTE FUNCTION audit_notice_change('smartforms.response', 'patient_id');
"""
UNAUDITED = """
DROP TRIGGER smartforms_response_notice_change ON smartforms_response;
DROP TRIGGER smartforms_response_notice ON smartforms_response;
DROP TRIGGER smartforms_response_saved ON smartforms_response;
DROP FUNCTION smartforms_note_save();
"""


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FROZEN, THAWED), migrations.RunSQL(AUDITED, UNAUDITED)]
