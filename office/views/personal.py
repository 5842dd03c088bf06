"""The official record: read by the team, corrected by those who keep it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.personal import Correction
from office.forms.reasons import Reason
from office.forms.shown import changed_on
from office.parts import CORRECTING, PERSONAL
from office.personal import mailed_to_patient, signs_in_with
from office.presenters.personal import correction_page, personal_page
from office.presenters.proposals import proposal_page, proposal_rows
from office.proposals import open_proposals, proposal_of
from records.actions import correct_details
from records.actions.proposals import decide


@in_workspace(PERSONAL)
def personal(request, space):
    """The official record, field by field."""
    waiting = open_proposals(space.patient) if space.keeps_details else []
    rows = proposal_rows(space.patient, waiting, zone=space.zone)
    return render(request, "office/personal.html", personal_page(space) | {"proposals": rows})


@in_workspace(CORRECTING, methods=WRITES)
def correction(request, space):
    """Correct it. The page says before what a new address ends (case C69)."""
    initial = {name: getattr(space.patient, name) for name in Correction.base_fields}
    form = Correction(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        correct_details(space.patient, by=request.user, at=space.at, **changed_on(form))
        messages.success(request, _("The record is saved."))
        if "email" in form.changed_data:
            _remind_of_sign_in(request, space)
        return redirect("office:personal", space.patient.pk)
    page = correction_page(space, form, mailed_to_patient(space.patient, at=space.at))
    return render(request, "office/correction.html", page, status=422 if form.is_bound else 200)


@in_workspace(CORRECTING, methods=WRITES)
def proposal(request, space, proposal):
    """What a patient wrote in a form: `?then=accept` takes it into the record, else what is on file stays."""
    found = proposal_of(space.patient, proposal)
    if found is None:
        raise Http404
    accept, changed = request.GET.get("then") == "accept", _("This changed meanwhile. Look at it once more.")
    if found.decided_at or _was_corrected(request, found):
        messages.info(request, changed)
        return redirect("office:personal", space.patient.pk)
    form = None if accept else Reason(posted(request))
    if request.method == "POST" and (accept or form.is_valid()):
        reason = "" if accept else form.cleaned_data["reason"]
        if not decide(found, accept=accept, by=request.user, at=space.at, reason=reason):
            messages.info(request, changed)
            return redirect("office:personal", space.patient.pk)
        messages.success(request, _("The record is saved.") if accept else _("The record stays as it is."))
        if accept and found.field == "email":
            _remind_of_sign_in(request, space)
        return redirect("office:personal", space.patient.pk)
    page = proposal_page(space, found, form, mailed_to_patient(space.patient, at=space.at))
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "office/confirm.html", page, status=status)


def _was_corrected(request, proposal) -> bool:
    """Whether the record says something else than the page with the button showed."""
    was = request.POST.get("was")
    now = str(getattr(proposal.patient, proposal.field) or "")
    return was is not None and was.splitlines() != now.splitlines()


def _remind_of_sign_in(request, space) -> None:
    """An account signs in with its own address: a new one on file does not end that (case C69)."""
    if signs_in_with(space, space.patient.email):
        words = _(
            "%(email)s still signs in and sees this record. "
            "Is the mailbox not theirs any more? Then end that access."
        )
        messages.warning(request, words % {"email": space.patient.email})
