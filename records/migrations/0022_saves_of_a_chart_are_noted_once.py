"""A chart is saved every few seconds while somebody writes: one note for each stretch of writing is enough.

A save raises `version`. Such a change counts as announced when a `chart.saved` of this chart is in the list of the last
six minutes (the action writes one every five); every other change is noted as before (0008).
"""

from django.db import migrations

ONCE = """
DROP TRIGGER records_chart_notice ON records_chart;
CREATE FUNCTION records_chart_notice_save() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event WHERE patient = NEW.patient_id AND (
            xid = pg_current_xact_id()::text::bigint
            OR verb = 'chart.saved' AND target = NEW.id::text AND at > now() - interval '6 minutes')
    ) THEN
        INSERT INTO audit_event (verb, patient, target_kind, target, reason)
        VALUES ('records.chart.changed', NEW.patient_id, 'records.chart', NEW.id, 'update outside an action');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER records_chart_notice AFTER INSERT OR DELETE ON records_chart
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('records.chart', 'patient_id');
CREATE CONSTRAINT TRIGGER records_chart_notice_change AFTER UPDATE ON records_chart
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.version <> OLD.version + 1 OR NEW.locked_at IS NOT NULL OR NEW.patient_id <> OLD.patient_id)
    EXECUTE FUNCTION audit_notice_change('records.chart', 'patient_id');
CREATE CONSTRAINT TRIGGER records_chart_notice_save AFTER UPDATE ON records_chart
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.version = OLD.version + 1 AND NEW.locked_at IS NULL AND NEW.patient_id = OLD.patient_id)
    EXECUTE FUNCTION records_chart_notice_save();
"""
EACH = """
DROP TRIGGER records_chart_notice_save ON records_chart;
DROP TRIGGER records_chart_notice_change ON records_chart;
DROP TRIGGER records_chart_notice ON records_chart;
DROP FUNCTION records_chart_notice_save();
CREATE CONSTRAINT TRIGGER records_chart_notice AFTER INSERT OR UPDATE OR DELETE ON records_chart
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_notice_change('records.chart', 'patient_id');
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0021_signed_charts_keep_their_words"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(ONCE, EACH)]
