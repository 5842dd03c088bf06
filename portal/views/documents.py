"""What the clinic shared of a record: the list, one document, its file to look at or to save."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import audit
from common.paging import around, page_number
from portal import documents as known
from portal.forms import SendingFiles
from portal.presenters import documents as show
from portal.presenters.locked import unlock
from portal.presenters.record_tabs import record_tabs
from portal.presenters.sent_files import sending_block, sent_block
from portal.sending import forms_with, sent_page
from portal.views.opening import note, open_record
from records.handing_out import handed_out
from records.models.access import Scope
from records.policies import may_send_files, sees_all


@require_safe
def documents(request, patient):
    """What the clinic shared, some at a time; nothing of it for limited access, which sees what it sent itself."""
    household, grant = open_record(request, patient)
    return documents_page(request, household, grant)


def documents_page(request, household, grant, form=None):
    """The list, what was sent to the clinic, and the box to send more; once more with a `form` that is wrong."""
    number = page_number(request.GET.get("page", ""))
    rows, has_more = known.page_of(household, grant, number)
    sent_number = page_number(request.GET.get("sent", ""))
    sent, has_more_sent = sent_page(request.user, grant.patient, sent_number, at=household.at)
    _note_lists(request, household, grant, rows, sent, sent_number)
    sees = sees_all(grant, Scope.RECORDS)
    page = {
        "patient": grant.patient,
        "grant": grant,
        "record_tabs": record_tabs(grant, "documents"),
        "sees_shared": sees,
        "rows": [show.row(one, at=household.at, zone=request.clinic.zone) for one in rows],
        **around(number, has_more, "?page={}"),
        "unlock": unlock(grant),
        "has_errors": form is not None,
        **_sent(request, household, grant, form, sent, sent_number, has_more_sent),
    }
    return render(request, "portal/documents.html", page, status=422 if form is not None else 200)


def _sent(request, household, grant, form, rows, number, has_more) -> dict:
    """What was sent and, for those who may, the box for more."""
    may, at = may_send_files(grant), household.at
    page = {}
    if rows or may:
        forms = forms_with(rows, request.user, at=at)
        page |= sent_block(grant, rows, request.user, at=at, number=number, has_more=has_more, forms=forms)
    if may:
        page |= sending_block(grant, form or SendingFiles(request=request, grant=grant))
    return page


def _note_lists(request, household, grant, rows, sent, number) -> None:
    """Both lists of the page; what one sent oneself is a page of its own."""
    about = {"by": request.user, "patient": grant.patient, "clinic": request.clinic}
    looks = {"documents.listed": about | {"target": grant.patient, "ids": [one.pk for one in rows]}}
    if sent:
        target = f"{grant.patient_id}:{number}"
        looks["sent_files.listed"] = about | {"target": target, "ids": [one.pk for one in sent]}
    audit.opened_all(looks, at=household.at)


@require_safe
def document(request, patient, document):
    """One document."""
    household, grant, found = _find(request, patient, document)
    note(request, household, grant, "document.opened", found)
    return render(request, "portal/document.html", show.document_page(found, household, grant))


@require_safe
def document_view(request, patient, document):
    """Its file, to look at in the browser."""
    household, grant, found = _find(request, patient, document)
    answer = handed_out(found, inline=True)
    note(request, household, grant, "document.opened", found)
    return answer


@require_safe
def document_file(request, patient, document):
    """Its file, to save."""
    household, grant, found = _find(request, patient, document)
    answer = handed_out(found)
    note(request, household, grant, "document.downloaded", found)
    return answer


def _find(request, patient, document):
    household, grant = open_record(request, patient)
    return household, grant, get_object_or_404(known.shown_to(household, grant), pk=document)
