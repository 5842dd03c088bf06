"""An erasure may empty words that are otherwise kept as they were signed, shared or handed in; rows stay all the same.

`anteroom.erasing` is set by `records.actions.erasing` for the time of one transaction, and by nothing else.
"""

from django.db import migrations

REFUSALS = {
    "records_upload_refuse": "a file that was handed in is never changed",
    "records_document_refuse": "a kept document is never changed into another",
    "records_chart_refuse": "what was signed is never changed or removed",
    "records_sentfile_refuse": "a file that was sent stays what it was",
    "records_glass_refuse": "an opening in an emergency is never changed or removed",
    "records_activity_refuse": "an activity that was assigned keeps its words",
}
ALLOWED = (
    "    IF TG_OP = 'UPDATE' AND current_setting('anteroom.erasing', true) = 'on' THEN RETURN NEW; END IF;\n"
)
REFUSAL = """
CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
%s    RAISE EXCEPTION '%s' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
AMENDMENT = """
CREATE OR REPLACE FUNCTION records_chart_check_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
%s    IF NOT EXISTS (
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
"""


def _functions(allowed: str) -> str:
    refusals = (REFUSAL % (name, allowed, words) for name, words in REFUSALS.items())
    return "".join(refusals) + AMENDMENT % allowed


class Migration(migrations.Migration):
    dependencies = [("records", "0038_retention")]
    operations = [migrations.RunSQL(_functions(ALLOWED), _functions(""))]
