"""Undoing and cancelling a visit."""

from django.db import transaction

import audit
from booking.actions import occupying, telling
from booking.actions.agreeing import REQUEST
from booking.models import Appointment
from booking.policies import CANCEL, is_too_late_to_undo, may_undo, why_not_change
from booking.rules import is_late, late_fee, rules_of
from booking.waiting.waking import wake_soon
from smartforms.actions import cancel as take_form_back
from tray import actions as tray


def own_forms(appointment):
    """The forms that this visit brought; without those that another standing visit asks for too."""
    others = Appointment.objects.standing().filter(patient=appointment.patient_id).exclude(pk=appointment.pk)
    shared = others.filter(assignments__isnull=False).values("assignments")
    return appointment.assignments.filter(cancelled_at=None).exclude(pk__in=shared)


@transaction.atomic
def cancel(
    appointment,
    *,
    by,
    at,
    verb="appointment.cancelled",
    because="",
    is_late=False,
    late_fee=0,
    tells=None,
    along=(),
) -> bool:
    """Give the time back. A visit that was cancelled, moved or seen to since it was read stays as it is: False.

    `because` is why, in the words of whoever cancels; `is_late` that the patient did so late, and `late_fee` what that
    costs, in cents. Whoever was told of the visit hears of it by mail; with `tells` somebody who was not too, with
    False nobody. `along` are visits that are cancelled together with it, of which the same mail tells. A guest is `by`
    None.
    """
    standing = Appointment.objects.unmet().filter(pk=appointment.pk, sequence=appointment.sequence)
    facts = {"cancelled_at": at, "cancelled_by": by, "cancelled_by_link": by is None}
    facts |= {"cancelled_because": because, "cancelled_late": is_late, "late_fee": late_fee}
    facts |= {"sequence": appointment.sequence + 1}
    if not standing.update(**facts):
        return False
    occupying.give_back(at=at, appointment=appointment.pk)
    wake_soon(appointment.clinic_id)
    for assignment in own_forms(appointment).filter(opened_at=None):
        take_form_back(assignment=assignment, by=by, at=at)
    tray.take(REQUEST, target=appointment, by=by, at=at)
    audit.record(
        verb, by=by, target=appointment, patient=appointment.patient_id, clinic=appointment.clinic_id
    )
    if tells is not False:
        telling.post(
            "booking.cancelled",
            appointment,
            key=f"booking.cancelled:{appointment.pk}",
            about={"appointment": appointment.pk}
            | ({"told_or_not": "yes"} if tells else {})
            | ({"along": " ".join(str(one.pk) for one in along)} if along else {}),
            at=at,
        )
    return True


def as_late(appointment, *, at) -> dict:
    """What `cancel` keeps of a patient's wish to cancel at this instant: whether it is late, and what that costs."""
    rules, start = rules_of(appointment.clinic), appointment.starts_at
    return {"is_late": is_late(rules, start, at=at), "late_fee": late_fee(rules, start, at=at)}


def cancel_online(appointment, *, because, by, at) -> bool:
    """Cancel as a patient, by the clinic's rules, with the late fee where it is late. False changes nothing."""
    if why_not_change(appointment, at=at, how=CANCEL):
        return False
    # Nobody is late, or pays, for taking back what the clinic has not agreed to yet.
    late = {} if appointment.is_waiting else as_late(appointment, at=at)
    return cancel(appointment, by=by, at=at, because=because, **late)


def undo(appointment, *, by, at, **how) -> bool:
    """Take a booking back within the first minutes, without penalty (product §4). Too late changes nothing."""
    if not may_undo(by, appointment) or is_too_late_to_undo(appointment, at=at):
        return False
    return cancel(appointment, by=by, at=at, verb="appointment.undone", **how)


@transaction.atomic
def undo_all(visits, *, by, at) -> bool:
    """Take back every visit that was booked together; one mail tells of all. What changed meanwhile stays as it is."""
    undone = []
    for visit in sorted(visits, key=lambda visit: visit.pk):
        # The first one's mail tells of the others, which are gone by the time it leaves.
        how = {"tells": False} if undone else {"along": [one for one in visits if one.pk > visit.pk]}
        if undo(visit, by=by, at=at, **how):
            undone.append(visit)
    return bool(undone)
