"""When a record is erased, sent answers and corrections are emptied; nothing else ever changes them."""

from django.db import migrations

REFUSAL = """
CREATE OR REPLACE FUNCTION smartforms_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
%s    RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
# Set by `records.actions.erasing` for the time of one transaction, and by nothing else.
ALLOWED = (
    "    IF TG_OP = 'UPDATE' AND current_setting('anteroom.erasing', true) = 'on' THEN RETURN NEW; END IF;\n"
)


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0018_told_of_completed_forms")]
    operations = [migrations.RunSQL(REFUSAL % ALLOWED, REFUSAL % "")]
