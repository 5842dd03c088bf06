"""What was signed is never lost: revisions are only added, and a signed chart's words may be replaced only by an
amendment that left them in a revision."""

from django.db import migrations

KEPT = """
CREATE FUNCTION records_chart_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed is never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER records_chart_revision_append_only BEFORE UPDATE OR DELETE ON records_chartrevision
    FOR EACH ROW EXECUTE FUNCTION records_chart_refuse();
CREATE TRIGGER records_chart_revision_no_truncate BEFORE TRUNCATE ON records_chartrevision
    FOR EACH STATEMENT EXECUTE FUNCTION records_chart_refuse();
CREATE TRIGGER records_chart_signed_stays BEFORE UPDATE ON records_chart
    FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL AND
        (OLD.id, OLD.practitioner_id, OLD.written_at, OLD.private_notes, OLD.locked_at, OLD.locked_by_id)
        IS DISTINCT FROM
        (NEW.id, NEW.practitioner_id, NEW.written_at, NEW.private_notes, NEW.locked_at, NEW.locked_by_id))
    EXECUTE FUNCTION records_chart_refuse();
CREATE TRIGGER records_chart_signed_remains BEFORE DELETE ON records_chart
    FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION records_chart_refuse();

CREATE FUNCTION records_chart_check_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM records_chartrevision WHERE chart_id = OLD.id
        AND (day, subjective, objective, assessment, plan)
        = (OLD.day, OLD.subjective, OLD.objective, OLD.assessment, OLD.plan)
    ) OR NOT EXISTS (
        SELECT 1 FROM records_chartrevision WHERE chart_id = OLD.id AND number > 1
        AND (day, subjective, objective, assessment, plan)
        = (NEW.day, NEW.subjective, NEW.objective, NEW.assessment, NEW.plan)
    ) THEN
        RAISE EXCEPTION 'a signed chart changes by an amendment, which keeps both texts'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER records_chart_amended BEFORE UPDATE ON records_chart
    FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL AND
        (OLD.day, OLD.subjective, OLD.objective, OLD.assessment, OLD.plan) IS DISTINCT FROM
        (NEW.day, NEW.subjective, NEW.objective, NEW.assessment, NEW.plan))
    EXECUTE FUNCTION records_chart_check_amendment();
"""
LOOSE = """
DROP TRIGGER records_chart_amended ON records_chart;
DROP FUNCTION records_chart_check_amendment();
DROP TRIGGER records_chart_signed_remains ON records_chart;
DROP TRIGGER records_chart_signed_stays ON records_chart;
DROP TRIGGER records_chart_revision_no_truncate ON records_chartrevision;
DROP TRIGGER records_chart_revision_append_only ON records_chartrevision;
DROP FUNCTION records_chart_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0020_charts_are_written")]
    operations = [migrations.RunSQL(KEPT, LOOSE)]
