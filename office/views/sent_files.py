"""One file that was sent to the clinic: looked at, filed, put into a form, declined, given to another, reopened."""

import logging
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import ACTS, in_workspace, note, refused
from office.forms.sent import Declining, Filing, Giving, Placing
from office.parts import DECIDING, DOCUMENTS, SENT_FILES
from office.presenters.sent_files import WHO_OPENS, sent_file_page
from office.sent import others_of_sender, sent_file_of
from records.actions import sent
from records.handing_out import handed_out
from smartforms import given_files

log = logging.getLogger(__name__)


def _found(space, pk):
    found = sent_file_of(space, pk)
    if found is None:
        raise Http404
    return found


@in_workspace(SENT_FILES)
def sent_file(request, space, sent_file):
    """What was sent, by whom, and the ways it can go."""
    return _show(request, space, _found(space, sent_file))


def _show(request, space, found, **forms):
    others = list(others_of_sender(found, at=space.at)) if found.waits else []
    given = {
        "filing": Filing(space=space, sent=found),
        "placing": _placing(space, found),
        "declining": Declining(),
        "giving": Giving(others=others) if others else None,
    } | forms
    page = sent_file_page(space, found, **given)
    return render(request, "office/sent_file.html", page, status=422 if forms else 200)


def _placing(space, found, *posted):
    """Which questions would take it; none once it is decided."""
    places = given_files.places(found.upload, at=space.at, **_only(space, found)) if found.waits else ()
    return Placing(*posted, places=places)


def _only(space, found) -> dict:
    """Which forms alone it fits: see `given_files.places`."""
    return {"confidential": found.confidential, "clinical": not space.opens_document(found.kind)}


@in_workspace(SENT_FILES)
def sent_file_view(request, space, sent_file):
    """The file itself, shown by the browser where that is safe: for those who may open this kind."""
    found = _found(space, sent_file)
    inline = request.GET.get("save") is None
    may = space.opens_document if inline else space.keeps_document
    if not may(found.kind):
        return refused(request, space, "sent_file.refused", WHO_OPENS, target=found)
    if found.upload.removed_at:
        raise Http404
    answer = handed_out(found.upload, inline=inline)
    note(request, space, "sent_file.opened", found)
    return answer


@in_workspace(DECIDING, methods=ACTS)
def sent_file_filing(request, space, sent_file):
    """Make it a document of the record."""
    found = _found(space, sent_file)
    form = Filing(posted(request), space=space, sent=found)
    if not form.is_valid():
        return _show(request, space, found, filing=form)
    try:
        document = sent.file_into_record(found, by=request.user, at=space.at, **form.cleaned_data)
    except OSError:
        log.exception("a file could not be filed")
        form.add_error(None, _("We could not keep the file. Try again in a few minutes"))
        return _show(request, space, found, filing=form)
    return _went(request, space, found, document, _("It is in the record of %(name)s."))


@in_workspace(DECIDING, methods=ACTS)
def sent_file_placing(request, space, sent_file):
    """It belongs to a form that its sender has still to send in."""
    found = _found(space, sent_file)
    if not found.waits:
        return _went(request, space, found, False, "")
    form = _placing(space, found, posted(request))
    if not form.is_valid():
        return _show(request, space, found, placing=form)
    acting = {"by": request.user, "at": space.at}
    into = partial(given_files.put, **_only(space, found), **form.chosen, **acting)
    try:
        done = sent.put_into_form(found, into=into, **acting)
    except given_files.NoPlace:
        form.is_gone()
        return _show(request, space, found, placing=form)
    except OSError:
        log.exception("a file could not be put into a form")
        form.add_error(None, _("We could not keep the file. Try again in a few minutes"))
        return _show(request, space, found, placing=form)
    return _went(request, space, found, done, _("It is in the form. Whoever fills it in sees it there."))


@in_workspace(DECIDING, methods=ACTS)
def sent_file_declining(request, space, sent_file):
    """Say why it is not taken."""
    found = _found(space, sent_file)
    form = Declining(posted(request))
    if not form.is_valid():
        return _show(request, space, found, declining=form)
    done = sent.decline(found, reason=form.reason, by=request.user, at=space.at)
    return _went(request, space, found, done, _("It is not accepted. Whoever sent it reads why."))


@in_workspace(DECIDING, methods=ACTS)
def sent_file_giving(request, space, sent_file):
    """It belongs to another patient whom its sender sees."""
    found = _found(space, sent_file)
    form = Giving(posted(request), others=others_of_sender(found, at=space.at))
    if not form.is_valid():
        return _show(request, space, found, giving=form)
    done = sent.give_to(found, form.chosen, by=request.user, at=space.at)
    return _went(request, space, found, done, _("It waits with the record of %(name)s now."))


def _went(request, space, found, done, words):
    """Back to the tray; of two who decide at once the second reads what the first did."""
    if done:
        messages.success(request, words % {"name": found.patient.name})
        return redirect("office:tray")
    messages.info(request, _("A colleague was faster. This is what was decided."))
    return redirect("office:sent_file", space.patient.pk, found.pk)


@in_workspace(DECIDING, methods=ACTS)
def sent_file_reopening(request, space, sent_file):
    """Undo a decision of today."""
    found = _found(space, sent_file)
    if found.document is not None and not space.keeps_document(found.document.kind):
        return refused(request, space, "sent_file.refused", DOCUMENTS.who_may, target=found)
    acting = {"by": request.user, "at": space.at}
    if sent.reopen(found, out_of_form=partial(given_files.take_out, **acting), **acting):
        messages.success(request, _("It waits again."))
    else:
        messages.info(request, _("This can no longer be undone here."))
    return redirect("office:sent_file", space.patient.pk, found.pk)
