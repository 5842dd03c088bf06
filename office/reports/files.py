"""A report as the rows of a file, and the note that it was taken along."""

from django.db import transaction

import audit
from office.reports.columns import value_of

AT_ONCE = 1000


def ids_of(rows, report) -> list:
    """Whom these rows are about, for the ledger; each once."""
    if not report.patient:
        return []
    found = (value_of(row, report.patient) for row in rows)
    return list(dict.fromkeys(one for one in found if one))


def rows_of(asked, rows):
    """The head, then every row; without what stays on the page."""
    taken = [column for column in asked.report.columns if not column.on_page_only]
    yield [str(column.label) for column in taken]
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [column.cell(row, asked).in_files for column in taken]


@transaction.atomic
def note_taken(report, rows, kind: str, *, by, clinic) -> None:
    """Write down who took which report along, and at each patient in it that they were in a file."""
    named = f"{report.slug}.{kind}"
    audit.record("report.exported", by=by, target=named, clinic=clinic)
    if report.patient:
        keys = rows.order_by().values_list(report.patient, flat=True).distinct()
        patients = [(named, key) for key in keys.iterator(chunk_size=AT_ONCE) if key]
        audit.record_each("report.included", patients, by=by, clinic=clinic)
