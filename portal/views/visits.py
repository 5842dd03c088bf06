"""A person's visits: the list, one of them, and its file for a calendar."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

import audit
from booking.actions.will_come import is_asked
from booking.calendar_file import calendar_file as written
from booking.models import Appointment
from booking.presenters.on_the_day import on_the_day
from common.paging import a_page, around, page_number
from portal import looking
from portal.household import listed
from portal.plans import plan_of_visit
from portal.presenters import changing, will_come
from portal.presenters import visits as show
from portal.presenters import waiting as waiting_show
from portal.presenters.locked import unlock
from portal.reach import Reach, in_portal
from portal.views.opening import note, open_record, refuse
from portal.waiting import entries_of
from records.policies import may_find_visits
from smartforms.models import Assignment
from smartforms.presenters.listing import task

A_PAGE = 20


def _visits(request, household, grant):
    return Appointment.objects.visible_to(request.user, at=household.at).filter(patient=grant.patient)


def _of_tab(visits, shown, *, at):
    if shown == "cancelled":
        return visits.exclude(cancelled_at=None, declined_at=None).order_by("-starts_at")
    if shown == "past":
        over = Q(ends_at__lte=at) | Q(completed_at__isnull=False) | Q(no_show_at__isnull=False)
        return visits.standing().filter(over).order_by("-starts_at")
    return visits.coming(at=at)


@require_safe
def visits(request, patient):
    """Coming, past and cancelled visits, some at a time."""
    household, grant = open_record(request, patient)
    # Without that part of the record one still finds what one booked oneself.
    if not may_find_visits(grant) and not _visits(request, household, grant).exists():
        return refuse(request, household, grant, "visits")
    shown = request.GET.get("show") if request.GET.get("show") in show.TABS else "coming"
    number = page_number(request.GET.get("page", ""))
    rows = _of_tab(_visits(request, household, grant), shown, at=household.at).with_names()
    page, has_more = a_page(rows, number, A_PAGE)
    _note_list(request, grant, shown, page, number, at=household.at)
    waiting = entries_of(request.user, grant.patient, at=household.at) if shown == "coming" else []
    context = {
        "patient": grant.patient,
        "grant": grant,
        "waiting": waiting_show.tasks(waiting, at=household.at),
        "offered_url": waiting_show.offered_url(waiting, at=household.at),
        "cards": [show.card(visit, grant, clinic=request.clinic, at=household.at) for visit in page],
        "tabs": show.tabs(patient, shown),
        "nothing": show.nothing(shown),
        "unlock": unlock(grant),
        **around(number, has_more, f"?show={shown}&page={{}}"),
    }
    return render(request, "portal/visits.html", context)


def _note_list(request, grant, shown, page, number, *, at):
    who = {"by": request.user, "target": grant.patient, "patient": grant.patient, "clinic": request.clinic}
    verb, ids = f"appointments.listed_{shown}", [visit.pk for visit in page]
    if number == 1:
        audit.opened(verb, ids=ids, at=at, **who)
    else:  # other rows under the same verb: a look of its own
        audit.record(verb, ids=ids, **who)


def reach_visit(request, patient, appointment):
    """A visit of the record in the address; the look at it is written down."""
    household, grant = open_record(request, patient)
    rows = _visits(request, household, grant).with_names().select_related("booking", "clinic")
    visit = get_object_or_404(rows, pk=appointment)
    note(request, household, grant, "appointment.opened", visit)
    return Reach(visit, grant, request.user, household.at, in_portal(visit))


@require_safe
def visit(request, patient, appointment):
    """One visit: when, with whom, the rule in words, its forms, how to change it."""
    found = reach_visit(request, patient, appointment)
    visit, grant, at, zone = found.visit, found.grant, found.at, request.clinic.zone
    brought = Assignment.objects.visible_to(request.user, at=at).filter(pk__in=visit.assignments.values("pk"))
    forms = listed(brought.filter(cancelled_at=None))
    is_coming = not visit.is_off and visit.ends_at > at
    context = {
        **found.page,
        "title": show.title(visit, grant, zone=zone),
        "card": show.card(visit, grant, clinic=request.clinic, at=at, when=is_coming, links=[]),
        "is_coming": is_coming,
        "will_come": will_come.button(found) if is_asked(visit, at=at) else None,
        "change": changing.ways(found, clinic=request.clinic) if is_coming else None,
        "earlier": waiting_show.door_to_earlier(visit, request.user, clinic=request.clinic, at=at)
        if is_coming
        else None,
        "again_url": show.book_again(visit, clinic=request.clinic),
        "forms": [task(form, at=at, zone=zone) for form in forms],
        "facts": show.facts(visit, request.user, zone=zone),
        "on_the_day": on_the_day(visit) if is_coming else [],
        "plan_url": _plan_url(request, visit, at=at),
        # A note is its author's: somebody else with access does not read over their shoulder.
        "note": visit.note if _reads_note(request, grant, visit) else "",
    }
    return render(request, "portal/visit.html", context)


def _plan_url(request, visit, *, at) -> str:
    """Where the plan of this visit is read; empty where there is none for whoever looks."""
    if not looking.reads_record(request, visit.patient_id):
        return ""
    plan = plan_of_visit(request.user, visit, at=at)
    return reverse("portal:plan", args=[visit.patient_id, plan.pk]) if plan else ""


def _reads_note(request, grant, visit) -> bool:
    is_own = visit.made_online_by_id == request.user.pk or grant.is_self
    return is_own and looking.reads_record(request, grant.patient_id)


@require_safe
def calendar_file(request, patient, appointment):
    """One visit as a file that calendars read."""
    return file_of(reach_visit(request, patient, appointment), request.clinic)


def file_of(found, clinic):
    """The file of one visit."""
    visit = found.visit
    response = HttpResponse(written([visit], at=found.at), content_type="text/calendar; charset=utf-8")
    day = visit.starts_at.astimezone(clinic.zone).date()
    response["Content-Disposition"] = f'attachment; filename="visit-{day.isoformat()}.ics"'
    return response
