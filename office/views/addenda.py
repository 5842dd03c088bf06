"""A correction beside what a patient sent, by somebody of the team."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import WRITES, in_workspace
from office.parts import FORMS
from office.patient_forms import form_of
from office.presenters.answers import addendum_page
from office.views.answers import refuse
from smartforms import addenda
from smartforms.forms import Correction
from smartforms.policies import keeps_answers


@in_workspace(FORMS, methods=WRITES)
def addendum(request, space, assignment):
    """For those who may read the answers."""
    form = form_of(space.patient, assignment)
    if form is None:
        raise Http404
    form.patient = space.patient
    if not keeps_answers(space.member, form, at=space.at):
        return refuse(request, form, at=space.at)
    correction = Correction(posted(request))
    if request.method == "POST" and correction.is_valid():
        words = correction.cleaned_data["words"]
        addenda.add(form, words=words, from_clinic=True, by=request.user, at=space.at)
        messages.success(request, _("The correction stands under the answers."))
        return redirect("office:answers", space.patient.pk, form.pk)
    page = addendum_page(form, correction)
    return render(request, "office/addendum.html", page, status=422 if correction.is_bound else 200)
