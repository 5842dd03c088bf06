"""A flag keeps its words and is ended once; it comes into no closed record, and a change that nobody announced leaves a
bare note (Settled 16). An erasure may empty its words. Whose it is may change when records are joined."""

from django.db import migrations

from records.joining.closed import takes_no_rows_when_closed

TABLE = "records_redflag"
FROZEN = f"""
CREATE FUNCTION records_red_flag_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('anteroom.erasing', true) = 'on' THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a flag that was raised is never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE}
    FOR EACH ROW WHEN (
        (OLD.id, OLD.kind, OLD.text, OLD.until, OLD.raised_at, OLD.raised_by_id)
            IS DISTINCT FROM (NEW.id, NEW.kind, NEW.text, NEW.until, NEW.raised_at, NEW.raised_by_id)
        OR (OLD.ended_at IS NOT NULL
            AND (OLD.ended_at, OLD.ended_by_id, OLD.ended_because)
            IS DISTINCT FROM (NEW.ended_at, NEW.ended_by_id, NEW.ended_because)))
    EXECUTE FUNCTION records_red_flag_refuse();
CREATE TRIGGER {TABLE}_stays BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION records_red_flag_refuse();
CREATE CONSTRAINT TRIGGER {TABLE}_notice AFTER INSERT OR UPDATE ON {TABLE}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION audit_notice_change('records.redflag', 'patient_id');
"""
THAWED = f"""
DROP TRIGGER {TABLE}_notice ON {TABLE};
DROP TRIGGER {TABLE}_stays ON {TABLE};
DROP TRIGGER {TABLE}_frozen ON {TABLE};
DROP FUNCTION records_red_flag_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0047_red_flags"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FROZEN, THAWED), takes_no_rows_when_closed(TABLE)]
