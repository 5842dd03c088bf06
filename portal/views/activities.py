"""Home activities: the list, one with its history, ticked and taken back."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views import safe_next
from common.paging import a_page, around, page_number
from portal.activities import OVER_SHOWN, SHOWN, activities_of, current_of
from portal.presenters.activities import activity_page, cards, over_row
from portal.presenters.record_tabs import record_tabs
from portal.views.opening import note, open_record, refuse
from records.actions.activities import tick, untick
from records.activities import history_of, with_ticks
from records.handing_out import handed_out
from records.models.access import Scope
from records.policies import sees_all


def _presses(request) -> bool:
    """Whoever only looks as this account presses nothing."""
    return getattr(request, "looking", None) is None


@require_safe
def activities(request, patient):
    """What is to be done at home, each with its button; what is over is folded away."""
    household, grant = open_record(request, patient)
    if not sees_all(grant, Scope.RECORDS):
        return refuse(request, household, grant, "records")
    today, zone = household.today, request.clinic.zone
    rows = activities_of(request.user, grant.patient, at=household.at)
    number, over_number = (page_number(request.GET.get(name, "")) for name in ("page", "over"))
    current, more = a_page(current_of(rows, today=today), number, SHOWN)
    over, more_over = a_page(rows.over(on=today).order_by("-assigned_at", "pk"), over_number, OVER_SHOWN)
    note(request, household, grant, "activities.opened")
    page = {
        "patient": grant.patient,
        "grant": grant,
        "record_tabs": record_tabs(grant, "activities"),
        "cards": cards(current, today=today, zone=zone, presses=_presses(request)),
        **around(number, more, "?page={}"),
        "over": [over_row(one, zone=zone) for one in over],
        "is_unfolded": over_number > 1,
        **{f"over_{name}": url for name, url in around(over_number, more_over, "?over={}#over").items()},
    }
    return render(request, "portal/activities.html", page)


@require_safe
def activity(request, patient, activity):
    """One of them: how it is done, and how often it was."""
    household, grant = open_record(request, patient)
    rows = with_ticks(activities_of(request.user, grant.patient, at=household.at))
    found = get_object_or_404(rows, pk=activity)
    note(request, household, grant, "activity.opened", found)
    page = activity_page(
        found, history_of(found), grant, request.user,
        today=household.today, zone=request.clinic.zone, presses=_presses(request),
    )  # fmt: skip
    return render(request, "portal/activity.html", {"patient": grant.patient, "grant": grant, **page})


@require_POST
def activity_tick(request, patient, activity):
    """Done today. Pressed twice it counts once."""
    household, grant = open_record(request, patient)
    found = _found(request, household, grant, activity)
    pressed = _pressed(request)
    if not pressed or not tick(found, **pressed, by=request.user, at=household.at):
        messages.info(request, _("This has changed meanwhile. Look again."))
    return _back(request, found)


@require_POST
def activity_undoing(request, patient, activity):
    """Not done after all. Pressed twice is harmless."""
    household, grant = open_record(request, patient)
    found = _found(request, household, grant, activity)
    pressed = _pressed(request)
    if not pressed or not untick(found, **pressed, by=request.user, at=household.at):
        messages.info(request, _("This has changed meanwhile. Look again."))
    return _back(request, found)


@require_safe
def activity_picture(request, patient, activity):
    """Its picture, which the list shows too: that it was opened is said by the activity's own page alone."""
    household, grant = open_record(request, patient)
    found = _found(request, household, grant, activity)
    if found.picture is None:
        raise Http404
    answer = handed_out(found.picture, inline=True)
    note(request, household, grant, "activity.picture_shown", found)
    return answer


def _found(request, household, grant, pk):
    return get_object_or_404(activities_of(request.user, grant.patient, at=household.at), pk=pk)


def _pressed(request) -> dict | None:
    """Which day the page showed, and the how manieth time it is; None when it is no page of ours."""
    try:
        day, number = date.fromisoformat(request.POST["day"]), int(request.POST["number"])
    except (KeyError, ValueError):
        return None
    return {"day": day, "number": number}


def _back(request, found):
    """To the page with the button: the list, the plan, or its own."""
    here = reverse("portal:activities", args=[found.patient_id])
    return redirect(safe_next(request, default=f"{here}#a-{found.pk}"))
