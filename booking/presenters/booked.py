"""Words and rows of the page after booking."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import policies
from booking.guests import AsGuest
from booking.presenters.on_the_day import on_the_day
from booking.presenters.strip import booking_for
from common import clock
from common.wording import dated, long_date_year, time_range
from records.policies import grants_of
from smartforms.models import Assignment
from smartforms.presenters.listing import task

STATES = {
    "requested": "coming",
    "booked": "coming",
    "arrived": "coming",
    "completed": "past",
    "no_show": "past",
    "cancelled": "cancelled",
    "declined": "cancelled",
}
KINDS = {
    "requested": "info",
    "booked": "ok",
    "arrived": "ok",
    "completed": "neutral",
    "no_show": "bad",
    "cancelled": "outline",
    "declined": "outline",
}


def appointment_card(appointment, *, zone, who, initials, colour, links=(), level=2) -> dict:
    """The card of one visit, as the component takes it."""
    start, end = appointment.starts_at.astimezone(zone), appointment.ends_at.astimezone(zone)
    return {
        "weekday": date_format(start, "D"),
        "day": start.day,
        "month": dated(start, "M"),
        "full_date": long_date_year(start),
        "who": who,
        "initials": initials,
        "colour": colour,
        "tag_label": appointment.status_label,
        "tag_kind": KINDS[appointment.status],
        "time": time_range(start, end),
        "service": appointment.service.title,
        "practitioner": appointment.practitioner.name,
        "place": appointment.location.name,
        "by_video": appointment.service.setting == "video",
        "state": STATES[appointment.status],
        "links": list(links),
        "level": level,
    }


def _title(appointment, grant) -> str:
    if appointment.is_off:
        return _("This visit was taken back")
    if appointment.is_waiting:
        return _("We’ve asked the clinic")
    if grant.is_self:
        return _("You’re booked")
    return _("%(name)s is booked") % {"name": appointment.patient.given_name}


def done_page(request, hold, appointment, *, at) -> dict:
    """Everything on the confirmation page."""
    zone, patient, account = request.clinic.zone, appointment.patient, request.user
    guest_email = "" if account.is_authenticated else appointment.booking.guest_email
    if guest_email:
        grant = AsGuest.of(appointment)
    else:
        mine = grants_of(account, at=at, clinic=request.clinic)
        grant = next(one for one in mine if one.patient_id == patient.pk)
    left = clock.minutes_left(policies.undo_ends_at(appointment), at=at)
    brought = Assignment.objects.visible_to(request.user, at=at).filter(
        pk__in=appointment.assignments.values("pk")
    )
    waiting = brought.waiting(at=at).select_related("version__template", "response")
    tasks = [task(assignment, at=at, zone=zone) for assignment in waiting]
    is_cancelled = appointment.is_off
    return {
        "appointment": appointment,
        "title": _title(appointment, grant),
        "is_waiting": appointment.is_waiting,
        "card": appointment_card(
            appointment,
            zone=zone,
            who=_("You") if grant.is_self else patient.given_name,
            initials=patient.initials,
            colour=grant.colour,
        ),
        "acting_for": None
        if grant.is_self
        else booking_for(patient.given_name, grant.relation, grant.colour),
        "is_cancelled": is_cancelled,
        "tasks": tasks if not is_cancelled else [],
        "tasks_title": ngettext(
            "One thing to do before the visit", "%(n)d things to do before the visit", len(tasks)
        )
        % {"n": len(tasks)},
        "start_url": tasks[0]["url"] if tasks else "",
        "undo_minutes": 0 if is_cancelled else left,
        "undo_url": reverse("booking:undo", args=[hold]),
        "calendar_url": reverse("guest_calendar")
        if guest_email
        else reverse("portal:calendar_file", args=[patient.pk, appointment.pk]),
        "portal_url": "" if guest_email else reverse("portal:patient", args=[patient.pk]),
        "on_the_day": on_the_day(appointment),
        "email": guest_email or account.email,
        "is_verified": bool(guest_email) or account.is_verified,
    }
