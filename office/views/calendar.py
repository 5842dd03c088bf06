"""The days of the clinic, as columns or as a list, and whether they still stand as they were seen."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

import audit
from booking.availability import wallclock
from booking.policies import may_book_for
from clinic.policies import may_configure
from clinic.team import member_behind
from common import clock
from office import marks
from office.asking import WEEK, asked_for
from office.day import edges, the_days
from office.doors import for_the_team
from office.guide import leads
from office.presenters.answering import requests_notice
from office.presenters.day_page import calendar_page


@for_the_team
def home(request):
    """The office opens on its calendar; for who sets up a new clinic, on the guide until it can be booked."""
    sets_up = may_configure(member_behind(request)) and leads(request.clinic)
    return redirect("office:guide" if sets_up else "office:calendar")


@require_safe
def calendar(request):
    """One day by practitioner, or a week. Its mark is taken before its rows, so that no change falls between."""
    at, clinic = clock.now(), request.clinic
    asked = asked_for(request.GET, at.astimezone(clinic.zone).date())
    begins, ends = edges(clinic, asked.days)
    member, mark = marks.member_and_mark(request, begins, ends, at=at)
    if member is None:
        raise Http404
    days = the_days(clinic, asked.days, at=at, only=asked.only, member=member)
    seen = sorted({visit.patient_id for day in days for visit in day.visits})
    about = f"{asked.days[0]} {WEEK}" if asked.view == WEEK else str(asked.day)
    audit.opened("calendar.opened", by=request.user, target=about, at=at, clinic=clinic, ids=seen)
    page = calendar_page(days, asked, member) | {"requests": requests_notice(member, days[0].requests)}
    if may_book_for(member, cares=False):
        page["book_url"] = f"{reverse('office:patients')}?then=visit"
    return render(request, "office/calendar.html", page | _asks_again(mark, begins, ends))


def _asks_again(mark, begins, ends) -> dict:
    """Where the page asks whether something changed, and the mark of what it shows."""
    between = {"from": wallclock.to_minutes(begins), "to": wallclock.to_minutes(ends)}
    return {
        "changes_url": f"{reverse('office:calendar_changes')}?{urlencode(between)}",
        "mark": quote_etag(mark),
    }


@login_not_required  # it asks itself, with the same query that answers it
@require_safe
def changes(request):
    """Nothing (304) while the days stand as they were seen; who is not of the team, or not any more, hears no (403)."""
    between = marks.window(request.GET)
    if between is None:
        raise Http404
    mark = marks.mark_for(request, *between, at=clock.now())
    if not mark:
        return HttpResponseForbidden(content_type="text/plain")
    etag = quote_etag(mark)
    answer = HttpResponse(content_type="text/plain", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=answer)
