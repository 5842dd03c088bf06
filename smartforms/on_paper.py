"""A form that was printed and filled in by hand: closed with a scan of the paper, and opened again after a mistake."""

from django.db import transaction

import audit
from records.actions import uploads
from smartforms.models import Assignment


def hand_in(assignment, *, file, by, at) -> bool:
    """Keep a scan of the filled paper; the form is completed. False where it is over already: nothing is kept then.

    What somebody began to answer on the screen stays a draft that nobody sends. Raises files.Refused, and OSError
    where there is no room.
    """
    if assignment.is_over:
        return False
    scan = uploads.keep(file, by=by, at=at, counted=False, **_belonging(assignment))
    if _close(assignment, scan, by=by, at=at):
        return True
    uploads.take_back(scan.pk, by=by, at=at, **_belonging(assignment))
    return False


@transaction.atomic
def _close(assignment, scan, *, by, at) -> bool:
    """Whoever sends the answers in at this moment is first or second, never beside it: `submit` waits here too."""
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    still_open = Assignment.objects.not_over().filter(pk=assignment.pk)
    if not still_open.update(paper_at=at, paper_by=by, paper_scan=scan):
        return False
    audit.record("form.handed_in_on_paper", by=by, **_what(assignment))
    return True


@transaction.atomic
def take_back(assignment, *, by, at) -> bool:
    """Remove the scan; the form stands as it stood before. Twice changes nothing, nor where its series ended."""
    if not may_be_taken_back(assignment):
        return False
    scan = assignment.paper_scan_id
    handed_in = Assignment.objects.filter(pk=assignment.pk, paper_scan=scan)
    if not handed_in.update(paper_at=None, paper_by=None, paper_scan=None):
        return False
    uploads.take_back(scan, by=by, at=at, **_belonging(assignment))
    audit.record("form.paper_taken_back", by=by, **_what(assignment))
    return True


def may_be_taken_back(assignment) -> bool:
    """Whether a scan can be undone: an entry of a diary that was ended meanwhile would wait for ever."""
    return assignment.is_on_paper and not (assignment.series and assignment.series.ended_at)


def _belonging(assignment) -> dict:
    return {"patient": assignment.patient, "for_what": assignment.for_uploads}


def _what(assignment) -> dict:
    return {"target": assignment, "patient": assignment.patient_id, "clinic": assignment.clinic_id}
