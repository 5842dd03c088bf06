"""A record that was joined into another takes no rows any more: the database itself refuses them.

Whoever books for a record in the very moment in which it is joined either is in time, and the visit is carried over
with the rest, or waits for the merge and is refused (`middleware.py` says so in words); nothing is lost in the shell.
"""

from django.db import migrations

PROMISE = "records_open_record"
FUNCTION = f"""
CREATE FUNCTION {PROMISE}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.patient_id = NEW.patient_id THEN
        RETURN NEW;
    END IF;
    -- As the foreign key locks it, but now: a merge under way is waited for, and its outcome is what is read.
    SELECT merged_at INTO closed FROM records_patient WHERE id = NEW.patient_id FOR KEY SHARE;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION '{PROMISE}: the record was joined into another'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{PROMISE}';
    END IF;
    RETURN NEW;
END $$;
"""
WITHOUT = f"DROP FUNCTION {PROMISE}();"


def takes_no_rows_when_closed(table: str) -> migrations.RunSQL:
    """The operation of a migration that puts a table with a key `patient` under this promise."""
    name = f"{table}_open_record"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF patient_id ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {PROMISE}();",
        f"DROP TRIGGER {name} ON {table};",
    )


def is_refusal(error) -> bool:
    """Whether a database error says that a row was meant for a record that was joined into another."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == PROMISE
