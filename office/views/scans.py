"""A form that came back on paper: its scan added by those who send forms, read by those who read the answers."""

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from common import files
from common.http import posted
from office.doors import WRITES, in_workspace, note
from office.forms.scan import Scan
from office.parts import FORMS, SENDING
from office.patient_forms import form_of
from office.presenters import patient_forms as show
from office.views.answers import refuse
from records.handing_out import handed_out
from records.models import Upload
from smartforms import on_paper
from smartforms.policies import reads_scan

log = logging.getLogger(__name__)


@in_workspace(SENDING, methods=WRITES)
def scan(request, space, assignment):
    """Add the scan; the form is completed. One that is over already leads back."""
    found = _form(space, assignment)
    if found.is_over:
        return _back(space, found)
    said = posted(request), request.FILES or None  # once it is read, what was too large is known
    form = Scan(*said, too_large=getattr(request, "too_large", ()))
    if request.method == "POST" and form.is_valid():
        try:
            if on_paper.hand_in(found, file=form.cleaned_data["scan"], by=request.user, at=space.at):
                messages.success(request, _("The scan is kept; the form is completed."))
            else:
                messages.info(request, _("This has changed meanwhile. Look again."))
            return _back(space, found)
        except files.Refused as refused:
            form.add_error("scan", str(refused))
        except OSError:
            log.exception("a scan could not be kept")
            form.add_error("scan", _("We could not keep the file. Try again in a few minutes"))
    page = show.scan_page(space, found, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


@in_workspace(FORMS)
def scan_file(request, space, assignment):
    """The scan, to save, for the readers of the form's answers."""
    found = _form(space, assignment)
    if not reads_scan(space.member, found, at=space.at):
        return refuse(request, found, at=space.at)
    kept = Upload.objects.of(request.clinic).filter(patient=space.patient)
    answer = handed_out(get_object_or_404(kept, pk=found.paper_scan_id))
    note(request, space, "file.opened", found)
    return answer


@in_workspace(SENDING, methods=WRITES)
def scan_removal(request, space, assignment):
    """Undo a mistake: the scan goes, the form waits again."""
    found = _form(space, assignment)
    if not on_paper.may_be_taken_back(found):
        return _back(space, found)
    if request.method == "POST":
        if on_paper.take_back(found, by=request.user, at=space.at):
            messages.success(request, _("The scan is taken back; the form is open again."))
        return _back(space, found)
    return render(request, "office/confirm.html", show.scan_removal_page(space, found))


def _form(space, pk):
    found = form_of(space.patient, pk)
    if found is None:
        raise Http404
    return found


def _back(space, found):
    """To the tab, or for an entry to its diary: there it stands once it is over."""
    if found.series:
        return redirect("office:series", space.patient.pk, found.series.pk)
    return redirect("office:patient_forms", space.patient.pk)
