"""Visits that staff make for a patient: any rule may be broken, knowingly and with a reason (product §11)."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

import audit
from accounts.models import User
from booking.actions import occupying
from booking.actions.cancelling import as_late, cancel
from booking.actions.making import make_visit
from booking.actions.telling import can_be_told, confirmation_key, post
from booking.availability import slots, wallclock
from booking.forms_along import bring
from booking.models import Appointment, Booking, ServiceForm
from booking.objections import Objection, Wish, objections_to, overlaps, seen
from booking.repeating import in_its_week, objections_to_each
from booking.rules import forms_of
from outbox.models import Message
from records.actions import begin_care
from records.actions.alone import alone_with
from smartforms.asking_again import is_asked
from smartforms.models import Assignment, Template


class Objected(Exception):
    """Rules speak against it that nobody accepted yet: `objections`."""

    def __init__(self, objections):
        self.objections: list[Objection] = objections
        super().__init__([one.code for one in objections])


class CancelledSince(Exception):
    """The visit that this mark made is cancelled: the page is an old one, and whoever sends it wants another visit."""


@dataclass(frozen=True)
class Terms:
    """What goes with a visit: whose portal its forms go to (None: whoever has full access), a note, the forms, by when
    (None: a day before) and a word along with them.

    `accepted` is the fingerprint of the objections somebody read (`objections.seen`), `reason` why it is made anyway.
    """

    account: User | None = None
    note: str = ""
    templates: list[Template] = field(default_factory=list)
    due_at: datetime | None = None
    message: str = ""
    accepted: str = ""
    reason: str = ""


def book_for(patient, wish: Wish, terms: Terms, *, mark: uuid.UUID, by, at) -> Appointment:
    """Make the visit. Raises as `book_series`."""
    return book_series(patient, [wish], terms, mark=mark, by=by, at=at)[0]


@transaction.atomic
def book_series(patient, wishes: list[Wish], terms: Terms, *, mark: uuid.UUID, by, at) -> list[Appointment]:
    """Make one visit, or several of one booking, all or none. The same `mark` makes them once however often it is sent.

    Forms go with the first; with those after it only what their service asks every time. A form that waits there comes
    along. Raises Objected while something speaks against one of them that was not accepted with a reason, or that came
    up since, CannotSend for a form that is not there any more, CancelledSince, and Appointment.DoesNotExist for the
    mark of other visits; then nothing was written.
    """
    clinic = wishes[0].clinic
    # Before their practitioner is noted, as whoever confirms does it, or the two wait for each other.
    alone_with(patient)
    booking, is_new = Booking.objects.get_or_create(
        pk=mark, defaults={"clinic": clinic, "account": terms.account, "made_at": at}
    )
    if not is_new:
        return _made(booking, patient, wishes)
    against = objections_to_each(wishes, at=at)
    every_one = [one for objections in against for one in objections]
    if every_one and not (terms.reason and terms.accepted == seen(every_one)):
        raise Objected(every_one)
    visits = []
    for wish, objections in zip(wishes, against, strict=True):
        visit = make_visit(
            booking,
            patient,
            wish,
            note=terms.note,
            at=at,
            overridden=[one.code for one in objections],
            overridden_because=terms.reason if objections else "",
        )
        try:
            occupy(visit, wish, at=at)
        except Objected as met:
            if len(wishes) > 1:
                raise Objected(in_its_week(wish, wishes[0], met.objections)) from met
            raise
        visits.append(visit)
    begin_care(practitioner_id=wishes[0].practitioner.pk, patient=patient, at=at, why="visit")
    _bring_forms(visits, terms, by=by, at=at)
    for visit in visits:
        verb = "appointment.overridden" if visit.overridden else "appointment.booked"
        why = {"reason": terms.reason} if visit.overridden else {}
        audit.record(verb, by=by, target=visit, patient=patient, clinic=clinic, **why)
    return visits


def _made(booking, patient, wishes) -> list[Appointment]:
    """The visits that this mark made before."""
    of_booking = Appointment.objects.filter(booking=booking, patient=patient)
    if of_booking.count() != len(wishes):
        raise Appointment.DoesNotExist
    made = [
        of_booking.get(
            service=wish.service,
            practitioner=wish.practitioner,
            location=wish.location,
            starts_at=wish.starts_at,
        )
        for wish in wishes
    ]
    if all(visit.is_off for visit in made):
        raise CancelledSince
    return made


def _bring_forms(visits, terms, *, by, at) -> None:
    first, clinic = visits[0], visits[0].clinic
    waiting = Assignment.objects.waiting(at=at).filter(
        patient=first.patient, account=terms.account, confidential=False
    )
    there = {form.version.template_id: form for form in waiting.select_related("version")}
    links = {link.template_id: link for link in forms_of(clinic, first.service)}
    said = {"due_at": terms.due_at, "message": terms.message}
    for template in terms.templates:
        link = links.get(template.pk) or ServiceForm(template=template)
        if form := there.get(template.pk):
            first.assignments.add(form)
        else:
            bring(first, link, account=terms.account, by=by, at=at, **said)
    for visit in visits[1:]:
        for template in terms.templates:
            link = links.get(template.pk)
            if link and is_asked(visit.patient, template, rule=link.rule, months=link.months, at=at):
                bring(visit, link, account=terms.account, by=by, at=at, message=terms.message)


def occupy(visit, wish, *, at) -> None:
    """Take what is free of its time, under the constraint like any other visit; lay the rest over what is there.

    Raises Objected where somebody was faster.
    """
    begin, end = wish.occupied()
    for thing, taken in sorted(overlaps(wish, at=at).items()):
        inside = [(max(low, begin), min(high, end)) for low, high in taken]
        for low, high in slots.gaps(inside, begin, end):
            free = {"start": wallclock.to_instant(low), "end": wallclock.to_instant(high)}
            if not occupying.take([thing], **free, at=at, appointment=visit.pk):
                raise Objected(objections_to(wish, at=at))  # somebody was faster
        for low, high in inside:
            if "taken" not in visit.overridden and "resource" not in visit.overridden:
                raise Objected(objections_to(wish, at=at))
            occupying.lay(
                thing,
                start=wallclock.to_instant(low),
                end=wallclock.to_instant(high),
                appointment=visit.pk,
            )


def following(visit):
    """The visits made together with this one for the same patient that come after it and can be cancelled."""
    later = Appointment.objects.unmet().filter(clinic=visit.clinic_id, booking=visit.booking_id)
    return later.filter(patient=visit.patient_id, starts_at__gt=visit.starts_at).order_by("starts_at")


@transaction.atomic
def cancel_for(
    visit, *, asked_by_patient: bool, because="", tells: bool, with_following=False, by, at
) -> bool:
    """Cancel as staff, alone or with the visits of its series that follow; one mail tells of all.

    A patient who asks for it late has cancelled late, and owes the late fee, like one who does it online; the clinic's
    own wish is never late, and free. False, and nothing is changed, where the visit is no longer as it was read, or
    only asked for: that is declined instead.
    """
    if visit.is_waiting:
        return False

    def facts(one) -> dict:
        late = as_late(one, at=at) if asked_by_patient else {}
        verb = "appointment.cancelled_late" if late.get("is_late") else "appointment.cancelled"
        return {"by": by, "at": at, "because": because, "verb": verb, **late}

    later = list(following(visit)) if with_following else []
    if not cancel(visit, **facts(visit), tells=tells, along=later):
        return False
    for one in later:
        cancel(one, **facts(one), tells=False)
    return True


@transaction.atomic
def tell(visit, *, by, at) -> bool:
    """Mail that the visit is booked: to the account it was made for, else to the patient's address on file.

    Once a visit. False where there is nobody to tell.
    """
    if not can_be_told(visit):
        return False
    key = confirmation_key(visit.booking_id)
    if not Message.objects.filter(dedupe_key=key).exists():
        post("booking.confirmed", visit, key=key, about={"booking": visit.booking_id}, at=at)
        who = {"by": by, "patient": visit.patient_id, "clinic": visit.clinic_id}
        audit.record("appointment.told", target=visit, **who)
    return True
