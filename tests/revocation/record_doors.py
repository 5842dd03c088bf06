"""What of the record itself can be opened: plans, activities, documents, sent files, the record as one file."""

from records.models import Grant
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    SentFileFactory,
)
from records.tests.packed import ready

WORDS = (b"Qanachart", b"Qanaplan", b"Qanaactivity", b"Qanadocument")
# Of the holder: kind → (address, the row it names).
PORTAL = {
    "plans": ("portal:plans", ""),
    "plan": ("portal:plan", "chart"),
    "plan as PDF": ("portal:plan_paper", "chart"),
    "plan out of all visits": ("portal:current_plan", ""),
    "plan out of all visits as PDF": ("portal:current_plan_paper", ""),
    "activities": ("portal:activities", ""),
    "activity": ("portal:activity", "activity"),
    "documents": ("portal:documents", ""),
    "document": ("portal:document", "document"),
    "document to look at": ("portal:document_view", "document"),
    "document to save": ("portal:document_file", "document"),
    "file that was sent": ("portal:sent_file", "sent_file"),
    "details": ("portal:details", ""),
    "taking out": ("portal:takeout", ""),
    "record as one file": ("portal:takeout_file", ""),
}
OFFICE = {
    "notes": ("office:charts", ""),
    "note": ("office:chart", "chart"),
    "documents": ("office:documents", ""),
    "document": ("office:document", "document"),
    "document to look at": ("office:document_view", "document"),
    "activities": ("office:activities", ""),
}
# An emergency takes nothing along.
TAKEN = {
    "note as PDF": ("office:chart_paper", "chart"),
    "document to save": ("office:document_file", "document"),
}
# Files, packed: whether a search for words finds any says nothing.
FILES = {
    "plan as PDF", "plan out of all visits as PDF", "document to look at", "document to save", "file that was sent",
    "record as one file", "note as PDF",
}  # fmt: skip
# What an account keeps of a record of which it sees bills only: its own words and files.
ITS_OWN = {"documents", "file that was sent", "details", "taking out"}


def rows_of_the_record(house) -> None:
    """One of each in Ana's record; the last, a take-out of Ben's that is ready."""
    cast, ana = house.cast, house.cast.ana_record
    house.chart = ChartFactory(
        patient=ana, practitioner=cast.petra, subjective="Qanachart", plan={"summary": "Qanaplan"}
    )
    house.activity = ActivityAssignmentFactory(patient=ana, practitioner=cast.petra, title="Qanaactivity")
    house.document = DocumentFactory(patient=ana, title="Qanadocument", shared=True)
    house.sent_file = SentFileFactory(patient=ana, by=cast.ben, name="Qanasent.png")
    house.takeout = ready(Grant.objects.get(account=cast.ben, patient=ana, revoked_at=None))


def doors(table, who, *, door, of_patient) -> list:
    """A door for each line, as somebody opens it."""
    return [door(kind, who, of_patient(name, *_row(row))) for kind, (name, row) in table.items()]


def _row(name) -> list:
    return [lambda house: getattr(house, name).pk] if name else []
