"""The scan of a form that was filled in by hand, for the patient's own side."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common import clock
from records.handing_out import handed_out
from records.models import Upload
from smartforms import policies
from smartforms.views.finding import find, note_opening


@require_safe
def scan(request, patient, assignment):
    """To save; for whoever sees the record in full."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    if not policies.may_keep_scan(assignment):
        raise Http404
    kept = get_object_or_404(
        Upload.objects.visible_to(request.user, at=at), pk=assignment.paper_scan_id, patient=patient
    )
    answer = handed_out(kept)
    note_opening(request, assignment, at=at, verb="file.opened")
    return answer
