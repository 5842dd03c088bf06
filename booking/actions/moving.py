"""Moving a visit: the new time is taken before the old one is given back, in one transaction (docs/adr/0014)."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

import audit
from booking import policy_words
from booking.actions import occupying, telling
from booking.actions.by_staff import Objected, occupy
from booking.actions.cancelling import own_forms
from booking.actions.confirming import Lost
from booking.actions.holding import things_of
from booking.availability import wallclock
from booking.forms_along import due_anew
from booking.models import Appointment, Hold, Move, Occupancy
from booking.objections import Objection, Wish, objections_to, seen
from booking.policies import MOVE, why_not_change
from booking.rules import late_fee, rules_of
from booking.waiting.waking import wake_soon
from common.locks import one_at_a_time
from records.actions import begin_care
from smartforms.mending import give_until


class ChangedMeanwhile(Exception):
    """The visit is no longer as it was read: cancelled, moved, or the patient came."""


def moved_key(move_id) -> str:
    """The dedupe key of the mail about one move."""
    return f"booking.moved:{move_id}"


def is_there_already(visit, wish: Wish) -> bool:
    """Whether a visit is when, as long, where and with whom it is wanted."""
    wanted = wish.starts_at, wish.ends_at, wish.practitioner.pk, wish.location.pk
    return (visit.starts_at, visit.ends_at, visit.practitioner_id, visit.location_id) == wanted


def stays_put(visit, wish: Wish) -> bool:
    """Whether only its length changes: nobody has to come at another time, to another place or to somebody else."""
    wanted = wish.starts_at, wish.practitioner.pk, wish.location.pk
    return (visit.starts_at, visit.practitioner_id, visit.location_id) == wanted


ABOUT_LENGTH = {"closed", "away", "taken", "resource"}


def against(visit, wish: Wish, *, at) -> list[Objection]:
    """What speaks against moving a visit there; where only its length changes, nothing that is said of its start."""
    found = objections_to(wish, at=at)
    return [one for one in found if one.code in ABOUT_LENGTH] if stays_put(visit, wish) else found


@transaction.atomic
def move(visit, wish: Wish, *, by, at, accepted="", reason="", fee=0, tells=True, held=None) -> Move:
    """Move a visit: the same row, so that every link to it leads to where it stands now.

    `fee` is what moving costs the patient, in cents; `tells` whether a mail says so. `held` is the hold that keeps
    the new time for this very visit: it was on offer when that was made, so nothing speaks against it. Raises
    ChangedMeanwhile where the visit is no longer as it was read or only asked for, Objected while something speaks
    against the new time that was not accepted with a reason, Lost when the hold is over; then nothing was written and
    the old time is still the visit's.
    """
    # Two visits that change places would wait for each other.
    one_at_a_time(f"moves at {visit.clinic_id}")
    rows = Appointment.objects.agreed().unmet().filter(pk=visit.pk, sequence=visit.sequence)
    current = rows.select_for_update(of=("self",)).select_related("booking").first()
    if current is None:
        raise ChangedMeanwhile
    objections = [] if held else against(current, wish, at=at)
    if objections and not (reason and accepted == seen(objections)):
        raise Objected(objections)
    made = Move.objects.create(
        appointment=current,
        starts_at=current.starts_at,
        ends_at=current.ends_at,
        practitioner_id=current.practitioner_id,
        location_id=current.location_id,
        moved_at=at,
        moved_by=by,
        late_fee=fee,
    )
    _rewrite(current, wish, objections, reason, at=at)
    if held:
        _keep(current, held, at=at)
    else:
        _exchange(current, wish, at=at)
    begin_care(practitioner_id=wish.practitioner.pk, patient=current.patient, at=at, why="visit")
    for form in own_forms(current):
        until = due_anew(form, was=made.starts_at, now=wish.starts_at, at=at)
        give_until(form, until=until, by=by, at=at)
    why = {"reason": reason} if objections else {}
    who = {"by": by, "patient": current.patient_id, "clinic": current.clinic_id}
    audit.record("appointment.moved", target=current, **who, **why)
    wake_soon(current.clinic_id)
    if tells and telling.can_be_told(current):
        about = {"appointment": current.pk, "move": made.pk}
        telling.post("booking.moved", current, key=moved_key(made.pk), about=about, at=at)
    return made


def _rewrite(visit, wish, objections, reason, *, at) -> None:
    if wish.starts_at != visit.starts_at:
        visit.attendance_confirmed_at = None  # nobody said that they come then
    visit.starts_at, visit.ends_at = wish.starts_at, wish.ends_at
    visit.practitioner, visit.location = wish.practitioner, wish.location
    visit.policy_told = policy_words.sentence(wish.clinic, rules_of(wish.clinic), wish.starts_at, at=at)
    visit.overridden = [one.code for one in objections]
    visit.overridden_because = reason if objections else ""
    visit.sequence += 1
    visit.save()


def _exchange(visit, wish, *, at) -> None:
    """Take the new time, then give back the old. Whatever goes wrong undoes both."""
    old = Occupancy.objects.filter(appointment=visit.pk, released_at=None)
    begin, end = (wallclock.to_instant(minute) for minute in wish.occupied())
    if old.filter(during__overlap=DateTimeTZRange(begin, end)).exists():
        # It moves by less than it lasts, and would stand in its own way.
        old.update(released_at=at)
        occupy(visit, wish, at=at)
        return
    rows = list(old.values_list("pk", flat=True))
    occupy(visit, wish, at=at)
    Occupancy.objects.filter(pk__in=rows).update(released_at=at)


def _keep(visit, held, *, at) -> None:
    """The held time becomes the visit's, then the old is given back. Raises Lost when it is not held any more."""
    rows = list(Occupancy.objects.filter(appointment=visit.pk, released_at=None).values_list("pk", flat=True))
    things = len(things_of(held.clinic, held.service, held.practitioner_id))
    if not occupying.keep(held.pk, appointment=visit.pk, things=things, at=at):
        raise Lost
    # The visit has a hold of its own, by which it was made.
    Hold.objects.filter(pk=held.pk).update(released_at=at)
    Occupancy.objects.filter(pk__in=rows).update(released_at=at)


def move_online(visit, wish: Wish, *, by, at) -> Move:
    """Move as a patient, by the clinic's rules, with the late fee where it is late. Raises as `move` does."""
    if why_not_change(visit, at=at, how=MOVE):
        raise ChangedMeanwhile
    fee = late_fee(rules_of(wish.clinic), visit.starts_at, at=at)
    return move(visit, wish, by=by, at=at, fee=fee)
