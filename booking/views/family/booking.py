"""The last look at a family day, confirming it, and what can be done with it in the first minutes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import audit
from booking import policies
from booking.actions import cancelling, confirming
from booking.actions.holding import answers_seen
from booking.availability.wallclock import to_minutes
from booking.calendar_file import calendar_file
from booking.family.holding import holds_of
from booking.family.keeping import confirm_day
from booking.forms import Agreement
from booking.models import Appointment, Hold
from booking.presenters.family import booking as show
from booking.presenters.family.people import people_of
from booking.views.family.own import next_url, own_day
from booking.views.family.times import shown
from common import clock
from common.http import posted
from records.models import Patient
from records.policies import grants_of


@require_http_methods(["GET", "HEAD", "POST"])
def check(request, day):
    """Everything once more, person by person, then Confirm. All visits are made, or none; twice makes them once."""
    found, at = own_day(request, day), clock.now()
    holds = [] if found.booking_id else holds_of(found)
    if not holds:
        return redirect(next_url(found))
    form, seen = Agreement(posted(request)), request.POST.get("seen", answers_seen(*holds))
    if form.is_valid():
        try:
            confirm_day(found, seen=seen, by=request.user, at=at)
            return redirect("booking:family_done", found.pk)
        except confirming.Lost as gone:
            members = sorted(held.member for held in gone.holds)
            return shown(request, found, lost=(to_minutes(holds[0].starts_at), members), status=409)
        except (Patient.DoesNotExist, confirming.TooManyAhead):
            return redirect("booking:family_who", found.pk)
        except confirming.AddressUnproved:
            page = {"email": request.user.email, "check_url": request.path}
            return render(request, "booking/family/prove_first.html", page, status=422)
        except (confirming.AnswersChanged, Hold.DoesNotExist):
            # Another tab chose something else meanwhile: show what it is now before anything is booked.
            found = own_day(request, day)
            holds = [] if found.booking_id else holds_of(found)
            if not holds:
                return redirect(next_url(found))
    has_changed = seen != answers_seen(*holds)
    return _checked(request, found, holds, form, has_changed=has_changed, at=at)


def _checked(request, day, holds, form, *, has_changed, at):
    people = people_of(day, grants_of(request.user, at=at, clinic=request.clinic), at=at)
    for patient in filter(None, (held.answers.get("patient") for held in holds)):
        who = {"by": request.user, "patient": patient, "clinic": request.clinic}
        audit.opened("patient.named", target=patient, at=at, **who)
    page = {
        **show.check_page(day, people, holds, at=at),
        "notice": show.held_notice(day, holds, at=at),
        "slip": None,
        "form": form,
        "seen": answers_seen(*holds),
        "has_changed": has_changed,
        "has_errors": form.is_bound and not has_changed,
    }
    status = 409 if has_changed else 422 if form.is_bound else 200
    return render(request, "booking/family/check.html", page, status=status)


def _booked(request, day_id):
    """The family day and those of its visits that its account may see, in the order of the clock."""
    day, at = own_day(request, day_id), clock.now()
    visible = Appointment.objects.visible_to(request.user, at=at).filter(booking=day.booking_id)
    visits = list(visible.with_names().select_related("booking", "clinic").order_by("starts_at", "pk"))
    if not day.booking_id or not visits:
        raise Http404
    for visit in visits:
        who = {"by": request.user, "patient": visit.patient_id, "clinic": request.clinic}
        audit.opened("appointment.opened", target=visit, at=at, **who)
    return day, visits


@require_safe
def done(request, day):
    """They are booked: a card for each."""
    found, visits = _booked(request, day)
    at = clock.now()
    grants = grants_of(request.user, at=at, clinic=request.clinic)
    page = show.done_page(request, found, visits, grants, at=at)
    return render(request, "booking/family/done.html", page)


@require_safe
def calendar(request, day):
    """All visits that are booked as one file for a calendar."""
    _day, visits = _booked(request, day)
    booked = [visit for visit in visits if not visit.is_off and not visit.is_waiting]
    if not booked:
        raise Http404
    file = HttpResponse(calendar_file(booked, at=clock.now()), content_type="text/calendar; charset=utf-8")
    file["Content-Disposition"] = 'attachment; filename="visits.ics"'
    return file


@require_POST
def undo(request, day):
    """Take back all of it, while that is free of any rule."""
    _day, visits = _booked(request, day)
    at = clock.now()
    if not all(policies.may_undo(request.user, visit) for visit in visits):
        raise Http404
    if policies.is_too_late_to_undo(visits[0], at=at):
        messages.warning(request, _("The time to undo is over. Call the clinic to cancel a visit."))
        return redirect("booking:family_done", day)
    cancelling.undo_all(visits, by=request.user, at=at)
    if not all(visit.is_off for visit in _booked(request, day)[1]):
        messages.warning(request, _("This visit was changed meanwhile. This is how it stands now."))
        return redirect("booking:family_done", day)
    messages.success(request, _("Booking undone. All the times are free again."))
    return redirect("booking:services")
