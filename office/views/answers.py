"""What a patient answered, for those who may read it."""

from django.http import Http404
from django.shortcuts import render

import audit
from clinic.team import member_behind
from common import clock
from office.doors import for_the_team
from office.presenters.answers import answers_page, refusal
from office.workspace import carers_of
from smartforms.models import Assignment
from smartforms.policies import reads_answers, sees_status


@for_the_team
def answers(request, patient, assignment):
    """The submitted answers as they were asked. Who may not read them is told who can (403)."""
    at, member = clock.now(), member_behind(request)
    form = _form(request.clinic, patient, assignment)
    if form is None or not sees_status(member, form):
        raise Http404
    who = {"by": request.user, "target": form, "at": at, "patient": form.patient, "clinic": request.clinic}
    if not reads_answers(member, form, at=at):
        audit.opened("answers.refused", **who)
        return render(request, "office/refused.html", refusal(form, carers_of(form.patient)), status=403)
    audit.opened("answers.opened", **who)
    return render(request, "office/answers.html", answers_page(form))


def _form(clinic, patient, assignment):
    form = (
        Assignment.objects.of(clinic)
        .filter(pk=assignment, patient=patient)
        .select_related("patient", "practitioner", "version__template", "response__submitted_by")
        .defer("version__source", "version__report")
        .first()
    )
    if form is not None:
        form.clinic = form.patient.clinic = clinic
    return form
