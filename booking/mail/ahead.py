"""The mails about visits ahead: asked for, booked, near."""

from dataclasses import replace

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.will_come import is_asked
from booking.calendar_file import calendar_file
from booking.mail.doors import door
from booking.mail.reading import line, told
from booking.models import Appointment
from common.wording import moment
from outbox import registry
from outbox.composing import written
from outbox.sparing import spare
from smartforms.models import Assignment


def confirmed(message, *, at):
    """One mail for all visits of a booking that still stand, with a file for the calendar.

    Of a family it also tells for whom the clinic is only asked. To an address nobody proved yet it also carries the
    proof (Settled 6).
    """
    reader, known = told(message, at=at)
    of_booking = known.filter(booking_id=message.about["booking"])
    if one := message.about.get("appointment"):
        of_booking = of_booking.filter(pk=one)
    else:
        # What was asked for and is approved by now has a mail of its own.
        of_booking = of_booking.filter(approved_at=None)
    visits, asked = list(of_booking.agreed()), list(of_booking.waiting())
    if asked and not visits:
        return _about(message, "booking/mail/received", reader, asked, at=at)
    if not visits:
        raise registry.ReasonGone("no visit stands")
    mail = _about(message, "booking/mail/confirmed", reader, visits, asked=asked, at=at)
    mail.attach("visit.ics", calendar_file(visits, at=at).decode(), "text/calendar; method=PUBLISH")
    return mail


def received(message, *, at):
    """The clinic was asked for these visits, and answers later. To an address nobody proved it also is the proof."""
    reader, known = told(message, at=at)
    visits = list(known.waiting().filter(booking_id=message.about["booking"]))
    if not visits:
        raise registry.ReasonGone("answered, or taken back")
    return _about(message, "booking/mail/received", reader, visits, at=at)


def reminder(message, *, at):
    """One mail for the visits of somebody that are near and still stand, at the time they were to be reminded of."""
    reader, known = told(message, at=at)
    ids = message.about["visits"].split()
    still = known.coming(at=at).agreed().filter(reminded_of=F("starts_at"), arrived_at=None)
    visits = list(still.filter(pk__in=ids, starts_at__gt=at))
    if not visits:
        raise registry.ReasonGone("no visit ahead")
    return _about(message, "booking/mail/reminder", reader, visits, at=at, asks=True)


def _about(message, template: str, reader, visits, *, at, asked=(), asks=False):
    """A mail about visits ahead, with what waits before them and one button.

    `asked` are others of the booking that wait for the clinic's answer; `asks` whether they will come.
    """
    if not reader.is_proved:
        spare(reader.email, at=at)
    # To an address on file forms go with a link of their own.
    forms = _forms_waiting(reader.account, visits, at=at) if reader.account else 0
    lines = [line(visit, reader, at=at) for visit in visits]
    button = door(reader.account, [*visits, *asked], has_forms=bool(forms), at=at)
    if asks and button["kind"] == "portal":
        lines, button = _asking(lines, button, visits, has_forms=bool(forms), at=at)
    context = {
        "lines": lines,
        "asked": [line(visit, reader, at=at) for visit in asked],
        "name": reader.name,
        "when": moment(visits[0].starts_at.astimezone(visits[0].clinic.zone)),
        "forms": forms,
        # Beside the button to the forms, for the rule says that it can be changed online.
        "visits_path": _visits_path(visits) if forms and button["kind"] == "portal" else "",
        **button,
    }
    return written(message, template, to=reader.email, context=context)


def _visits_path(visits) -> str:
    patients = {visit.patient_id for visit in visits}
    return reverse("portal:visits", args=patients) if len(patients) == 1 else reverse("portal:home")


def _asking(lines, button, visits, *, has_forms, at):
    """Where to say that one will come: the mail's button, or, beside forms or other visits, a link below each visit."""
    pages = [
        reverse("portal:attendance", args=[visit.patient_id, visit.pk]) if is_asked(visit, at=at) else ""
        for visit in visits
    ]
    if len(visits) == 1 and pages[0] and not has_forms:
        return lines, button | {"path": pages[0], "label": _("I’ll be there")}
    return [replace(told, attend=page) for told, page in zip(lines, pages, strict=True)], button


def _forms_waiting(account, visits, *, at) -> int:
    brought = Appointment.assignments.through.objects.filter(appointment__in=visits).values("assignment")
    return Assignment.objects.visible_to(account, at=at).waiting(at=at).filter(pk__in=brought).count()
