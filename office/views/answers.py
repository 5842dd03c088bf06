"""What a patient answered, for those who may read it: on the screen and on paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

import audit
from clinic.team import member_behind
from common import clock, pdf
from office.doors import for_the_team
from office.presenters.answers import answers_page, refusal, sender_of
from office.presenters.emergencies import emergency_url
from office.presenters.proposals import proposal_rows
from office.proposals import open_proposals
from office.workspace import carers_of
from records.handing_out import handed_out
from records.models import Upload
from records.policies import may_keep_contacts
from smartforms import papers
from smartforms.earlier import earlier_of
from smartforms.engine.handing_in import holds
from smartforms.models import Assignment
from smartforms.policies import (
    keeps_answers,
    may_open_in_emergency,
    reads_answers,
    reads_scan,
    sees_status,
)


@for_the_team
def answers(request, patient, assignment):
    """The submitted answers as they were asked. Who may not read them is told who can (403)."""
    at = clock.now()
    form = _visible(request, patient, assignment)
    if reads_scan(member_behind(request), form, at=at):
        return redirect("office:form_scan_file", patient, form.pk)
    keeps = keeps_answers(member_behind(request), form, at=at)
    if not keeps and not reads_answers(member_behind(request), form, at=at):
        return refuse(request, form, at=at)
    audit.opened("answers.opened", **_noted(request, form, at))
    form.response.assignment = form
    page = answers_page(form.response, earlier_of(form.response), keeps=keeps)
    if may_keep_contacts(member_behind(request)):
        waiting = open_proposals(form.patient)
        page["proposals"] = proposal_rows(form.patient, waiting, zone=request.clinic.zone)
    return render(request, "office/answers.html", page)


@for_the_team
def answers_paper(request, patient, assignment):
    """The same as a PDF, for the same readers."""
    at = clock.now()
    form = _visible(request, patient, assignment)
    if not keeps_answers(member_behind(request), form, at=at):
        return refuse(request, form, at=at)
    form.response.assignment = form
    try:
        printed = papers.sent_paper(form.response, sender=sender_of(form), at=at, for_staff=True)
    except pdf.Unprintable:
        messages.warning(request, papers.too_long())
        return redirect("office:answers", patient, form.pk)
    audit.opened("answers.printed", **_noted(request, form, at))
    return printed


@for_the_team
def answers_file(request, patient, assignment, upload):
    """A file among the answers, for the same readers."""
    at = clock.now()
    form = _visible(request, patient, assignment)
    if not reads_answers(member_behind(request), form, at=at):
        return refuse(request, form, at=at)
    if not holds(form.response.answers, upload):
        raise Http404
    answer = handed_out(get_object_or_404(Upload.objects.of(request.clinic), pk=upload, patient=form.patient))
    audit.opened("file.opened", **_noted(request, form, at))
    return answer


@for_the_team
def answers_fhir(request, patient, assignment):
    """The same for another system, as FHIR: whoever may read these answers may take them along."""
    at = clock.now()
    form = _visible(request, patient, assignment)
    if not keeps_answers(member_behind(request), form, at=at):
        return refuse(request, form, at=at)
    form.response.assignment, form.version.template.clinic = form, request.clinic
    audit.opened("answers.exported", **_noted(request, form, at))
    return papers.sent_file(form.response)


def _visible(request, patient, assignment):
    """The form, for those who may know of it. Raises Http404 for the others and where there is none."""
    form = _form(request.clinic, patient, assignment)
    if form is None or not sees_status(member_behind(request), form):
        raise Http404
    return form


def refuse(request, form, *, at):
    """Who may not read these answers hears who can (403), and that is written down."""
    audit.opened("answers.refused", **_noted(request, form, at))
    page = refusal(form, carers_of(form.patient))
    if may_open_in_emergency(member_behind(request), form, at=at):
        page["emergency_url"] = emergency_url(form.patient, then=_answers_of(form))
    return render(request, "office/refused.html", page, status=403)


def _answers_of(form) -> str:
    return reverse("office:answers", args=[form.patient_id, form.pk])


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
