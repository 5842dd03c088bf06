"""A file that the team puts into a form, or takes out again, is noted by that act: nobody filled the form in."""

from django.db import migrations

ALREADY = """
CREATE OR REPLACE FUNCTION smartforms_note_save() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event
        WHERE (actor = NEW.saved_by_id OR (actor IS NULL AND NEW.saved_by_id IS NULL))
        AND target = NEW.assignment_id::text AND verb = 'form.saved' AND at > now() - interval '5 minutes'
    ){besides} THEN
        INSERT INTO audit_event (verb, actor, patient, clinic, target_kind, target, reason)
        SELECT 'form.saved', NEW.saved_by_id, NEW.patient_id, clinic_id, 'smartforms.assignment', id::text, ''
        FROM smartforms_assignment WHERE id = NEW.assignment_id;
    END IF;
    RETURN NULL;
END $$;
"""
BY_THE_TEAM = """ AND NOT EXISTS (
        SELECT 1 FROM audit_event
        WHERE xid = pg_current_xact_id()::text::bigint AND patient = NEW.patient_id
        AND target = NEW.assignment_id::text AND verb IN ('form.file_put', 'form.file_taken_out')
    )"""


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0020_closed_records")]
    operations = [migrations.RunSQL(ALREADY.format(besides=BY_THE_TEAM), ALREADY.format(besides=""))]
