"""When a record is erased, sent answers and corrections are emptied; nothing else ever changes them."""

from django.db import migrations

FINAL = """
DROP TRIGGER smartforms_response_final ON smartforms_response;
CREATE TRIGGER smartforms_response_final BEFORE UPDATE ON smartforms_response
    FOR EACH ROW WHEN (%(but)sOLD.submitted_at IS NOT NULL AND (
        OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR OLD.answers IS DISTINCT FROM NEW.answers
        OR OLD.unfinished IS DISTINCT FROM NEW.unfinished OR OLD.assignment_id <> NEW.assignment_id
        OR OLD.revision <> NEW.revision OR OLD.saved_at IS DISTINCT FROM NEW.saved_at))
    EXECUTE FUNCTION smartforms_refuse('sent answers are never changed');
DROP TRIGGER smartforms_addendum_final ON smartforms_addendum;
CREATE TRIGGER smartforms_addendum_final BEFORE UPDATE ON smartforms_addendum
    FOR EACH ROW WHEN (%(but)s(OLD.words <> NEW.words OR OLD.at <> NEW.at OR OLD.response_id <> NEW.response_id
        OR OLD.from_clinic <> NEW.from_clinic))
    EXECUTE FUNCTION smartforms_refuse('a correction is never changed');
"""
ERASING = "current_setting('anteroom.erasing', true) IS DISTINCT FROM 'on' AND "


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0018_told_of_completed_forms")]
    operations = [migrations.RunSQL(FINAL % {"but": ERASING}, FINAL % {"but": ""})]
