"""Files to the clinic: sending them, what became of them, looking at one's own, taking one back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

import audit
from common.http import page_number, posted
from portal.forms import SendingFiles
from portal.presenters import sent_files as show
from portal.presenters.record_tabs import record_tabs
from portal.sending import batch_of, may_send_files, page_of, send_all, sent_files
from portal.views.opening import open_record, refuse
from records.actions import sent
from records.handing_out import handed_out


@require_http_methods(["GET", "HEAD", "POST"])
def sending(request, patient):
    """What was sent for a patient, and a box to send more; without the right to send, what one sent oneself."""
    household, grant = open_record(request, patient)
    may = may_send_files(grant)
    if request.method == "POST" and not may:
        return refuse(request, household, grant, "documents")
    form = SendingFiles(posted(request), request.FILES or None, request=request, grant=grant) if may else None
    if request.method == "POST" and form.is_valid():
        done = send_all(
            form.cleaned_data.pop("files"), grant, **form.cleaned_data, by=request.user, at=household.at,
            batch=batch_of(request.POST.get("batch", "")),
        )  # fmt: skip
        if done.sent:
            words = ngettext(
                "%(n)d file is sent to the clinic.", "%(n)d files are sent to the clinic.", done.sent
            )
            messages.success(request, words % {"n": done.sent})
        if not done.refused:
            return redirect("portal:sending", grant.patient_id)
        for words in done.refused:
            form.add_error("files", words)
    page = page_of(request.user, grant.patient, page_number(request.GET.get("page", "")), at=household.at)
    if not may and not page.object_list:
        return refuse(request, household, grant, "documents")
    _note(request, grant, page, at=household.at)
    context = {
        "patient": grant.patient,
        "grant": grant,
        "record_tabs": record_tabs(grant, "sending"),
        "has_errors": bool(form and form.errors),
        **show.sent_block(grant, page, request.user, at=household.at),
        **(show.sending_block(grant, form) if may else {}),
    }
    return render(request, "portal/sending.html", context, status=422 if form and form.errors else 200)


def _note(request, grant, page, *, at) -> None:
    audit.opened(
        "sent_files.listed",
        by=request.user,
        target=f"{grant.patient_id}:{page.number}",
        patient=grant.patient,
        clinic=request.clinic,
        at=at,
        ids=[one.pk for one in page],
    )


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
    noted = {"target": one, "patient": grant.patient, "clinic": request.clinic}
    audit.opened("sent_file.opened", by=request.user, at=household.at, **noted)
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
        return redirect("portal:sending", grant.patient_id)
    return render(request, "portal/sent_removal.html", show.removal_page(grant, one))


def _removed(request, grant, one, *, at):
    if sent.take_back(one, by=request.user, at=at):
        messages.success(
            request, _("%(name)s is removed. The clinic no longer has it.") % {"name": one.upload.name}
        )
    else:
        messages.info(request, _("The clinic has looked at this file already."))
    return redirect("portal:sending", grant.patient_id)
