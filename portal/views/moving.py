"""A patient moves a visit to another time: choose one, look once more, and only then the old time is given back."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions.by_staff import Objected
from booking.actions.moving import ChangedMeanwhile, is_there_already, move_online
from booking.availability import wallclock
from booking.choosing import Choice, days_of_week
from booking.objections import Wish
from booking.policies import MOVE, why_not_change
from common.wording import moment
from portal.alternatives import choice_for, search_for
from portal.presenters import moving as show
from portal.reach import Reach
from portal.views.changing import refuse_change
from portal.views.visits import reach_visit


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, patient, appointment):
    """Move a visit of a record."""
    return move_visit(request, reach_visit(request, patient, appointment))


def move_visit(request, found: Reach):
    """Everything that was chosen stands in the address; nothing is taken before it is confirmed."""
    visit = found.visit
    start, wanted = _asked(request)
    choice = _choice(request, visit)
    if visit.is_off:
        return redirect(found.places.visit)
    if reason := why_not_change(visit, at=found.at, how=MOVE) or ("elsewhere" if choice is None else ""):
        return refuse_change(request, found, reason)
    if start is None:
        return _times(request, found, choice)
    wish = _wish(request, found, choice, start)
    if wish is None:
        return _times(request, found, choice, lost=start)
    if request.method == "POST":
        if is_there_already(visit, wish):  # pressed twice
            return redirect(found.places.visit)
        if wanted == visit.sequence:
            return _move(request, found, choice, wish)
        return _check(request, found, wish, has_changed=True)
    return _check(request, found, wish)


def _asked(request) -> tuple[int | None, int | None]:
    """The start (epoch minutes) that was chosen, and which state of the visit the page showed."""
    source = request.POST if request.method == "POST" else request.GET
    start, seen = source.get("start", ""), source.get("seen", "")
    if request.method == "POST" and not (start and seen):
        raise Http404
    for text in (start, seen):
        if text and not (text.isascii() and text.isdigit() and len(text) <= 8):
            raise Http404
    return (int(start) if start else None), (int(seen) if seen else None)


def _choice(request, visit) -> Choice | None:
    source = request.POST if request.method == "POST" else request.GET
    return choice_for(request.clinic, visit, source.get("with", ""))


def _wish(request, found, choice, start) -> Wish | None:
    """The visit as it would be; None when nobody of those chosen is free then."""
    search, day = search_for(found, request.clinic, choice), wallclock.local_day(start, request.clinic.zone)
    free, visit = {slot.practitioner for slot in search.free(day, day) if slot.start == start}, found.visit
    is_its_own = start == wallclock.to_minutes(visit.starts_at)
    if is_its_own:
        free.discard(visit.practitioner_id)
    person = next((one for one in choice.people if one.pk in free), None)
    if is_its_own and request.method == "POST" and visit.practitioner in choice.people:
        person = visit.practitioner  # pressed twice
    if person is None:
        return None
    return Wish(
        request.clinic, choice.service, person, choice.location, wallclock.to_instant(start), visit.pk
    )


def _times(request, found, choice, *, lost=None):
    search = search_for(found, request.clinic, choice)
    week = days_of_week(search, request.GET.get("week", ""), around=lost)
    page = show.times_page(found, choice, search, week, lost=lost)
    return render(request, "portal/move.html", page, status=200 if lost is None else 409)


def _check(request, found, wish, *, has_changed=False):
    moved = copy(found.visit)
    moved.starts_at, moved.ends_at, moved.practitioner = wish.starts_at, wish.ends_at, wish.practitioner
    page = show.check_page(found, moved, wish, clinic=request.clinic)
    page["has_changed"] = has_changed
    return render(request, "portal/move_check.html", page, status=409 if has_changed else 200)


def _move(request, found, choice, wish):
    try:
        move_online(found.visit, wish, by=found.by, at=found.at)
    except Objected:  # somebody was faster
        return _times(request, found, choice, lost=wish.start)
    except ChangedMeanwhile:
        messages.warning(request, _("This visit was changed in the meantime. This is how it stands now."))
        return redirect(found.places.visit)
    when = moment(wish.starts_at.astimezone(request.clinic.zone))
    messages.success(request, _("Moved: the visit is now on %(when)s.") % {"when": when})
    return redirect(found.places.visit)
