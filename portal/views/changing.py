"""Changing a visit: the patient cancels it online, by the clinic's rule and until its very moment."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import cancel_online
from booking.forms import Cancellation
from booking.policies import CANCEL, why_not_change
from common.http import posted
from portal.presenters import changing as show
from portal.presenters import visits as visits_show
from portal.views.visits import open_visit


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request, patient, appointment):
    """Ask once, then give the time back. Pressing twice cancels once; what changed meanwhile is shown first."""
    household, grant, visit = open_visit(request, patient, appointment)
    if visit.is_off:
        return redirect("portal:visit", patient, visit.pk)
    if reason := why_not_change(visit, at=household.at, how=CANCEL):
        return refuse_change(request, grant, visit, reason)
    form, status = Cancellation(posted(request), seen=visit.sequence), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            if form.is_current and cancel_online(
                visit, because=form.cleaned_data["because"], by=request.user, at=household.at
            ):
                messages.success(request, _("Visit cancelled. The time is free again."))
                return redirect("portal:visit", patient, visit.pk)
            return _look_again(request, patient, appointment)
    return _ask(request, household, grant, visit, form, status=status)


def _ask(request, household, grant, visit, form, *, status, has_changed=False):
    page = {
        "patient": grant.patient,
        "grant": grant,
        "visit": visit,
        "card": visits_show.card(visit, grant, clinic=request.clinic, at=household.at, when=True, links=[]),
        "costs": show.costs(visit, clinic=request.clinic, at=household.at),
        "facts": visits_show.facts(visit, request.user, zone=request.clinic.zone),
        "form": form,
        "has_errors": bool(form.errors),
        "has_changed": has_changed,
    }
    return render(request, "portal/cancellation.html", page, status=status)


def _look_again(request, patient, appointment):
    """Somebody changed the visit between two looks: what it is now, before anything else happens to it."""
    household, grant, visit = open_visit(request, patient, appointment)
    if visit.is_off:
        return redirect("portal:visit", patient, visit.pk)
    if reason := why_not_change(visit, at=household.at, how=CANCEL):
        return refuse_change(request, grant, visit, reason)
    form = Cancellation(seen=visit.sequence, initial={"because": request.POST.get("because", "")})
    return _ask(request, household, grant, visit, form, status=409, has_changed=True)


def refuse_change(request, grant, visit, reason):
    """Why not online, and whom to call: 403 where the clinic does not let patients do so, 409 when it is too late."""
    page = {
        "patient": grant.patient,
        "grant": grant,
        "visit": visit,
        **show.refusal(visit, reason, clinic=request.clinic),
    }
    return render(
        request, "portal/unchangeable.html", page, status=403 if reason in ("off", "elsewhere") else 409
    )
