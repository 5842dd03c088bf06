"""Choosing: service, practitioner, time. These pages write nothing and need no cookie."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.availability.finding import Search
from booking.choosing import Choice, days_of_week
from booking.policies import offers_no_preference
from booking.presenters import choosing as show
from booking.presenters.front import preview, structured
from booking.presenters.slip import slip_of
from booking.presenters.waiting import waiting_url
from booking.rules import forms_of, rules_of
from booking.visitors import is_returning
from booking.way import Way
from clinic.catalogue import catalogue_of
from clinic.made_once import made_once
from common import clock


@login_not_required
@require_safe
@made_once
def services(request):
    """What would you like to come in for?"""
    catalogue, rules = catalogue_of(request.clinic), rules_of(request.clinic)
    way, asked = Way.of(request), request.GET.get("with", "")
    practitioner = asked if asked in {one.slug for one in catalogue.practitioners.values()} else ""
    page = {"slip": slip_of(way), "phone": request.clinic.phone}
    if not rules.is_online:
        return render(request, "booking/closed.html", page)
    audience = request.GET.get("for", "all")
    groups = show.service_groups(
        request.clinic,
        catalogue,
        audience=audience,
        forms=lambda service: len(forms_of(request.clinic, service)),
        way=way,
        practitioner=practitioner,
    )
    filters = show.audience_filters(audience, way=way)
    page |= {
        "groups": groups,
        "filters": filters,
        "preview": preview(request.clinic, language=get_language()),
    }
    if not way.is_framed:
        page["structured"] = structured(request.clinic, catalogue)
        page["together_url"] = reverse("booking:family")  # needs somebody signed in: nothing for a frame
    return render(request, "booking/services.html", page)


def _choice(request, service_slug, who=None) -> Choice:
    choice = Choice.of(request.clinic, service_slug, who, place=request.GET.get("place"))
    if choice is None or not rules_of(request.clinic).is_online:
        raise Http404
    return choice


def may_have_anyone(request, choice) -> bool:
    """Whether No preference is on offer to this visitor."""
    return offers_no_preference(request.clinic, choice.candidates, is_returning=is_returning(request))


@login_not_required
@require_safe
def practitioners(request, service):
    """Who would you like to see? Skipped where only one person gives the service in one place."""
    choice = _choice(request, service)
    way, chosen = Way.of(request), request.GET.get("with", "")
    if len(choice.places) > 1 and choice.place is None:
        return render(
            request,
            "booking/places.html",
            {
                "slip": slip_of(way, choice),
                "choice": choice,
                "places": show.places(choice, way, chosen),
            },
        )
    if not choice.candidates:
        raise Http404
    if len(choice.candidates) == 1:
        return redirect(way.times(choice, choice.candidates[0]))
    no_preference = may_have_anyone(request, choice)
    allowed = {person.slug for person in choice.candidates} | ({"anyone"} if no_preference else set())
    if chosen in allowed:
        return redirect(way.times(choice, chosen))
    at = clock.now()
    search = Search(request.clinic, choice.service, choice.candidates, choice.location, at=at)
    options = show.practitioner_options(request.clinic, choice, search, no_preference=no_preference)
    page = {
        "slip": slip_of(way, choice),
        "choice": choice,
        "options": options,
        "kept": way.kept,
        "nothing_chosen": "with" in request.GET or "go" in request.GET,
        "lede": show.service_lede(choice.service),
        "preview": preview(request.clinic, choice.service, language=get_language()),
        "waiting_url": "" if search.first_of_each else waiting_url(request.clinic, choice, at=at),
    }
    if page["nothing_chosen"]:
        words = _("Choose who you would like to see")
        page.update(has_errors=True, missing_words=[words], missing_errors=[("with", words)])
    return render(request, "booking/practitioners.html", page, status=422 if page["nothing_chosen"] else 200)


@login_not_required
@require_safe
def times(request, service, who):
    """Choose a time."""
    choice = _choice(request, service, who)
    if who == "anyone" and not may_have_anyone(request, choice):
        raise Http404
    return times_page(request, choice)


def times_page(request, choice, *, lost=None, refused="", instead_of=None, status=200):
    """The page of times; also the answer to a time that somebody else just took (`lost`, epoch minutes)."""
    at = clock.now()
    search = Search(request.clinic, choice.service, choice.people, choice.location, at=at)
    week = days_of_week(search, request.GET.get("week") or request.POST.get("week", ""), around=lost)
    page = show.times(request.clinic, choice, search, week, lost=lost, ran_out=instead_of is not None)
    if page["nothing_at_all"]:
        page["waiting_url"] = waiting_url(request.clinic, choice, at=at)
    else:
        days = date.fromordinal(week.monday), date.fromordinal(week.monday + 6)
        page["waiting_url"] = waiting_url(request.clinic, choice, days, at=at)
    way = Way.of(request)
    if instead_of is not None:
        way = replace(way, kept={**way.kept, "instead_of": str(instead_of.pk)})
    page.update(
        slip=slip_of(way, choice),
        choice=choice,
        refused=refused,
        query=way.kept,
        query_text=urlencode(way.kept),
        back_query=f"?{urlencode(way.kept)}" if way.kept else "",
        # Where the hold is made: never in the frame, for the session begins with it.
        hold_url=reverse("booking:make_hold"),
        # Where signing in leads back to; this page also answers a POST.
        here=request.get_full_path() if request.method == "GET" else way.times(choice, choice.who),
    )
    return render(request, "booking/times.html", page, status=status)
