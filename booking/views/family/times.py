"""How and when a family comes: the way, the times at which all of it fits, and holding one of them."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from booking.actions.holding import NotHeld, extend
from booking.choosing import days_of_week
from booking.family.forms import How
from booking.family.holding import PlanLost, hold_plan, holds_of
from booking.family.keeping import keep_way
from booking.family.searching import PlanSearch, read
from booking.presenters.family import times as show
from booking.presenters.family.booking import slip
from booking.presenters.family.people import people_of
from booking.views.family.own import next_url, own_day
from booking.visitors import visitor_of
from common import clock
from common.http import posted
from records.policies import grants_of


def _ready(request, day_id):
    """The family day, if everybody's visit is chosen; (day, where else to go)."""
    day = own_day(request, day_id)
    if day.booking_id or not day.has_visits:
        return day, redirect(next_url(day))
    return day, None


@require_http_methods(["GET", "HEAD", "POST"])
def way(request, day):
    """One after another, or side by side? Each with its first time."""
    found, elsewhere = _ready(request, day)
    if elsewhere:
        return elsewhere
    at = clock.now()
    form = How(posted(request), ways=show.WAYS)
    if form.is_valid():
        keep_way(found, form.cleaned_data["way"])
        return redirect("booking:family_times", found.pk)
    searches = {one: PlanSearch(found, way=one, at=at) for one in show.WAYS}
    people = people_of(found, grants_of(request.user, at=at, clinic=request.clinic), at=at)
    page = {
        **show.way_page(found, searches),
        "form": form,
        "slip": slip(found, people, []),
        "has_errors": form.is_bound,
    }
    return render(request, "booking/family/way.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def times(request, day):
    """The times at which everybody fits; choosing one holds all of it for ten minutes."""
    found, elsewhere = _ready(request, day)
    if elsewhere:
        return elsewhere
    if request.method != "POST":
        return shown(request, found)
    plan = read(request.POST.get("start", ""))
    if plan is None:
        raise Http404
    try:
        hold_plan(found, plan, visitor=visitor_of(request), by=request.user, at=clock.now())
    except PlanLost as gone:
        return shown(request, found, lost=(plan[0].slot.start, gone.members), status=409)
    except NotHeld as refusal:
        if refusal.reason != "too_many":
            raise
        return shown(request, found, refused="too_many", status=429)
    except ValueError:
        raise Http404 from None
    found.refresh_from_db(fields=["booking"])
    return redirect(next_url(found))


def shown(request, day, *, lost=None, refused="", status=200):
    """The page of times; also the answer to a plan of which somebody else just took a part."""
    at = clock.now()
    source = request.POST if request.method == "POST" else request.GET
    places = {str(index): index for index in range(len(day.members))}
    first = places.get(source.get("first", ""))
    search = PlanSearch(day, at=at, first=first)
    around = lost[0] if lost else None
    week = days_of_week(search, source.get("week", ""), around=around)
    people = people_of(day, grants_of(request.user, at=at, clinic=request.clinic), at=at)
    page = {
        **show.times_page(day, people, search, week, lost=lost),
        "day": day,
        "refused": refused,
        "slip": slip(day, people, []),
    }
    return render(request, "booking/family/times.html", page, status=status)


@require_POST
def keep(request, day):
    """Keep all the times longer, once; then back to the step."""
    found = own_day(request, day)
    if holds := [] if found.booking_id else holds_of(found):
        extend(*holds, at=clock.now())
    return redirect(next_url(found))
