"""The official record: read by the team, corrected by those who keep it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.personal import WholeRecord
from office.forms.shown import changed_on
from office.parts import CORRECTING, PERSONAL, SUGGESTING
from office.personal import card_of, mailed_to_patient, signs_in_with
from office.presenters.history import history_page
from office.presenters.personal import correction_page, personal_page, suggestion_page
from office.presenters.proposals import detail_rows
from office.proposals import changes_of
from records.actions import correct_details
from records.actions.proposals import propose


@in_workspace(PERSONAL)
def personal(request, space):
    """The official record, field by field, beside what was written otherwise."""
    found, mark = card_of(space)
    return render(request, "office/personal.html", personal_page(space, detail_rows(space, found), mark=mark))


@in_workspace(CORRECTING, methods=WRITES)
def correction(request, space):
    """Correct it. The page says before what a new address ends (case C69)."""
    form = WholeRecord(posted(request), patient=space.patient)
    if request.method == "POST" and form.is_valid():
        correct_details(space.patient, by=request.user, at=space.at, **changed_on(form))
        messages.success(request, _("The record is saved."))
        if "email" in form.changed_data:
            remind_of_sign_in(request, space)
        return redirect("office:personal", space.patient.pk)
    page = correction_page(space, form, mailed_to_patient(space.patient, at=space.at))
    return render(request, "office/correction.html", page, status=422 if form.is_bound else 200)


@in_workspace(SUGGESTING, methods=WRITES)
def suggestion(request, space):
    """Those who do not keep the record suggest; it waits beside the record like a patient's own word."""
    form = WholeRecord(posted(request), patient=space.patient)
    if request.method == "POST" and form.is_valid():
        asked = form.changed_fields()
        if asked:
            propose(space.patient, asked, by=request.user, at=space.at, by_team=True)
            messages.success(request, _("Your suggestion waits for the front desk."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("office:personal", space.patient.pk)
    page = suggestion_page(space, form)
    return render(request, "office/correction.html", page, status=422 if form.is_bound else 200)


@in_workspace(CORRECTING)
def detail_history(request, space):
    """Who changed what, and what was kept against somebody's word."""
    return render(request, "office/history.html", history_page(space, changes_of(space.patient)))


def remind_of_sign_in(request, space) -> None:
    """An account signs in with its own address: a new one on file does not end that (case C69)."""
    if signs_in_with(space, space.patient.email):
        words = _(
            "%(email)s still signs in and sees this record. "
            "Is the mailbox not theirs any more? Then end that access."
        )
        messages.warning(request, words % {"email": space.patient.email})
