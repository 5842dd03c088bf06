"""Why a day has no more times."""

from django.shortcuts import render

from booking.availability.finding import Search
from booking.availability.reasons import reasons_of
from clinic.catalogue import catalogue_of
from common import clock
from common.http import seen
from office.forms.no_times import DayAsked
from office.only_for import only_for
from office.policies import sees_reports
from office.presenters.no_times import no_times_page
from office.views.reports import WHO


@only_for(sees_reports, says=WHO)
def no_times(request):
    """What is asked stands in the address. Visits are minutes here: the page names no patient."""
    at, clinic = clock.now(), request.clinic
    catalogue = catalogue_of(clinic)
    asked = seen(request.GET) if "service" in request.GET else None
    first = {
        "day": at.astimezone(clinic.zone).date(),
        "location": next(iter(catalogue.locations), ""),
    }
    form = DayAsked(asked, catalogue=catalogue, initial=first)
    if asked is None or not form.is_valid():
        return render(
            request, "office/no_times.html", no_times_page(form, clinic), status=422 if asked else 200
        )
    service, person, place, day = form.chosen
    search = Search(clinic, service, [person], place, at=at)
    found = reasons_of(search, person, day)
    return render(request, "office/no_times.html", no_times_page(form, clinic, search, found))
