"""Two records side by side, and what joining them would do. Read only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, DateTimeField, Exists, F, OuterRef, Value, Window
from django.db.models.functions import Cast

from booking.models import Appointment, WaitingEntry
from payments.models import Entry
from records.contract import going
from records.joining.access import Joined
from records.joining.look import Look
from records.models import (
    AccessCode,
    AccessRequest,
    ActivityAssignment,
    BrokenGlass,
    Chart,
    Contact,
    Document,
    Erasure,
    Grant,
    Invitation,
    Merge,
    Patient,
    ProfileProposal,
    RedFlag,
    SentFile,
    Upload,
)
from records.models.access import Level
from smartforms.models import Assignment, FormLink, Response, Series

LINES = 3  # of a kind


def both_of(clinic, one, other) -> tuple[Patient, Patient] | None:
    """Two different records of this clinic by their ids, in this order; None unless both are there."""
    found = Patient.objects.of(clinic).select_related("details").in_bulk({one, other})
    if one == other or len(found) < 2:
        return None
    for patient in found.values():
        patient.clinic = clinic
    return found[one], found[other]


def usual_order(one, other, *, at) -> tuple[Patient, Patient]:
    """Which record is kept unless somebody chooses: the one more people see in full, made by staff, the older one."""
    full = Grant.objects.live(at=at).filter(patient__in=[one, other], level=Level.FULL)
    seen = list(full.values_list("patient", flat=True))

    def weight(patient):
        return -seen.count(patient.pk), patient.made_online, patient.created_at, patient.pk

    kept, gone = sorted((one, other), key=weight)
    return kept, gone


@dataclass(frozen=True)
class Line:
    """One row of a kind in a few words, and how many of them there are."""

    kind: str
    moment: datetime | None
    words: str
    number: int


@dataclass(frozen=True)
class Preview:
    """All that joining two records would do, as it stands now: who would see it, and a few of the rows of a kind."""

    look: Look
    access: list[Joined]
    lines: list[Line]

    def of_kind(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]


OVERLAPS = "overlaps"


def preview_of(look: Look, *, chosen=None) -> Preview:
    """See `Preview`. `chosen` is the id of the account that stays the patient in full, of several."""
    seats = look.seats()
    if len(seats) > 1 and chosen not in {account.pk for account in seats}:
        chosen = seats[0].pk
    access = look.holders.joined(chosen=chosen if len(seats) > 1 else None, at=look.at)
    return Preview(look, access, lines_of(look.kept, look.gone, at=look.at))


def lines_of(kept, gone, *, at) -> list[Line]:
    """The first few of what moves, of the kinds that have words of their own, and of the visits that overlap: one
    query."""
    told = {
        Appointment: ("starts_at", True, "service__title"),
        Assignment: ("sent_at", True, "version__template__title"),
        WaitingEntry: ("joined_at", False, "service__title"),
        Contact: (None, False, "name"),
    }
    parts = [
        _told(model._meta.label_lower, going(model, gone, kept), *how) for model, how in told.items()
    ] + [_told(OVERLAPS, overlapping(kept, gone, at=at), "starts_at", False, "service__title")]
    return [Line(*row) for row in parts[0].union(*parts[1:], all=True)]


def _told(kind, rows, moment, last_first, words):
    order = F(moment or words)
    when = F(moment) if moment else Cast(Value(None), DateTimeField())
    return (
        rows.order_by(order.desc() if last_first else order.asc(), "pk")
        .annotate(kind=Value(kind, CharField()), moment=when, told=F(words), number=Window(Count("pk")))
        .values_list("kind", "moment", "told", "number")[:LINES]
    )


def overlapping(kept, gone, *, at):
    """Visits to come of the closed record during one of the kept record's: both stay, and somebody should look."""
    standing = Appointment.objects.standing().filter(ends_at__gt=at)
    same_time = standing.filter(
        patient=kept, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    return standing.filter(Exists(same_time), patient=gone)


def merges_of(patient, *, at) -> list[Merge]:
    """What was joined into this record and still can be undone, the last first. Without the journals: they are long."""
    rows = Merge.objects.filter(patient=patient, undone_at=None).defer("moved", "grants", "details")
    return [merge for merge in rows.select_related("gone", "by").order_by("-at") if at < merge.undo_until]


# Kinds of rows that tell when they were made. What was denied, shut or held since counts for both records.
DATED = {
    Appointment: "booking__made_at",
    WaitingEntry: "joined_at",
    Assignment: "sent_at",
    Response: "submitted_at",
    Series: "sent_at",
    FormLink: "issued_at",
    Chart: "written_at",
    Document: "created_at",
    ActivityAssignment: "assigned_at",
    Upload: "created_at",
    SentFile: "sent_at",
    ProfileProposal: "proposed_at",
    RedFlag: "raised_at",
    Contact: "made_at",
    Invitation: "issued_at",
    AccessCode: "issued_at",
    AccessRequest: "asked_at",
    BrokenGlass: "opened_at",
    Erasure: "asked_at",
    Entry: "at",
}
