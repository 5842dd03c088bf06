"""What was said on opening a record in an emergency never changes; its end and its review are added once each.

Whose record it was may change when records are merged.
"""

from django.db import migrations

FROZEN = """
CREATE FUNCTION records_glass_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an opening in an emergency is never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER records_glass_frozen BEFORE UPDATE ON records_brokenglass
    FOR EACH ROW WHEN (
        (OLD.id, OLD.membership_id, OLD.reason, OLD.opened_at, OLD.until)
            IS DISTINCT FROM (NEW.id, NEW.membership_id, NEW.reason, NEW.opened_at, NEW.until)
        OR (OLD.ended_at IS NOT NULL
            AND (OLD.ended_at, OLD.ended_by_id) IS DISTINCT FROM (NEW.ended_at, NEW.ended_by_id))
        OR (OLD.reviewed_at IS NOT NULL
            AND (OLD.reviewed_at, OLD.reviewed_by_id, OLD.was_fine, OLD.review)
            IS DISTINCT FROM (NEW.reviewed_at, NEW.reviewed_by_id, NEW.was_fine, NEW.review)))
    EXECUTE FUNCTION records_glass_refuse();
CREATE TRIGGER records_glass_stays BEFORE DELETE ON records_brokenglass
    FOR EACH ROW EXECUTE FUNCTION records_glass_refuse();
CREATE CONSTRAINT TRIGGER records_brokenglass_notice AFTER INSERT OR UPDATE ON records_brokenglass
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION audit_notice_change('records.brokenglass', 'patient_id');
"""
THAWED = """
DROP TRIGGER records_brokenglass_notice ON records_brokenglass;
DROP TRIGGER records_glass_stays ON records_brokenglass;
DROP TRIGGER records_glass_frozen ON records_brokenglass;
DROP FUNCTION records_glass_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0023_broken_glass"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
