"""The limits: what the same machine does with almost no application in the way."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from booking.availability.finding import Search, taken_ranges
from booking.availability.slots import Shape, starts
from booking.availability.wallclock import midnight, to_instant
from clinic.catalogue import catalogue_of
from common import clock

PAGE = "<p>" + "fifteen kilobytes " * 850


def _page(words: str) -> HttpResponse:
    return HttpResponse(words, headers={"Content-Length": len(words)})


def me(request):
    """Session, user and one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_grant WHERE account_id = %s", [request.user.pk])
        return _page(f"{request.user.email}: {cursor.fetchone()[0]}")


def floor(request, person, low):
    """One query and one merge: the free half-hours of eight hours, without a clinic and its rules."""
    high = low + 480
    taken = taken_ranges([person], low=to_instant(low), high=to_instant(high), at=clock.now())[person]
    return JsonResponse({"free": starts([(low, high)], taken, Shape(30), earliest=low, latest=high)})


def day(request, person, day):
    """The free times of one practitioner-day as booking finds them, without a page around them."""
    catalogue = catalogue_of(request.clinic)
    (service,), (place,) = catalogue.services.values(), catalogue.locations.values()
    search = Search(request.clinic, service, [catalogue.practitioners[person]], place, at=clock.now())
    return JsonResponse({"free": [slot.start for slot in search.free(day, day)]})


def fetch(request, first, last):
    """What is taken of everybody on many days: fetched and merged, and nothing made of it."""
    low, high = (to_instant(midnight(request.clinic.zone, day)) for day in (first, last + 1))
    taken = taken_ranges(list(catalogue_of(request.clinic).practitioners), low=low, high=high, at=clock.now())
    return JsonResponse({"taken": sum(map(len, taken.values()))})


urlpatterns = [
    path("bare/page", login_not_required(lambda request: _page(PAGE))),
    path("bare/me", me),
    path("bare/floor/<int:person>/<int:low>", login_not_required(floor)),
    path("bare/day/<int:person>/<int:day>", login_not_required(day)),
    path("bare/fetch/<int:first>/<int:last>", login_not_required(fetch)),
    path("", include("config.urls")),
]
