"""The fetch is the permission check: every view of this room begins here."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

import audit
from smartforms.models import Assignment
from smartforms.policies import Reason


def find(request, patient, assignment, *, at, clinic=None) -> Assignment:
    """The assignment with everything a page needs, in one query; a 404 when it is not there for this account."""
    rows = Assignment.objects.visible_to(request.user, at=at).filter(patient_id=patient)
    if clinic is not None:
        rows = rows.filter(clinic_id=clinic.pk)
    rows = rows.select_related("patient", "clinic", "version__template", "response", "practitioner")
    return get_object_or_404(
        rows.defer("version__definition", "version__source", "version__report"), pk=assignment
    )


def note_opening(request, assignment, *, at) -> None:
    """Looking at a patient's form leaves an audit row."""
    audit.opened("form.opened", by=request.user, target=assignment, patient=assignment.patient_id,
                 clinic=assignment.clinic_id, at=at)  # fmt: skip


def explain(request, assignment, reason: Reason) -> HttpResponse:
    """A page that says why this form cannot be used now, and what to do."""
    return render(
        request, "smartforms/closed.html", {"assignment": assignment, "reason": reason.value}, status=403
    )
