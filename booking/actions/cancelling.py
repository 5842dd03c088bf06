"""Undoing and cancelling a visit."""

from django.db import transaction

import audit
from booking.actions import occupying, telling
from booking.actions.agreeing import REQUEST
from booking.models import Appointment
from booking.policies import CANCEL, is_too_late_to_undo, may_undo, why_not_change
from booking.rules import late_fee, rules_of
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
    appointment, *, by, at, verb="appointment.cancelled", because="", late_fee=0, tells=None, along=()
) -> bool:
    """Give the time back. A visit that was cancelled, moved or seen to since it was read stays as it is: False.

    `because` is why, in the words of whoever cancels; `late_fee` what it costs the patient, in cents. Whoever was told
    of the visit hears of it by mail; with `tells` somebody who was not too, with False nobody. `along` are visits that
    are cancelled together with it, of which the same mail tells. A guest is `by` None.
    """
    standing = Appointment.objects.unmet().filter(pk=appointment.pk, sequence=appointment.sequence)
    facts = {"cancelled_at": at, "cancelled_by": by, "cancelled_by_link": by is None}
    facts |= {"cancelled_because": because, "late_fee": late_fee, "sequence": appointment.sequence + 1}
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


def cancel_online(appointment, *, because, by, at) -> bool:
    """Cancel as a patient, by the clinic's rules, with the late fee where it is late. False changes nothing."""
    if why_not_change(appointment, at=at, how=CANCEL):
        return False
    rules = rules_of(appointment.clinic)
    # Nobody pays for taking back what the clinic has not agreed to yet.
    fee = 0 if appointment.is_waiting else late_fee(rules, appointment.starts_at, at=at)
    return cancel(appointment, by=by, at=at, because=because, late_fee=fee)


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
