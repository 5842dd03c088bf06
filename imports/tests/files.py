"""Files of other systems, and an import led through all its steps."""

import io
import uuid

from common.tests.moment import AT
from imports import actions, reading, working
from imports.models import Import, Kind
from imports.visits import guessed

PEOPLE = (
    "Patient ID,First Name,Last Name,Date of Birth,Email,Mobile Phone,Street,City\n"
    "17,Élodie,Tremblay,1990-02-03,elodie@example.org,+1 902 555 0131,5 Quay,Halifax\n"
    "18,Omid,=HYPERLINK(\"x\"),1971-12-24,,,,\n"
    "19,Mina,Petrov,31/31/1999,mina@example,,,\n"
    "20,Elodie,Tremblay,1990-02-03,,,,\n"
)  # fmt: skip


def uploaded(clinic, text, *, by, kind=Kind.PATIENTS, number=None, name="old.csv") -> Import:
    """A file as it came in; `text` may be bytes."""
    sent = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    return actions.keep_file(
        clinic, reading.read(sent), kind=kind, name=name, number=number or uuid.uuid4(), by=by, at=AT
    )


def checked(clinic, text, *, by, order="ymd", **how) -> Import:
    """Looked over, with the columns and names as they are guessed."""
    batch = uploaded(clinic, text, by=by, **how)
    actions.set_columns(batch, columns=batch.columns, order=order, by=by, at=AT)
    if batch.kind == Kind.VISITS:
        batch.refresh_from_db()
        names = {key: names_in(batch, key) for key in ("practitioner", "service", "location")}
        actions.set_names(batch, guessed(clinic, names), by=by, at=AT)
    actions.ask_check(batch, language="en", by=by, at=AT)
    return worked(batch)


def names_in(batch, key) -> list[str]:
    from imports.naming import names_of

    return names_of(batch)[key]


def worked(batch) -> Import:
    working.work_all(now=lambda: AT)
    batch.refresh_from_db()
    return batch


def let_in(batch, *, by, adds_alike=False, tells=False) -> Import:
    actions.let_in(batch, adds_alike=adds_alike, tells=tells, language="en", by=by, at=AT)
    return worked(batch)


def undone(batch, *, by) -> Import:
    actions.undo(batch, language="en", by=by, at=AT)
    return worked(batch)


def report(batch) -> list[tuple]:
    """(row, what becomes of it, its faults) of every row."""
    return [(one.number, one.outcome, one.faults) for one in batch.lines.order_by("number")]
