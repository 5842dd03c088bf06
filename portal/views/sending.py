"""Files to the clinic: sending them, looking at one's own, taking one back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.http import posted
from portal.forms import SendingFiles
from portal.presenters import sent_files as show
from portal.sending import batch_of, send_all, sent_files
from portal.views.documents import documents_page
from portal.views.opening import note, open_record, refuse
from records.actions import sent
from records.handing_out import handed_out
from records.policies import may_send_files


@require_POST
def sending(request, patient):
    """Send files for a patient; what is refused is said beside the box, on the page of documents."""
    household, grant = open_record(request, patient)
    if not may_send_files(grant):
        return refuse(request, household, grant, "documents")
    form = SendingFiles(posted(request), request.FILES or None, request=request, grant=grant)
    if not form.is_valid():
        return documents_page(request, household, grant, form)
    done = send_all(
        form.cleaned_data.pop("files"), grant, **form.cleaned_data, by=request.user, at=household.at,
        batch=batch_of(request.POST.get("batch", "")),
    )  # fmt: skip
    if done.sent:
        words = ngettext(
            "%(n)d file is sent to the clinic.", "%(n)d files are sent to the clinic.", done.sent
        )
        messages.success(request, words % {"n": done.sent})
    for words in done.refused:
        form.add_error("files", words)
    if done.refused:
        return documents_page(request, household, grant, form)
    return redirect("portal:documents", grant.patient_id)


def _one(request, household, grant, pk):
    return get_object_or_404(sent_files(request.user, grant.patient, at=household.at), pk=pk)


@require_safe
def sent_file(request, patient, sent_file):
    """The file as it was kept, to save."""
    household, grant = open_record(request, patient)
    one = _one(request, household, grant, sent_file)
    if one.upload.removed_at:
        raise Http404
    answer = handed_out(one.upload)
    note(request, household, grant, "sent_file.opened", one)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def sent_removal(request, patient, sent_file):
    """Ask once, then take back a file that waits; what the clinic has decided on stays."""
    household, grant = open_record(request, patient)
    one = _one(request, household, grant, sent_file)
    if one.upload.account_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        return _removed(request, grant, one, at=household.at)
    if not one.waits:
        return redirect("portal:documents", grant.patient_id)
    note(request, household, grant, "sent_files.listed", one)
    return render(request, "portal/sent_removal.html", show.removal_page(grant, one))


def _removed(request, grant, one, *, at):
    if sent.take_back(one, by=request.user, at=at):
        messages.success(
            request, _("%(name)s is removed. The clinic no longer has it.") % {"name": one.upload.name}
        )
    else:
        messages.info(request, _("The clinic has looked at this file already."))
    return redirect("portal:documents", grant.patient_id)
