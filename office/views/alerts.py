"""Answers that must not wait: somebody of the team says that they take care."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from office.doors import ACTS, in_workspace
from office.parts import FORMS
from office.patient_forms import form_of
from office.views.answers import refuse
from smartforms.alerts import take_care
from smartforms.policies import keeps_answers


@in_workspace(FORMS, methods=ACTS)
def alert(request, space, assignment):
    """For those who may read what was answered: nobody puts away what they do not know."""
    form = form_of(space.patient, assignment)
    if form is None:
        raise Http404
    if not keeps_answers(space.member, form, at=space.at):
        form.patient = space.patient
        return refuse(request, form, at=space.at)
    if take_care(form, by=request.user, at=space.at):
        messages.success(request, _("It is noted that you take care of it."))
    return redirect("office:answers", space.patient.pk, form.pk)
