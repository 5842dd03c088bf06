"""The official record: read by the team, corrected by those who keep it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.personal import Correction
from office.forms.shown import changed_on
from office.parts import CORRECTING, PERSONAL
from office.personal import mailed_to_patient, signs_in_with
from office.presenters.personal import correction_page, personal_page
from records.actions import correct_details


@in_workspace(PERSONAL)
def personal(request, space):
    """The official record, field by field."""
    return render(request, "office/personal.html", personal_page(space))


@in_workspace(CORRECTING, methods=WRITES)
def correction(request, space):
    """Correct it. The page says before what a new address ends (case C69)."""
    initial = {name: getattr(space.patient, name) for name in Correction.base_fields}
    form = Correction(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        correct_details(space.patient, by=request.user, at=space.at, **changed_on(form))
        messages.success(request, _("The record is saved."))
        if "email" in form.changed_data and signs_in_with(space, space.patient.email):
            words = _(
                "%(email)s still signs in and sees this record. "
                "Is the mailbox not theirs any more? Then end that access."
            )
            messages.warning(request, words % {"email": space.patient.email})
        return redirect("office:personal", space.patient.pk)
    page = correction_page(space, form, mailed_to_patient(space.patient, at=space.at))
    return render(request, "office/correction.html", page, status=422 if form.is_bound else 200)
