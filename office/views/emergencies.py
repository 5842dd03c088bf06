"""Opening a record in an emergency, closing it again, and looking over what was opened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from accounts.policies import is_own_path
from clinic.team import member_behind
from common import clock
from common.http import posted
from office import emergencies as openings
from office.doors import ACTS, WRITES, in_workspace
from office.forms.emergencies import Emergency, Review
from office.only_for import BOTH, LOOKS, only_for
from office.parts import EMERGENCY, OVERVIEW
from office.presenters import deciding
from office.presenters.emergencies import emergencies_page, review_page
from records.actions.emergencies import end_emergency, open_in_emergency, review_emergency
from records.policies import may_review, reviews_emergencies

PER_PAGE = 50
REVIEWERS = gettext_lazy("What was opened in an emergency is looked over by managers and owners.")


@in_workspace(EMERGENCY, methods=WRITES)
def emergency(request, space):
    """Ask for the password and a reason, then open the record for an hour."""
    if space.glass_until:
        return redirect(_then(request, space.patient))
    return _asked_again(request, space)


@password_again
def _asked_again(request, space):
    form = Emergency(posted(request))
    if request.method == "POST" and form.is_valid():
        open_in_emergency(
            space.patient, membership=space.member, reason=form.cleaned_data["reason"], at=space.at
        )
        messages.success(request, _("The record is open for an hour. The owner has been told."))
        return redirect(_then(request, space.patient))
    page = deciding.emergency_page(space, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


def _then(request, patient) -> str:
    """Where somebody wanted to go: a page of this patient, or the first one."""
    first = reverse("office:patient", args=[patient.pk])
    asked = request.GET.get("then", "")
    return asked if is_own_path(asked) and asked.startswith(first) and ".." not in asked else first


@in_workspace(OVERVIEW, methods=ACTS)
def ending(request, space):
    """Close it before the hour is over. Closed already: nothing to do."""
    glass = openings.open_glass(space.member, space.patient.pk, at=space.at)
    if glass and end_emergency(glass, by=request.user, at=space.at):
        messages.success(request, _("The record is closed to you again."))
    return redirect("office:patient", space.patient.pk)


@only_for(reviews_emergencies, says=REVIEWERS, answers=LOOKS)
def emergencies(request):
    """Every opening at this clinic; what is still to be looked over comes first."""
    at = clock.now()
    page = Paginator(openings.emergencies_of(request.clinic), PER_PAGE).get_page(request.GET.get("page"))
    audit.opened(
        "emergencies.listed",
        by=request.user,
        target=f"emergencies:{page.number}",
        at=at,
        clinic=request.clinic,
        ids={glass.patient_id for glass in page},
    )
    shown = emergencies_page(page, at=at, zone=request.clinic.zone)
    return render(request, "office/emergencies.html", shown)


@only_for(reviews_emergencies, says=REVIEWERS, answers=BOTH)
def review(request, glass):
    """One opening: why, what was seen meanwhile, and whether it was right. Nobody decides about their own."""
    at = clock.now()
    found = openings.emergencies_of(request.clinic).filter(pk=glass).first()
    if found is None:
        raise Http404
    is_theirs = not may_review(member_behind(request), found)
    form = None if found.reviewed_at or is_theirs else Review(posted(request))
    if request.method == "POST" and (form is None or form.is_valid()):
        if form and review_emergency(found, by=request.user, at=at, **form.said):
            messages.success(request, _("It is noted that you looked it over."))
        else:
            messages.info(request, _("Nothing was changed: it was looked over already, or is your own."))
        return redirect("office:emergency_review", found.pk)
    audit.opened(
        "emergency.looked_into",
        by=request.user,
        target=found,
        patient=found.patient,
        clinic=request.clinic,
        at=at,
    )
    events = openings.seen_during(found)
    page = review_page(found, events, form, at=at, zone=request.clinic.zone)
    page["is_theirs"] = is_theirs and not found.reviewed_at
    status = 422 if form and form.is_bound else 200
    return render(request, "office/emergency_review.html", page, status=status)
