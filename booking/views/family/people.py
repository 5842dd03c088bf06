"""Who comes on a family day, and what each of them comes for."""

import secrets

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from booking.family import forms as asked
from booking.family.keeping import MOST, begin, keep_members
from booking.forms import FamilyMember, Myself
from booking.models import Appointment
from booking.policies import has_enough_ahead, may_bring_existing, may_have_anyone
from booking.presenters.family import people as show
from booking.presenters.family.booking import slip
from booking.rules import rules_of
from booking.views.family.own import next_url, own_day, people_it_may_bring
from clinic.catalogue import catalogue_of
from common import clock
from common.http import posted
from records.policies import grants_of

ADD, ME = "add", "me"  # what else the page of people can lead to


@require_http_methods(["GET", "HEAD", "POST"])
def who(request, day=None):
    """Who is coming? Saved people to tick; somebody new is typed on a page of their own."""
    at = clock.now()
    if not rules_of(request.clinic).is_online:
        return render(request, "booking/closed.html", {"phone": request.clinic.phone})
    found = own_day(request, day) if day else None
    if found and found.booking_id:
        return redirect(next_url(found))
    grants = people_it_may_bring(request, found)
    chosen = {member.get("patient") or member["key"] for member in found.members} if found else set()
    errors = []
    if request.method == "POST":
        chosen, then = set(request.POST.getlist("who")), request.POST.get("then", "")
        members = _members(found, grants, chosen)
        errors = _refused(request, grants, members, then, at=at)
        if not errors:
            found = found or begin(clinic=request.clinic, by=request.user, at=at)
            keep_members(found, members, at=at)
            if then in (ADD, ME):
                answer = redirect("booking:family_person", found.pk)
                answer["Location"] += "?me=1" if then == ME else ""
                return answer
            return redirect("booking:family_visits", found.pk)
    page = show.who_page(request, found, grants, chosen, errors, at=at)
    return render(request, "booking/family/who.html", page, status=422 if errors else 200)


def _members(day, grants, chosen) -> list[dict]:
    """The chosen in the order of the page, each with what was answered for them before."""
    before = day.members if day else []
    saved = {member["patient"]: member for member in before if "patient" in member}
    keys = [str(grant.patient_id) for grant in grants]
    members = [saved.get(key, {"key": f"p{key}", "patient": key}) for key in keys if key in chosen]
    return members + [member for member in before if "person" in member and member["key"] in chosen]


def _refused(request, grants, members, then, *, at) -> list[str]:
    if then in (ADD, ME):
        return [show.wrong_count(MOST + 1)] if len(members) >= MOST else []
    errors = [words for words in [show.wrong_count(len(members))] if words]
    ids = {member.get("patient") for member in members}
    chosen = [grant.patient_id for grant in grants if str(grant.patient_id) in ids]
    full = {patient for patient in chosen if has_enough_ahead(request.clinic, patient, at=at)}
    return errors + show.too_many_ahead(grants, full, request.clinic)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request, day):
    """Somebody the clinic does not know from this account yet; sent twice they come once."""
    found = own_day(request, day)
    if found.booking_id:
        return redirect(next_url(found))
    is_me, account = "me" in request.GET, request.user
    grants = grants_of(account, at=clock.now(), clinic=request.clinic)
    if is_me and show.knows_me(found.members, grants):  # Back in the browser, or a second tab
        return redirect("booking:family_who", found.pk)
    mine = {"given_name": account.given_name, "family_name": account.family_name}
    form = Myself(posted(request), initial=mine) if is_me else FamilyMember(posted(request))
    if form.is_valid():
        answers = form.answers()
        if answers not in [member.get("person") for member in found.members] and len(found.members) < MOST:
            added = {"key": f"n{secrets.token_hex(4)}", "person": answers}
            # Oneself stands first, as everywhere.
            members = [added, *found.members] if is_me else [*found.members, added]
            keep_members(found, members, at=clock.now())
        return redirect("booking:family_who", found.pk)
    page = {"form": form, "is_me": is_me, "day": found, "has_errors": form.is_bound}
    return render(request, "booking/family/person.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def visits(request, day):
    """What does each of them come for, and with whom?"""
    found, at = own_day(request, day), clock.now()
    if found.booking_id or not found.members:
        return redirect(next_url(found))
    grants = people_it_may_bring(request, found)
    catalogue = catalogue_of(request.clinic)
    places = _places(catalogue)
    if not places:
        raise Http404
    sent = posted(request)
    place_form = None
    place = places[0]
    if len(places) > 1:
        initial = {"place": str(found.location_id or places[0].pk)}
        place_form = asked.Place(sent, places=places, initial=initial)
        place = _chosen_place(place_form, places) if sent is not None else None
    people = show.people_of(found, grants, at=at)
    forms = _forms(request, found, grants, people, sent, catalogue=catalogue, place=place, at=at)
    valid = [form.is_valid() for form in ([place_form] if place_form else []) + forms]
    if sent is not None and all(valid):
        members = [{**member, **form.answers()} for member, form in zip(found.members, forms, strict=True)]
        keep_members(found, members, at=at, location_id=place.pk)
        return redirect("booking:family_way", found.pk)
    page = {
        **show.visits_page(found, people, forms, place_form),
        "slip": slip(found, people, []),
        "has_errors": sent is not None,
    }
    return render(request, "booking/family/visits.html", page, status=422 if sent is not None else 200)


def _places(catalogue) -> list:
    """Where something can be booked online, in the clinic's order."""
    online = [service for service in catalogue.services.values() if service.is_online]
    ids = {place.pk for service in online for place in catalogue.where_given(service)}
    return [place for key, place in catalogue.locations.items() if key in ids]


def _chosen_place(form, places):
    asked_for = form.cleaned_data["place"] if form.is_valid() else ""
    return next((place for place in places if str(place.pk) == asked_for), None)


def _forms(request, day, grants, people, sent, *, catalogue, place, at) -> list:
    anyone = may_have_anyone(request.clinic, is_returning=may_bring_existing(grants, at=at))
    ids = [grant.patient_id for grant in grants]
    seen = Appointment.objects.visible_to(request.user, at=at).filter(patient_id__in=ids)
    was_here = {str(one) for one in seen.standing().filter(ends_at__lte=at).values_list("patient", flat=True)}
    online = [
        service
        for service in catalogue.services.values()
        if service.is_online and catalogue.who_gives(service)
    ]
    forms = []
    for member, person in zip(day.members, people, strict=True):
        suiting = {"is_new": "person" in member, "was_here": member.get("patient") in was_here}
        forms.append(
            asked.MemberVisit(
                sent,
                prefix=member["key"],
                initial=asked.answered(member),
                name=person.given_name,
                catalogue=catalogue,
                services=[service for service in online if asked.suits(service, **suiting)],
                place=place,
                anyone=anyone,
            )
        )
    return forms
