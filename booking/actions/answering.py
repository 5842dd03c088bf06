"""The clinic's answer to a visit that was asked for: approved or declined, once (product §4, §5)."""

from django.db import transaction

import audit
from booking.actions import occupying, telling
from booking.actions.agreeing import REQUEST, agree
from booking.actions.by_staff import Objected
from booking.models import Appointment
from booking.objections import Objection, Wish, objections_to, seen
from booking.waiting.waking import wake_soon
from records.actions.alone import alone_with
from tray import actions as tray

# What has changed since it was asked for. How far ahead it was booked was right then, and time goes on.
CHECKED_AGAIN = {"past", "not_given", "closed", "away", "taken", "resource"}


class AnsweredMeanwhile(Exception):
    """The request does not wait any more: answered by somebody else, or taken back."""


def objections_to_request(visit, *, at) -> list[Objection]:
    """What speaks against a request by now: time off, other hours, somebody laid over it. Asked anew at each look."""
    wish = Wish(visit.clinic, visit.service, visit.practitioner, visit.location, visit.starts_at, visit.pk)
    return [one for one in objections_to(wish, at=at) if one.code in CHECKED_AGAIN]


def _waiting(visit) -> Appointment:
    rows = Appointment.objects.waiting().filter(pk=visit.pk, sequence=visit.sequence)
    along = rows.select_related("clinic", "service", "practitioner", "location", "booking__account")
    current = along.select_for_update(of=("self",)).first()
    if current is None:
        raise AnsweredMeanwhile
    return current


@transaction.atomic
def approve(visit, *, by, at, accepted="", reason="") -> Appointment:
    """The visit is booked: its forms go out and a mail confirms it.

    Raises AnsweredMeanwhile, and Objected while something speaks against it that was not accepted with a reason
    (`accepted` is the fingerprint of what was read); then nothing was written.
    """
    alone_with(visit.patient)
    current = _waiting(visit)
    objections = objections_to_request(current, at=at)
    if objections and not (reason and accepted == seen(objections)):
        raise Objected(objections)
    current.approved_at, current.approved_by = at, by
    current.overridden = [one.code for one in objections]
    current.overridden_because = reason if objections else ""
    current.sequence += 1  # from now on the clinic's rule holds: whoever read that nothing is due looks again
    current.save(update_fields=["approved_at", "approved_by", "overridden", "overridden_because", "sequence"])
    agree(current, by=by, at=at)
    _answered("appointment.approved", current, by=by, at=at, **({"reason": reason} if objections else {}))
    about = {"booking": current.booking_id, "appointment": current.pk}
    telling.post("booking.confirmed", current, key=telling.approval_key(current), about=about, at=at)
    return current


@transaction.atomic
def decline(visit, *, because="", by, at) -> Appointment:
    """The visit is not booked: its time is free again, and a mail says so with `because`, in the clinic's words.

    Raises AnsweredMeanwhile; then nothing was written.
    """
    current = _waiting(visit)
    current.declined_at, current.declined_by, current.declined_because = at, by, because
    current.save(update_fields=["declined_at", "declined_by", "declined_because"])
    occupying.give_back(at=at, appointment=current.pk)
    wake_soon(current.clinic_id)
    _answered("appointment.declined", current, by=by, at=at)
    key = f"booking.declined:{current.pk}"
    telling.post("booking.declined", current, key=key, about={"appointment": current.pk}, at=at)
    return current


def _answered(verb, visit, *, by, at, **why) -> None:
    tray.take(REQUEST, target=visit, by=by, at=at)
    audit.record(verb, by=by, target=visit, patient=visit.patient_id, clinic=visit.clinic_id, **why)
