"""The day of the clinic, as columns or as a list."""

from django.shortcuts import redirect, render
from django.urls import reverse

import audit
from booking.policies import may_book_for
from clinic.policies import may_configure
from clinic.team import member_behind
from common import clock
from office.asking import asked_for
from office.day import the_day
from office.doors import for_the_team
from office.guide import leads
from office.presenters.answering import requests_notice
from office.presenters.day_page import day_page


@for_the_team
def home(request):
    """The office opens on its calendar; for who sets up a new clinic, on the guide until it can be booked."""
    sets_up = may_configure(member_behind(request)) and leads(request.clinic)
    return redirect("office:guide" if sets_up else "office:calendar")


@for_the_team
def calendar(request):
    """One day by practitioner."""
    at, clinic = clock.now(), request.clinic
    asked = asked_for(request.GET, at.astimezone(clinic.zone).date())
    day = the_day(clinic, asked.day, at=at, person=asked.person)
    seen = sorted({visit.patient_id for visit in day.visits})
    audit.opened("calendar.opened", by=request.user, target=str(asked.day), at=at, clinic=clinic, ids=seen)
    page = day_page(day, asked) | {"requests": requests_notice(member_behind(request), day.requests)}
    if may_book_for(member_behind(request), cares=False):
        page["book_url"] = f"{reverse('office:patients')}?then=visit"
    return render(request, "office/calendar.html", page)
