"""An erasure may empty the name of a file; nothing else ever changes one. The rest of the promise stands."""

from django.db import migrations

AS_BEFORE = """
DROP TRIGGER records_upload_frozen ON records_upload;
CREATE TRIGGER records_upload_frozen BEFORE UPDATE ON records_upload
    FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at
        OR (OLD.id, OLD.clinic_id, OLD.for_what, OLD.name, OLD.content_type, OLD.size, OLD.sha256, OLD.created_at)
        IS DISTINCT FROM
        (NEW.id, NEW.clinic_id, NEW.for_what, NEW.name, NEW.content_type, NEW.size, NEW.sha256, NEW.created_at))
    EXECUTE FUNCTION records_upload_refuse();
"""
EMPTIED = AS_BEFORE.replace(
    "OLD.name, OLD.content_type",
    "CASE WHEN current_setting('anteroom.erasing', true) = 'on' THEN NEW.name ELSE OLD.name END, OLD.content_type",
)


class Migration(migrations.Migration):
    dependencies = [("records", "0016_retention")]
    operations = [migrations.RunSQL(EMPTIED, AS_BEFORE)]
