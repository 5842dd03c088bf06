"""What waits for an answer: the line above the calendar, the list, and the page of one request."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.objections import seen
from booking.policies import may_answer
from common import wording
from office.presenters.person import workspace_page
from office.presenters.states import called
from office.presenters.visit import told


def requests_notice(member, requests) -> dict | None:
    """'2 visits wait for your answer', with the way there; nothing where none does."""
    count = sum(may_answer(member, visit, cares=False) for visit in requests)
    if not count:
        return None
    words = ngettext("%(n)d visit waits for your answer.", "%(n)d visits wait for your answer.", count)
    return {"text": words % {"n": count}, "url": reverse("office:visit_requests"), "label": _("Answer them")}


def requests_page(visits, clinic) -> dict:
    """Everything office/visit_requests.html shows."""
    return {"rows": [_row(visit, clinic.zone) for visit in visits]}


def _row(visit, zone) -> dict:
    start = visit.starts_at.astimezone(zone)
    return {
        "when": wording.moment(start),
        "who": called(visit.patient, start.date()),
        "what": visit.service.title,
        "with_whom": visit.practitioner.name,
        "asked": wording.moment(visit.requested_at.astimezone(zone)),
        "url": reverse("office:visit_answer", args=[visit.patient_id, visit.pk]),
    }


def answer_page(space, visit, form, objections) -> dict:
    """Everything office/visit_answer.html shows."""
    title = _("Answer this request")
    return {
        **workspace_page(space, "patient"),
        "tab": title,
        "title": title,
        "told": told(space, visit),
        "note": visit.note if space.cares else "",
        "asked": wording.moment_with_year(visit.requested_at.astimezone(space.zone)),
        "form": form,
        "has_errors": bool(form.errors),
        "objections": objections,
        "accepted": seen(objections) if objections else "",
        "back_url": reverse("office:visit", args=[space.patient.pk, visit.pk]),
    }
