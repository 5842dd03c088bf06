"""What a patient is asked to do at home: seen with how it goes, given, ended."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.activities import (
    OVER_SHOWN,
    SHOWN,
    activity_of,
    given_to,
    library_of,
    one_given_to,
    with_times_done,
)
from office.doors import WRITES, in_workspace
from office.forms.activities import Giving, What
from office.parts import ACTIVITIES, GIVING
from office.plan_choice import plans_to_join
from office.presenters import activities as show
from records.actions.activities import assign, end_activity
from records.activities import WEEK, WEEKS_SHOWN, monday_of, with_ticks


@in_workspace(ACTIVITIES)
def activities(request, space):
    """Those that count and those that are over, with a small history."""
    today, everything = _today(space), request.GET.get("rows") == "all"
    rows = given_to(space.patient)
    since = monday_of(today) - (WEEKS_SHOWN - 1) * WEEK
    current = list(with_ticks(rows.current(on=today), since=since)[:SHOWN])
    ended = with_times_done(rows.over(on=today))
    over = list(ended[: 10 * OVER_SHOWN if everything else OVER_SHOWN + 1])
    more = not everything and len(over) > OVER_SHOWN
    over = over if everything else over[:OVER_SHOWN]
    page = show.activities_page(space, current, over, more=more)
    return render(request, "office/activities.html", page)


@in_workspace(GIVING, methods=WRITES)
def give(request, space):
    """Give one: out of the library (`?from=`) with its words, which may be changed, or something else."""
    chosen = request.GET.get("from", "")
    activity = activity_of(request.clinic, int(chosen)) if chosen.isdecimal() and len(chosen) < 10 else None
    if chosen and (activity is None or activity.retired_at):
        raise Http404
    practitioner = request.user.practitioner
    words = {name: getattr(activity, name) for name in What.base_fields} if activity else {}
    plans = plans_to_join(space, practitioner=practitioner)
    form = Giving(posted(request), initial=words, today=_today(space), plans=plans)
    if request.method == "POST" and form.is_valid():
        assign(
            space.patient, practitioner=practitioner, by=request.user, at=space.at, activity=activity,
            picture=activity.picture if activity else None, **form.given,
        )  # fmt: skip
        messages.success(request, _("%(title)s is given.") % {"title": form.cleaned_data["title"]})
        return redirect("office:activities", space.patient.pk)
    page = show.giving_page(space, form, list(library_of(request.clinic)), activity)
    return render(request, "office/activity_new.html", page, status=422 if form.is_bound else 200)


@in_workspace(GIVING, methods=WRITES)
def ending(request, space, activity):
    """End one; what was done stays."""
    found = one_given_to(space.patient, activity)
    if found is None:
        raise Http404
    if request.method == "POST" or found.is_over(on=_today(space)):
        if request.method == "POST" and end_activity(found, by=request.user, at=space.at):
            messages.success(request, _("%(title)s is ended.") % {"title": found.title})
        return redirect("office:activities", space.patient.pk)
    return render(request, "office/confirm.html", show.ending_page(space, found))


def _today(space):
    return space.at.astimezone(space.zone).date()
