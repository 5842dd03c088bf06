"""The documents of a patient: listed, added, looked at, shared and no more, corrected, taken out."""

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common import files
from common.http import posted
from common.paging import page_number
from office.documents import authors_of, document_of, documents_of, hidden_kinds, seen_of
from office.doors import ACTS, WRITES, in_workspace, note, refused
from office.forms.documents import Adding, Described
from office.forms.reasons import Reason
from office.parts import DOCUMENTS, FILING
from office.plan_choice import plans_to_join
from office.presenters import documents as show
from records.actions import documents as acts
from records.handing_out import handed_out
from records.models.kinds import Kind

log = logging.getLogger(__name__)


@in_workspace(DOCUMENTS)
def documents(request, space):
    """Every document, by kind or label; of clinical ones the desk knows kind and date alone."""
    kind = request.GET.get("kind", "") if request.GET.get("kind") in Kind.values else ""
    label = request.GET.get("label", "")[:60].replace("\x00", "")
    found = documents_of(space, kind=kind, label=label, number=page_number(request.GET.get("page", "")))
    return render(request, "office/documents.html", show.documents_page(found))


@in_workspace(FILING, methods=WRITES)
def new_documents(request, space):
    """Put files into the record, all or none."""
    said = posted(request), request.FILES or None  # once it is read, what was too large is known
    too_large, authors = getattr(request, "too_large", ()), authors_of(request.clinic)
    form = Adding(
        *said, space=space, authors=authors, plans=plans_to_join(space), too_large=too_large,
        initial=_usual(space, authors),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.add(patient=space.patient, by=request.user, at=space.at, **form.cleaned_data)
        except files.Refused as refused:
            form.add_error("files", str(refused))
        except OSError:
            log.exception("a document could not be kept")
            form.add_error("files", _("We could not keep the file. Try again in a few minutes"))
        else:
            messages.success(request, show.added(made))
            return redirect("office:documents", space.patient.pk)
    page = show.adding_page(space, form)
    return render(request, "office/document_form.html", page, status=422 if form.is_bound else 200)


def _usual(space, authors) -> dict:
    own = next((key for key, one in authors.items() if one.user_id == space.member.user_id), "")
    return {"dated_on": space.at.astimezone(space.zone).date(), "practitioner": own}


@in_workspace(DOCUMENTS)
def document(request, space, document):
    """One document: what it is, who has seen it, and what can be done with it."""
    found = _found(space, document)
    if not space.opens_document(found.kind):
        return refused(request, space, "documents.refused", DOCUMENTS.who_may)
    note(request, space, "document.opened", found)
    seen, hidden = seen_of(space, [found]).get(str(found.pk), []), hidden_kinds(space)
    return render(request, "office/document.html", show.document_page(space, found, seen, hidden))


@in_workspace(DOCUMENTS)
def view(request, space, document):
    """Its file, to look at in the browser."""
    return _handed(request, space, document, "document.opened", inline=True)


@in_workspace(DOCUMENTS)
def file(request, space, document):
    """Its file, to save."""
    return _handed(request, space, document, "document.downloaded")


@in_workspace(FILING, methods=WRITES)
def correction(request, space, document):
    """Say better what it is; the file stays as it came."""
    found = _kept(space, document)
    if found is None:
        return refused(request, space, "documents.refused", DOCUMENTS.who_may)
    authors = authors_of(request.clinic) | (
        {str(found.practitioner_id): found.practitioner} if found.practitioner else {}
    )
    form = Described(
        posted(request), space=space, authors=authors, plans=plans_to_join(space, joined=found.chart_id),
        kept_private=acts.is_kept_private(found), initial=show.described(found),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        acts.correct(found, by=request.user, at=space.at, **form.cleaned_data)
        messages.success(request, _("The document is saved."))
        return _to(found)
    page = show.correction_page(space, found, form)
    return render(request, "office/document_form.html", page, status=422 if form.is_bound else 200)


@in_workspace(FILING, methods=ACTS)
def sharing(request, space, document):
    """Show it to the patient, from the next request on."""
    found = _kept(space, document)
    if found is None:
        return refused(request, space, "documents.refused", DOCUMENTS.who_may)
    if acts.share(found, by=request.user, at=space.at):
        messages.success(request, _("The document is shared."))
    return _to(found)


@in_workspace(FILING, methods=ACTS)
def unsharing(request, space, document):
    """Show it no more, from the next request on."""
    found = _kept(space, document)
    if found is None:
        return refused(request, space, "documents.refused", DOCUMENTS.who_may)
    if acts.unshare(found, by=request.user, at=space.at):
        messages.success(request, _("The document is no longer shared."))
    return _to(found)


@in_workspace(FILING, methods=WRITES)
def removal(request, space, document):
    """Take out what was put into the record by mistake; why stays with it."""
    found = _kept(space, document)
    if found is None:
        return refused(request, space, "documents.refused", DOCUMENTS.who_may)
    form = Reason(posted(request))
    if request.method == "POST" and form.is_valid():
        if acts.remove(found, why=form.cleaned_data["reason"], by=request.user, at=space.at):
            messages.success(request, _("The document is taken out of the record."))
        return redirect("office:documents", space.patient.pk)
    page = show.removal_page(space, found, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


def _found(space, pk):
    found = document_of(space, pk)
    if found is None:
        raise Http404
    return found


def _kept(space, pk):
    """The document, if this member may change it; None if not."""
    found = _found(space, pk)
    return found if space.keeps_document(found.kind) else None


def _handed(request, space, pk, verb, *, inline=False):
    found = _found(space, pk)
    # An emergency looks, and takes nothing along.
    may = space.opens_document if inline else space.keeps_document
    if not may(found.kind):
        return refused(request, space, "documents.refused", DOCUMENTS.who_may)
    answer = handed_out(found, inline=inline)
    note(request, space, verb, found)
    return answer


def _to(document):
    return redirect("office:document", document.patient_id, document.pk)
