"""An activity keeps the words it was assigned with, and that it was done stays noted; a change nobody announced leaves
a bare note (Settled 16)."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION records_activity_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an activity that was assigned keeps its words' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER records_activityassignment_frozen BEFORE UPDATE ON records_activityassignment
    FOR EACH ROW WHEN (
        (OLD.id, OLD.title, OLD.instructions, OLD.link, OLD.picture_id, OLD.times, OLD.per, OLD.starts_on, OLD.assigned_at)
        IS DISTINCT FROM
        (NEW.id, NEW.title, NEW.instructions, NEW.link, NEW.picture_id, NEW.times, NEW.per, NEW.starts_on, NEW.assigned_at))
    EXECUTE FUNCTION records_activity_refuse();
CREATE CONSTRAINT TRIGGER records_activityassignment_notice
    AFTER INSERT OR UPDATE OR DELETE ON records_activityassignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION audit_notice_change('records.activityassignment', 'patient_id');
"""
THAWED = """
DROP TRIGGER records_activityassignment_notice ON records_activityassignment;
DROP TRIGGER records_activityassignment_frozen ON records_activityassignment;
DROP FUNCTION records_activity_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0034_home_activities"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
