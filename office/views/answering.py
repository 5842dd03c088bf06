"""Visits that patients asked for: the list of what waits, and the answer to one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

import audit
from booking.actions.answering import AnsweredMeanwhile, approve, decline, objections_to_request
from booking.actions.by_staff import Objected
from booking.policies import may_answer
from clinic.team import member_behind
from common import clock
from common.http import posted
from office.answering import requests_for
from office.doors import WRITES, for_the_team, in_workspace, refused
from office.forms.answering import Answer
from office.forms.booking import refuse
from office.overview import visit_of
from office.parts import BOOKING, OVERVIEW
from office.presenters.answering import answer_page, requests_page
from office.views.visit import as_it_is

A_PAGE = 200


@for_the_team
def visit_requests(request):
    """Everything that waits for this member's answer; the next visit first."""
    waiting = requests_for(member_behind(request), request.clinic).with_names()[:A_PAGE]
    named = sorted({visit.patient_id for visit in waiting})
    audit.opened(
        "visit_requests.listed",
        by=request.user,
        target=request.clinic,
        at=clock.now(),
        clinic=request.clinic,
        ids=named,
    )
    return render(request, "office/visit_requests.html", requests_page(waiting, request.clinic))


@in_workspace(OVERVIEW, methods=WRITES)
def visit_answer(request, space, appointment):
    """Approve or decline. What speaks against it by now is said first; what was answered meanwhile stays so."""
    visit = visit_of(space, appointment)
    if visit is None:
        raise Http404
    if not may_answer(space.member, visit, cares=space.cares):
        return refused(request, space, "booking.refused", BOOKING.who_may, target=visit)
    if not visit.is_waiting:
        return as_it_is(request, visit)
    form, objections, status = Answer(posted(request)), objections_to_request(visit, at=space.at), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _answer(request, space, visit, form)
            except AnsweredMeanwhile:
                return as_it_is(request, visit)
            except Objected as met:
                objections, status = met.objections, refuse(form, met.objections)
    return render(
        request, "office/visit_answer.html", answer_page(space, visit, form, objections), status=status
    )


def _answer(request, space, visit, form):
    who = {"by": request.user, "at": space.at}
    if form.declines:
        decline(visit, because=form.cleaned_data["because"], **who)
        messages.success(request, _("Declined. The time is free again, and a mail says so."))
    else:
        terms = {name: form.cleaned_data[name] for name in ("accepted", "reason")}
        approve(visit, **terms, **who)
        messages.success(request, _("Approved: the visit is booked. A mail is on its way."))
    return redirect("office:visit", space.patient.pk, visit.pk)
