"""The ledger only grows, and each line that takes back or carries over another does so exactly (Settled 14)."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lines of the ledger are never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER payments_entry_append_only BEFORE UPDATE OR DELETE ON payments_entry
    FOR EACH ROW EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_entry_no_truncate BEFORE TRUNCATE ON payments_entry
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
"""
CHANGEABLE = """
DROP TRIGGER payments_entry_no_truncate ON payments_entry;
DROP TRIGGER payments_entry_append_only ON payments_entry;
DROP FUNCTION payments_refuse();
"""

# Once is a unique key of the table; lines never change, so what is compared here stays true.
EXACT = """
CREATE FUNCTION payments_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other payments_entry;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM records_patient WHERE id = NEW.patient_id AND clinic_id = NEW.clinic_id) THEN
        RAISE EXCEPTION 'a line belongs to the clinic of its patient' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO other FROM payments_entry WHERE id = NEW.reverses_id;
        IF other.kind = 'reversal'
            OR (other.patient_id, other.currency, other.amount, other.confidential)
            IS DISTINCT FROM (NEW.patient_id, NEW.currency, -NEW.amount, NEW.confidential) THEN
            RAISE EXCEPTION 'a reversal takes back one line exactly' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF NEW.carries_id IS NOT NULL THEN
        SELECT * INTO other FROM payments_entry WHERE id = NEW.carries_id;
        IF other.patient_id = NEW.patient_id
            OR (other.clinic_id, other.kind, other.currency, other.amount, other.confidential)
            IS DISTINCT FROM (NEW.clinic_id, NEW.kind, NEW.currency, NEW.amount, NEW.confidential)
            OR NOT EXISTS (SELECT 1 FROM payments_entry WHERE reverses_id = other.id) THEN
            RAISE EXCEPTION 'a line carries over one that was taken back elsewhere, exactly'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_entry_exact BEFORE INSERT ON payments_entry
    FOR EACH ROW EXECUTE FUNCTION payments_check_entry();
"""
LOOSE = """
DROP TRIGGER payments_entry_exact ON payments_entry;
DROP FUNCTION payments_check_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, CHANGEABLE), migrations.RunSQL(EXACT, LOOSE)]
