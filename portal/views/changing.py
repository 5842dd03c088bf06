"""Changing a visit: the patient cancels it online, by the clinic's rule and until its very moment."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions.cancelling import cancel_online
from booking.forms import Cancellation
from booking.policies import CANCEL, MOVE, why_not_change
from common.http import posted
from portal.alternatives import nearest_times
from portal.presenters import changing as show
from portal.presenters import visits as visits_show
from portal.reach import Reach
from portal.views.visits import reach_visit


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request, patient, appointment):
    """Cancel a visit of a record."""

    def again():
        return reach_visit(request, patient, appointment)

    return cancel_visit(request, again(), again)


def cancel_visit(request, found: Reach, again: Callable[[], Reach]):
    """Ask once, then give the time back. Pressing twice cancels once; what changed meanwhile is shown first.

    `again` looks the visit up once more, as it is then.
    """
    if answer := _not_now(request, found):
        return answer
    form, status = Cancellation(posted(request), seen=found.visit.sequence), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            because = form.cleaned_data["because"]
            if form.is_current and cancel_online(found.visit, because=because, by=found.by, at=found.at):
                messages.success(request, _("Visit cancelled. The time is free again."))
                return redirect(found.places.visit)
            return _look_again(request, again())
    return _ask(request, found, form, status=status)


def _not_now(request, found):
    """Back to the visit where it is off already, or why it cannot be cancelled online."""
    if found.visit.is_off:
        return redirect(found.places.visit)
    if reason := why_not_change(found.visit, at=found.at, how=CANCEL):
        return refuse_change(request, found, reason)
    return None


def _ask(request, found, form, *, status, has_changed=False):
    visit, clinic = found.visit, request.clinic
    may_move = not why_not_change(visit, at=found.at, how=MOVE)
    page = {
        **found.page,
        "card": visits_show.card(visit, found.grant, clinic=clinic, at=found.at, when=True, links=[]),
        "costs": show.costs(visit, clinic=clinic, at=found.at),
        "may_move": may_move,
        "nearest": show.others(found, nearest_times(found, clinic), clinic=clinic) if may_move else [],
        "facts": visits_show.facts(visit, found.by, zone=clinic.zone),
        "form": form,
        "has_errors": bool(form.errors),
        "has_changed": has_changed,
    }
    return render(request, "portal/cancellation.html", page, status=status)


def _look_again(request, found):
    """Somebody changed the visit between two looks: what it is now, before anything else happens to it."""
    if answer := _not_now(request, found):
        return answer
    form = Cancellation(seen=found.visit.sequence, initial={"because": request.POST.get("because", "")})
    return _ask(request, found, form, status=409, has_changed=True)


def refuse_change(request, found, reason):
    """Why not online, and whom to call: 403 where the clinic does not let patients do so, 409 when it is too late."""
    page = {**found.page, **show.refusal(found.visit, reason, clinic=request.clinic)}
    status = 403 if reason in ("off", "elsewhere") else 409
    return render(request, "portal/unchangeable.html", page, status=status)
