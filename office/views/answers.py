"""What a patient answered, for those who may read it: on the screen and on paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

import audit
from clinic.team import member_behind
from common import clock, pdf
from office.doors import for_the_team
from office.presenters.answers import answers_page, refusal, sender_of
from office.workspace import carers_of
from smartforms import papers
from smartforms.models import Assignment
from smartforms.policies import reads_answers, sees_status


@for_the_team
def answers(request, patient, assignment):
    """The submitted answers as they were asked. Who may not read them is told who can (403)."""
    at = clock.now()
    form = _visible(request, patient, assignment)
    if not reads_answers(member_behind(request), form, at=at):
        return _refuse(request, form, at=at)
    audit.opened("answers.opened", **_noted(request, form, at))
    return render(request, "office/answers.html", answers_page(form))


@for_the_team
def answers_paper(request, patient, assignment):
    """The same as a PDF, for the same readers."""
    at = clock.now()
    form = _visible(request, patient, assignment)
    if not reads_answers(member_behind(request), form, at=at):
        return _refuse(request, form, at=at)
    form.response.assignment = form
    try:
        printed = papers.sent_paper(form.response, sender=sender_of(form), at=at)
    except pdf.Unprintable:
        messages.warning(request, papers.too_long())
        return redirect("office:answers", patient, form.pk)
    audit.opened("answers.printed", **_noted(request, form, at))
    return printed


def _visible(request, patient, assignment):
    """The form, for those who may know of it. Raises Http404 for the others and where there is none."""
    form = _form(request.clinic, patient, assignment)
    if form is None or not sees_status(member_behind(request), form):
        raise Http404
    return form


def _refuse(request, form, *, at):
    audit.opened("answers.refused", **_noted(request, form, at))
    return render(request, "office/refused.html", refusal(form, carers_of(form.patient)), status=403)


def _noted(request, form, at) -> dict:
    return {"by": request.user, "target": form, "at": at, "patient": form.patient, "clinic": request.clinic}


def _form(clinic, patient, assignment):
    form = (
        Assignment.objects.of(clinic)
        .filter(pk=assignment, patient=patient)
        .select_related(
            "patient",
            "practitioner",
            "version__template",
            "response__submitted_by",
            "response__submitted_link",
        )
        .defer("version__source", "version__report")
        .first()
    )
    if form is not None:
        form.clinic = form.patient.clinic = clinic
    return form
