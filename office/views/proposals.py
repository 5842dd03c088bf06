"""What patients wrote beside the record: taken over, kept out, and either taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import ACTS, WRITES, in_workspace
from office.forms.keeping import KeepOurs
from office.parts import CORRECTING
from office.personal import mailed_to_patient
from office.presenters.proposals import acceptance_page, declining_page, proposal_page
from office.proposals import proposal_of
from office.views.personal import remind_of_sign_in
from records.actions.proposals import (
    decide,
    decide_all,
    mark_of_all,
    undo_decision,
    undo_together,
    waiting_on,
)
from records.details import DETAILS, seen


def _changed(request, space):
    messages.info(request, _("This changed meanwhile. Look at it once more."))
    return redirect("office:personal", space.patient.pk)


def _saved(request, space, fields):
    messages.success(request, _("The record is saved."))
    if "email" in fields:
        remind_of_sign_in(request, space)
    return redirect("office:personal", space.patient.pk)


def _kept(request, space):
    messages.success(request, _("The record stays as it is."))
    return redirect("office:personal", space.patient.pk)


@in_workspace(CORRECTING, methods=WRITES)
def proposal(request, space, proposal):
    """What somebody wrote: `?then=accept` takes it into the record, else what is on file stays.

    `shown` is the mark of what the page with the button had on file: about anything else nothing is decided.
    """
    found = proposal_of(space.patient, proposal)
    if found is None:
        raise Http404
    accept = request.GET.get("then") == "accept"
    now = seen(DETAILS[found.field].said(found.patient))
    if found.decided_at or (accept and not found.is_decidable):
        return _changed(request, space)
    shown = request.POST.get("shown") or request.GET.get("shown")
    if shown is not None and shown != now:
        return _changed(request, space)
    form = None if accept else KeepOurs(posted(request))
    if request.method == "POST" and (accept or form.is_valid()):
        why = {} if accept else form.decided()
        if not decide(found, accept=accept, by=request.user, at=space.at, shown=shown, **why):
            return _changed(request, space)
        if accept:
            return _saved(request, space, [found.field])
        return _kept(request, space)
    page = proposal_page(space, found, form, mailed_to_patient(space.patient, at=space.at))
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "office/confirm.html", page, status=status)


@in_workspace(CORRECTING, methods=WRITES)
def acceptance(request, space):
    """Take over all that waits, as the page with the button showed it."""
    shown = request.GET.get("shown", "")
    waiting = waiting_on(space.patient)
    if not waiting or shown != mark_of_all(space.patient, waiting):
        return _changed(request, space)
    if request.method == "POST":
        taken = decide_all(space.patient, accept=True, shown=shown, by=request.user, at=space.at)
        return _saved(request, space, [one.field for one in taken]) if taken else _changed(request, space)
    page = acceptance_page(space, waiting, mailed_to_patient(space.patient, at=space.at))
    return render(request, "office/confirm.html", page)


@in_workspace(CORRECTING, methods=WRITES)
def declining(request, space):
    """Keep what is on file against all that waits, for one reason, as the page with the button showed it."""
    shown = request.GET.get("shown", "")
    waiting = waiting_on(space.patient)
    if not waiting or shown != mark_of_all(space.patient, waiting):
        return _changed(request, space)
    form = KeepOurs(posted(request))
    if request.method == "POST" and form.is_valid():
        acting = {"by": request.user, "at": space.at}
        kept = decide_all(space.patient, accept=False, shown=shown, **form.decided(), **acting)
        return _kept(request, space) if kept else _changed(request, space)
    page = declining_page(space, waiting, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


@in_workspace(CORRECTING, methods=ACTS)
def proposal_undoing(request, space, proposal):
    """A decision is taken back, `?all=1` with all that was decided by the same press; the change waits again."""
    found = proposal_of(space.patient, proposal)
    if found is None:
        raise Http404
    of_all = "all" in request.GET
    undo = undo_together if of_all else undo_decision
    reason = undo(found, by=request.user, at=space.at)
    if reason is None:
        messages.success(request, _back_again(of_all=of_all))
    else:
        messages.info(request, _why_not()[reason])
        if of_all:
            messages.info(request, _("Nothing was taken back. Where it is possible, do it one by one."))
    return redirect("office:personal", space.patient.pk)


def _back_again(*, of_all: bool) -> str:
    if of_all:
        return _("All of it is taken back. The changes wait again.")
    return _("The decision is taken back. The change waits again.")


def _why_not() -> dict:
    return {
        "over": _("This decision can’t be taken back any more."),
        "newer": _("Something newer was written about this since. Decide about that."),
        "changed": _("The record was corrected since, and stays as it is now."),
    }
