"""The waiting list: who waits for what since when, what is on offer; adding, removing, offering out of turn."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from booking.models.waiting import Ending
from booking.policies import sees_waiting_list
from booking.waiting import offering
from booking.waiting.asking import has_waiting_list
from booking.waiting.fitting import FreeTimes
from booking.waiting.joining import CannotWait, end, join
from clinic.catalogue import catalogue_of
from clinic.team import member_behind
from common import clock
from common.http import posted
from office import waiting as rows
from office.doors import WRITES, in_workspace
from office.forms.waiting import ForPatient
from office.only_for import ACTS, BOTH, only_for
from office.parts import BOOKING
from office.presenters import waiting as show

PER_PAGE, FOUR_WEEKS = 50, timedelta(weeks=4)
WHO = gettext_lazy(
    "The waiting list is for the front desk, managers and owners, and for practitioners with their own patients."
)


@only_for(sees_waiting_list, says=WHO)
def waiting(request):
    """Everybody who waits, the longest first; by practitioner and service where that is asked."""
    at, clinic = clock.now(), request.clinic
    chosen = rows.Filter.of(request.GET, clinic)
    found = rows.waiting_for(member_behind(request), clinic, chosen, at=at)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    audit.opened(
        "waiting.listed",
        by=request.user,
        target=f"{clinic.pk}:{chosen.practitioner or ''}:{chosen.service}:{page.number}",
        at=at,
        clinic=clinic,
        ids=[entry.patient_id for entry in page],
    )
    return render(request, "office/waiting.html", show.list_page(page, chosen, clinic, at=at))


def _entry(request, entry_id, *, at):
    entry = rows.entry_of(member_behind(request), request.clinic, entry_id, at=at)
    if entry is None:
        raise Http404
    return entry


@only_for(sees_waiting_list, says=WHO, answers=BOTH)
def waiting_offer(request, entry):
    """The free times that fit somebody; pressing one offers it, whoever’s turn it is."""
    at = clock.now()
    found = _entry(request, entry, at=at)
    lost = False
    if request.method == "POST":
        start, _colon, person = request.POST.get("slot", "").partition(":")
        if not all(one.isascii() and one.isdecimal() and len(one) < 12 for one in (start, person)):
            raise Http404
        offer = offering.offer_by_hand(found, int(start), int(person), by=request.user, at=at)
        if offer is not None:
            messages.success(request, show.said(offer, found))
            return redirect("office:waiting")
        lost = True
    audit.opened(
        "waiting.opened", by=request.user, target=found, patient=found.patient, clinic=request.clinic, at=at
    )
    why = offering.why_no_offer(found, at=at)
    slots = [] if why else FreeTimes(request.clinic, at=at).fitting(found)
    page = show.offer_page(found, slots, why, lost=lost)
    return render(request, "office/waiting_offer.html", page, status=409 if lost else 200)


@only_for(sees_waiting_list, says=WHO, answers=ACTS)
def waiting_removal(request, entry):
    """Take somebody off the list; pressing twice does it once."""
    at = clock.now()
    found = _entry(request, entry, at=at)
    if end(found, Ending.REMOVED, by=request.user, at=at):
        messages.success(request, _("%(name)s is off the waiting list.") % {"name": found.patient.name})
    return redirect("office:waiting")


@in_workspace(BOOKING, methods=WRITES)
def new_waiting(request, space):
    """Put a patient on the list: first the service, then with whom and when; an account is told and answers."""
    clinic = request.clinic
    services = {key: one for key, one in catalogue_of(clinic).services.items() if one.is_online}
    source = request.POST if request.method == "POST" else request.GET
    chosen, accounts = services.get(source.get("service", "")), rows.who_could_wait(space)
    if request.method == "POST" and (chosen is None or not accounts):
        raise Http404
    form = None
    if chosen is not None and accounts and has_waiting_list(clinic):
        today = space.at.astimezone(space.zone).date()
        first = {"first_day": today, "last_day": today + FOUR_WEEKS}
        form = ForPatient(
            posted(request), clinic=clinic, service=chosen, at=space.at, accounts=accounts, initial=first
        )
        if form.is_bound and form.is_valid() and _join(request, space, form):
            return redirect("office:waiting")
    page = show.new_page(space, services, chosen, form)
    page |= {"nobody": not accounts, "is_off": not has_waiting_list(clinic)}
    return render(request, "office/waiting_new.html", page, status=422 if page["has_errors"] else 200)


def _join(request, space, form) -> bool:
    try:
        join(space.patient, form.wanted, account=form.account_chosen, by=request.user, at=space.at)
    except CannotWait as refused:
        words = {
            "too_many": _("This account waits for ten things already. Remove one first."),
            "no_access": _("This account sees no visits of the patient any more."),
        }
        form.add_error(None, words.get(refused.why, _("The waiting list is off in the booking rules.")))
        return False
    messages.success(request, _("%(name)s is on the waiting list.") % {"name": space.patient.name})
    return True
