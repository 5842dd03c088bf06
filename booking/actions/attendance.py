"""Whether the patient came: noted by staff, and taken back where the note was wrong."""

from django.db import transaction

import audit
from booking.models import Appointment

ARRIVED, COMPLETED, NO_SHOW, TAKEN_BACK = NOTES = "arrived", "completed", "no_show", "unmet"


def open_notes(visit, *, at) -> list[str]:
    """What can be noted of a visit at this instant.

    Somebody arrives on the visit's day, however early; nobody was seen or missed before it was to begin.
    """
    if visit.is_off or visit.is_waiting:
        return []
    if visit.status in (COMPLETED, NO_SHOW):
        return [TAKEN_BACK]
    notes = []
    zone = visit.clinic.zone
    if not visit.arrived_at and at.astimezone(zone).date() >= visit.starts_at.astimezone(zone).date():
        notes.append(ARRIVED)
    if at >= visit.starts_at:
        notes += [COMPLETED] if visit.arrived_at else [COMPLETED, NO_SHOW]
    return [*notes, TAKEN_BACK] if visit.arrived_at else notes


@transaction.atomic
def note(visit, what, *, by, at) -> bool:
    """Note what happened with a visit. What is noted already, or cannot be, changes nothing: False."""
    now = Appointment.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=visit.pk)
    if what not in open_notes(now, at=at):
        return False
    facts = {"completed_at": None, "no_show_at": None}
    if what == TAKEN_BACK:
        # One step back: whoever was seen is here again.
        facts["arrived_at"] = now.arrived_at if now.completed_at else None
    else:
        facts[f"{what}_at"] = at
    Appointment.objects.filter(pk=now.pk).update(**facts)
    audit.record(f"appointment.{what}", by=by, target=now, patient=now.patient_id, clinic=now.clinic_id)
    return True
