"""The file of a document is never another one, and a time it was shared stays known."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION records_document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a kept document is never changed into another' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER records_document_frozen BEFORE UPDATE ON records_document
    FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at
        OR (OLD.id, OLD.name, OLD.content_type, OLD.size, OLD.sha256, OLD.upload_id, OLD.created_at)
        IS DISTINCT FROM
        (NEW.id, NEW.name, NEW.content_type, NEW.size, NEW.sha256, NEW.upload_id, NEW.created_at))
    EXECUTE FUNCTION records_document_refuse();
CREATE TRIGGER records_endedsharing_frozen BEFORE UPDATE OR DELETE ON records_endedsharing
    FOR EACH ROW EXECUTE FUNCTION records_document_refuse();
"""
THAWED = """
DROP TRIGGER records_endedsharing_frozen ON records_endedsharing;
DROP TRIGGER records_document_frozen ON records_document;
DROP FUNCTION records_document_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0016_documents_patients_never_see")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
