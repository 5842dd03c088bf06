"""The waiting list: joining it, what one waits for, answering an offer, leaving."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import audit
from booking.models import WaitingEntry
from booking.models.waiting import Ending
from booking.policies import may_bring_existing
from booking.visitors import remember, visitor_of
from booking.waiting.answering import OfferOver, pass_on, take
from booking.waiting.asking import grant_of, has_waiting_list, visit_to_move
from booking.waiting.forms import Days, Earlier
from booking.waiting.joining import CannotWait, end, join, join_as_new
from clinic.catalogue import catalogue_of
from common.http import posted
from common.wording import moment
from portal.household import household_of
from portal.presenters import visits as visits_show
from portal.presenters import waiting as show
from portal.views.opening import note, open_record
from portal.views.visits import reach_visit
from portal.waiting import ForWhom
from records.policies import may_find_visits

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _service(request):
    source = request.POST if request.method == "POST" else request.GET
    service = catalogue_of(request.clinic).services.get(source.get("service", ""))
    if service is None or not service.is_online or not has_waiting_list(request.clinic):
        raise Http404
    if not catalogue_of(request.clinic).who_gives(service):
        raise Http404
    return service


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@BOTH
def waiting_list(request):
    """Join for a day or some days; what was chosen while looking for a time stands in the form already."""
    household, service = household_of(request), _service(request)
    sent, at = posted(request), household.at
    whom = ForWhom(household, service, sent)
    if not (request.user.is_verified and whom.is_possible):
        page = show.why_not(request.user, request.clinic.phone)
        return render(request, "portal/waiting_refused.html", page, status=403)
    form = Days(
        sent,
        clinic=request.clinic,
        service=service,
        at=at,
        initial=_asked_before(request),
        is_returning=may_bring_existing(household.grants, at=at),
    )
    # Both are asked, so that everything that is wrong is said at once.
    if form.is_bound and all([form.is_valid(), whom.is_valid()]):
        if entry := _join(request, form, at=at, grant=whom.grant, person=whom.person):
            return redirect("portal:waiting_entry", entry.patient_id, entry.pk)
    ids = [one.patient_id for one in whom.grants]
    about = {"target": request.clinic, "clinic": request.clinic, "at": at}
    if ids:
        audit.opened("patients.listed", by=request.user, ids=ids, **about)
    page = show.joining_page(form, whom, service, account=request.user, on=household.today)
    return render(request, "portal/waiting_list.html", page, status=422 if form.is_bound else 200)


def _asked_before(request) -> dict:
    """What was chosen while looking for a time, as it stands in the address."""
    asked = request.GET
    return {
        "who": asked.get("with"),
        "place": asked.get("place"),
        "first_day": _day(asked.get("from", "")),
        "last_day": _day(asked.get("until", "")),
    }


def _join(request, form, *, at, grant=None, person=None):
    """The entry, of a saved person or of somebody new; None with the reason on the form."""
    clinic, how = request.clinic, {"by": request.user, "at": at}
    try:
        if grant:
            grant.patient.clinic = clinic
            entry = join(grant.patient, form.wanted, account=request.user, **how)
        else:
            entry = join_as_new(person.answers(), form.wanted, clinic=clinic, **how)
    except CannotWait as refused:
        form.add_error(None, show.refused_words(refused.why))
        return None
    messages.success(request, _("You’re on the waiting list. We mail you when a time comes free."))
    return entry


@BOTH
def visit_waiting(request, patient, appointment):
    """Wait for an earlier time than that of a visit."""
    found = reach_visit(request, patient, appointment)
    grant, visit, at = found.grant, found.visit, found.at
    if not has_waiting_list(request.clinic) or grant_of(request.user, patient, at=at) is None:
        raise Http404
    if visit_to_move(request.user, visit.pk, at=at) is None:
        messages.info(request, _("Nothing was changed: this is how the visit stands now."))
        return redirect("portal:visit", patient, visit.pk)
    initial = {"who": visit.practitioner.slug}
    form = Earlier(posted(request), clinic=request.clinic, visit=visit, at=at, initial=initial)
    if form.is_bound and form.is_valid():
        if entry := _join(request, form, at=at, grant=grant):
            return redirect("portal:waiting_entry", patient, entry.pk)
    page = {
        **found.page,
        "form": form,
        "card": visits_show.card(visit, grant, clinic=request.clinic, at=at, links=[]),
        "has_errors": bool(form.errors),
    }
    return render(request, "portal/visit_waiting.html", page, status=422 if form.errors else 200)


def _entry(request, patient, entry):
    household, grant = open_record(request, patient)
    if not may_find_visits(grant):
        raise Http404  # access to visits ended, and with it what was waited for
    rows = WaitingEntry.objects.visible_to(request.user, at=household.at).filter(patient=grant.patient)
    found = get_object_or_404(rows.with_names(), pk=entry)
    found.clinic = request.clinic
    return household, grant, found


@require_safe
def waiting_entry(request, patient, entry):
    """What somebody waits for, and the time that is kept for them."""
    household, grant, found = _entry(request, patient, entry)
    return _show(request, household, grant, found)


def _show(request, household, grant, entry, *, over="", status=200):
    note(request, household, grant, "waiting.opened", entry)
    page = show.entry_page(entry, grant, clinic=request.clinic, at=household.at)
    return render(request, "portal/waiting_entry.html", page | {"over": over}, status=status)


@require_POST
def waiting_answer(request, patient, entry, offer):
    """Take the time that is offered, or pass it on. Pressed twice, or too late, it says how things stand."""
    household, grant, found = _entry(request, patient, entry)
    offered = get_object_or_404(found.offers.select_related("hold", "entry"), pk=offer)
    if request.POST.get("answer") == "pass":
        if pass_on(offered, by=request.user, at=household.at):
            messages.success(request, _("Passed on. You’re still on the waiting list."))
        return redirect("portal:waiting_entry", patient, found.pk)
    if request.POST.get("answer") != "take":
        raise Http404
    try:
        visit = take(offered, by=request.user, at=household.at)
    except OfferOver as refused:
        _household, _grant, found = _entry(request, patient, entry)
        return _show(request, household, grant, found, over=show.over_words(refused.why), status=409)
    if found.visit_id:
        when = moment(visit.starts_at.astimezone(request.clinic.zone))
        messages.success(request, _("Moved: the visit is now on %(when)s.") % {"when": when})
        return redirect("portal:visit", patient, visit.pk)
    visitor_of(request)
    remember(request, offered.hold)  # the page after booking, with its minutes to undo, knows its browser
    return redirect("booking:done", offered.hold_id)


@require_POST
def waiting_leaving(request, patient, entry):
    """Leave the list; what was on offer goes to the next. Pressed twice it is left once."""
    household, _grant, found = _entry(request, patient, entry)
    if end(found, Ending.LEFT, by=request.user, at=household.at):
        messages.success(request, _("You’re off the waiting list."))
    return redirect("portal:waiting_entry", patient, found.pk)
