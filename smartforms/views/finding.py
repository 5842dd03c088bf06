"""The fetch is the permission check: every view of this room begins here."""

from django.db.models import Value
from django.http import Http404, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

import audit
from common import clock
from smartforms.by_link import forms_behind
from smartforms.models import Assignment
from smartforms.policies import Reason
from smartforms.presenters.listing import day_address, on_paper_context
from smartforms.presenters.places import home_of
from smartforms.views.coming_in import author_of, link_of


def find(request, patient, assignment, *, at) -> Assignment:
    """The assignment with everything a page needs, in one query; a 404 when it is not there for this account."""
    rows = _seen_by(request, at=at).filter(patient_id=patient)
    rows = rows.select_related("patient", "clinic", "version__template", "response", "practitioner")
    found = get_object_or_404(
        rows.defer("version__definition", "version__source", "version__report"), pk=assignment
    )
    if not is_at_home(request, found.clinic):
        raise Http404
    return found


def _seen_by(request, *, at):
    """The forms of an account, or of whoever came by a mailed link: those behind it that wait or were just sent."""
    if (link := link_of(request)) is None:
        return Assignment.objects.visible_to(request.user, at=at)
    return forms_behind(link).annotate(seen_in_full=Value(False))


def is_at_home(request, clinic) -> bool:
    """Whether this host is the clinic's. Asked of the row we have first, so that an autosave looks up no clinic."""
    host, _port = split_domain_port(request.get_host())
    return host in clinic.hosts or request.clinic.pk == clinic.pk


def note_opening(request, assignment, *, at, verb="form.opened") -> None:
    """Looking at a patient's form leaves an audit row."""
    audit.opened(verb, by=author_of(request), target=assignment, patient=assignment.patient_id,
                 clinic=assignment.clinic_id, at=at)  # fmt: skip


def day_of(request, assignment) -> str:
    """Where whoever asks gives themself one more day; empty where they may not."""
    if link_of(request):
        return ""
    return day_address(request.user, assignment, at=clock.now())


def home_for(request, patient_id) -> str:
    """Where somebody goes when they are done: to the portal, or to what else is behind their link."""
    return reverse("smartforms:by_link") if link_of(request) else home_of(patient_id)


def sent_place(request, assignment) -> str:
    """Where a form leads that was sent: to its copy, or, by a link, to what else waits."""
    if link_of(request):
        return reverse("smartforms:by_link")
    return reverse("smartforms:sent", args=[assignment.patient_id, assignment.pk])


def explain(request, assignment, reason: Reason, *, status=403, **more) -> HttpResponse:
    """A page that says why this form cannot be used now, and what to do.

    That it was handed in on paper is no refusal.
    """
    if reason == Reason.ON_PAPER:
        status, more = 200, more | on_paper_context(assignment)
        note_opening(request, assignment, at=clock.now())
    context = {
        "assignment": assignment,
        "reason": reason.value,
        "day_url": day_of(request, assignment),
        "back_url": home_for(request, assignment.patient_id),
    }
    context |= more
    return render(request, "smartforms/closed.html", context, status=status)
