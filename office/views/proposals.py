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
from office.presenters.proposals import acceptance_page, proposal_page
from office.proposals import proposal_of
from office.views.personal import remind_of_sign_in
from records.actions.proposals import accept_all, decide, mark_of_all, undo_decision, waiting_on
from records.details import DETAILS, seen


def _changed(request, space):
    messages.info(request, _("This changed meanwhile. Look at it once more."))
    return redirect("office:personal", space.patient.pk)


def _saved(request, space, fields):
    messages.success(request, _("The record is saved."))
    if "email" in fields:
        remind_of_sign_in(request, space)
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
        messages.success(request, _("The record stays as it is."))
        return redirect("office:personal", space.patient.pk)
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
        taken = accept_all(space.patient, shown=shown, by=request.user, at=space.at)
        return _saved(request, space, [one.field for one in taken]) if taken else _changed(request, space)
    page = acceptance_page(space, waiting, mailed_to_patient(space.patient, at=space.at))
    return render(request, "office/confirm.html", page)


@in_workspace(CORRECTING, methods=ACTS)
def proposal_undoing(request, space, proposal):
    """A decision is taken back; the change waits again."""
    found = proposal_of(space.patient, proposal)
    if found is None:
        raise Http404
    reason = undo_decision(found, by=request.user, at=space.at)
    if reason is None:
        messages.success(request, _("The decision is taken back. The change waits again."))
    else:
        messages.info(request, _why_not()[reason])
    return redirect("office:personal", space.patient.pk)


def _why_not() -> dict:
    return {
        "over": _("This decision can’t be taken back any more."),
        "newer": _("Something newer was written about this since. Decide about that."),
        "changed": _("The record was corrected since, and stays as it is now."),
    }
