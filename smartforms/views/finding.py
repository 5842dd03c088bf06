"""The fetch is the permission check: every view of this room begins here."""

from django.http import Http404, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, render

import audit
from smartforms.models import Assignment
from smartforms.policies import Reason
from smartforms.presenters.places import home_of


def find(request, patient, assignment, *, at) -> Assignment:
    """The assignment with everything a page needs, in one query; a 404 when it is not there for this account."""
    rows = Assignment.objects.visible_to(request.user, at=at).filter(patient_id=patient)
    rows = rows.select_related("patient", "clinic", "version__template", "response", "practitioner")
    found = get_object_or_404(
        rows.defer("version__definition", "version__source", "version__report"), pk=assignment
    )
    if not _is_at_home(request, found.clinic):
        raise Http404
    return found


def _is_at_home(request, clinic) -> bool:
    """Whether this host is the clinic's. Asked of the row we have first, so that an autosave looks up no clinic."""
    host, _port = split_domain_port(request.get_host())
    return host in clinic.hosts or request.clinic.pk == clinic.pk


def note_opening(request, assignment, *, at, verb="form.opened") -> None:
    """Looking at a patient's form leaves an audit row."""
    audit.opened(verb, by=request.user, target=assignment, patient=assignment.patient_id,
                 clinic=assignment.clinic_id, at=at)  # fmt: skip


def explain(request, assignment, reason: Reason, **more) -> HttpResponse:
    """A page that says why this form cannot be used now, and what to do."""
    context = {"assignment": assignment, "reason": reason.value, "back_url": home_of(assignment.patient_id)}
    context |= more
    return render(request, "smartforms/closed.html", context, status=403)
