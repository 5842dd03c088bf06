"""A patient's diaries and repeated questionnaires, and the answers in them for those who may read. Read only."""

from dataclasses import dataclass

from office.overview import reads_of
from office.workspace import Workspace
from smartforms.models import Assignment, Series

SHOWN = 400


@dataclass
class Entries:
    """One series with its entries, the last first, and those of them whose answers or scan this member may read."""

    space: Workspace
    series: Series
    rows: list[Assignment]
    readable: list[Assignment]
    scans: list[Assignment]  # those handed in on paper whose scan this member may have


def series_rows(patient) -> list[Series]:
    """Every series of a patient, the last begun first."""
    rows = Series.objects.filter(patient=patient).select_related("template", "account", "practitioner")
    return list(rows.order_by("-sent_at", "-pk"))


def series_of(patient, pk) -> Series | None:
    """One series of this patient; None for any other."""
    found = Series.objects.filter(patient=patient, pk=pk).select_related("template", "account").first()
    if found is not None:
        found.patient = patient
    return found


def entries_of(space: Workspace, series: Series) -> Entries:
    """The entries as they stand. Answers are loaded only for those who may read them."""
    rows = Assignment.objects.filter(series=series).select_related("version__template", "response")
    rows = rows.defer("version__definition", "version__source", "version__report").order_by("-occurrence")
    rows = list(rows[:SHOWN])
    for row in rows:
        row.patient, row.clinic, row.series = space.patient, space.patient.clinic, series
    is_reader = reads_of(space, rows).get(series.template.is_clinical, False)
    readable = [row for row in rows if is_reader and row.sent_in]
    return Entries(space, series, rows, readable, [row for row in rows if is_reader and row.is_on_paper])
