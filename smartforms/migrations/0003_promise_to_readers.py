"""Patients were told who reads a form about health; once it was sent to someone, that promise stands."""

from django.db import migrations

KEPT = """
CREATE FUNCTION smartforms_keep_readers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM smartforms_assignment a JOIN smartforms_version v ON v.id = a.version_id
        WHERE v.template_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a form about health that was sent stays one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER smartforms_template_readers BEFORE UPDATE OF is_clinical ON smartforms_template
    FOR EACH ROW WHEN (OLD.is_clinical AND NOT NEW.is_clinical) EXECUTE FUNCTION smartforms_keep_readers();
"""
LET_GO = """
DROP TRIGGER smartforms_template_readers ON smartforms_template;
DROP FUNCTION smartforms_keep_readers();
"""


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0002_promises")]
    operations = [migrations.RunSQL(KEPT, LET_GO)]
