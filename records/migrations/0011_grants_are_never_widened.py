from django.db import migrations

# A change ends one grant and makes another (D3): whoever writes past the actions may narrow a row, and end it.
NEVER_WIDER = """
CREATE FUNCTION records_grant_never_wider() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'records_grant_never_wider: a grant is ended, not deleted' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  -- To another record of the same person a grant moves with a merge, which keeps a journal.
  IF NEW.account_id <> OLD.account_id OR NEW.relation <> OLD.relation
    OR (OLD.level = 'limited' AND NEW.level = 'full') OR NOT NEW.scopes <@ OLD.scopes
    OR (OLD.is_for_minor AND NOT NEW.is_for_minor) OR (OLD.consent_at IS NULL AND NEW.consent_at IS NOT NULL)
    OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    OR (OLD.expires_at IS NOT NULL AND (NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at))
  THEN
    RAISE EXCEPTION 'records_grant_never_wider: a grant is followed by another'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER records_grant_never_wider BEFORE UPDATE OR DELETE ON records_grant
  FOR EACH ROW EXECUTE FUNCTION records_grant_never_wider();
"""
UNDO = "DROP TRIGGER records_grant_never_wider ON records_grant; DROP FUNCTION records_grant_never_wider();"


class Migration(migrations.Migration):
    dependencies = [("records", "0010_what_comes_along")]
    operations = [migrations.RunSQL(NEVER_WIDER, UNDO)]
