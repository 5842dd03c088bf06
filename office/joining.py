"""Two records side by side, and what joining them would do. Read only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from booking.models import Appointment
from records import joining_details
from records.joining import Joined, joined_access, seats_of
from records.merging import Share, fingerprint, shares
from records.models import (
    AccessCode,
    ActivityAssignment,
    BrokenGlass,
    Chart,
    Contact,
    Document,
    Grant,
    Merge,
    Patient,
    ProfileProposal,
    SentFile,
    Upload,
)
from records.models.access import Level
from smartforms.models import Assignment


def both_of(clinic, one, other) -> tuple[Patient, Patient] | None:
    """Two different records of this clinic by their ids, in this order; None unless both are there."""
    found = Patient.objects.of(clinic).in_bulk({one, other})
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


@dataclass
class Preview:
    """All that joining `gone` into `kept` would do, as it stands now; `seen` tells this state from any other."""

    kept: Patient
    gone: Patient
    at: datetime
    shares: list[Share]
    seats: list
    access: list[Joined]
    overlaps: list[Appointment]
    filled: list
    differing: list
    codes: int
    seen: str


def preview_of(kept, gone, *, chosen=None, at) -> Preview:
    """See `Preview`. `chosen` is the id of the account that stays the patient in full, of several."""
    seats = seats_of(kept, gone, at=at)
    if len(seats) > 1 and chosen not in {account.pk for account in seats}:
        chosen = seats[0].pk
    return Preview(
        kept,
        gone,
        at,
        shares(kept, gone),
        seats,
        joined_access(kept, gone, chosen=chosen if len(seats) > 1 else None, at=at),
        overlapping(kept, gone),
        *joining_details.compare(gone, kept),
        AccessCode.objects.live(at=at).filter(patient=gone).count(),
        fingerprint(kept, gone),
    )


def overlapping(kept, gone) -> list[Appointment]:
    """Visits of the closed record during one of the kept record's: both stay, and somebody should look."""
    standing = Appointment.objects.standing()
    same_time = standing.filter(
        patient=kept, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    visits = standing.filter(Exists(same_time), patient=gone).select_related("service", "practitioner")
    return list(visits.order_by("starts_at", "pk"))


def merges_of(patient, *, at) -> list[Merge]:
    """What was joined into this record and still can be undone, the last first."""
    rows = Merge.objects.filter(patient=patient, undone_at=None).select_related("gone", "by")
    return [merge for merge in rows.order_by("-at") if at < merge.undo_until]


def made_since(merge) -> list[tuple]:
    """What the kept record got after the merge, by model: it stays there when the merge is undone."""
    moved = {label: set(ids) for room in merge.moved.values() for label, ids in room.items()}
    found = []
    for model, name in _DATED.items():
        since = model._base_manager.filter(patient=merge.patient_id, **{f"{name}__gte": merge.at})
        new = {str(pk) for pk in since.values_list("pk", flat=True)} - moved.get(
            model._meta.label_lower, set()
        )
        if new:
            found.append((model, len(new)))
    return found


# Kinds of rows that tell when they were made.
_DATED = {
    Appointment: "booking__made_at",
    Assignment: "sent_at",
    Chart: "written_at",
    Document: "created_at",
    SentFile: "sent_at",
    ActivityAssignment: "assigned_at",
    ProfileProposal: "proposed_at",
    BrokenGlass: "opened_at",
    Upload: "created_at",
    Contact: "made_at",
}
