"""Booking a visit for a patient, and moving one: choose a time, then look at it once more and save."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from booking.actions.by_staff import CancelledSince, Objected
from booking.actions.moving import ChangedMeanwhile, against, is_there_already, move, stays_put
from booking.availability import wallclock
from booking.models import Appointment
from booking.objections import Wish
from booking.repeating import Skipped, objections_to_each, repeated
from common.http import posted
from common.wording import moment, time_range
from office.booking import book, forms_asked, free_times, offer_of, offer_to_move
from office.doors import WRITES, in_workspace
from office.forms.booking import FARTHEST, Booking, Choosing, refuse
from office.forms.visits import Moving
from office.overview import visit_of
from office.parts import BOOKING
from office.presenters.booking import booking_url, check_page, choose_page, move_page
from office.views.visit import as_it_is
from smartforms.actions import CannotSend


@in_workspace(BOOKING, methods=WRITES)
def booking(request, space):
    """Everything that was chosen stands in the address, so that Back and a second window work."""
    return _choose(request, space, offer_of(space), then=_check)


@in_workspace(BOOKING, methods=WRITES)
def visit_move(request, space, appointment):
    """Another time for a visit, chosen like that of a new one; its service stays."""
    visit = visit_of(space, appointment)
    if visit is None:
        raise Http404
    if visit.status != "booked":
        return as_it_is(request, visit)
    return _choose(request, space, offer_to_move(space, visit), then=_check_move)


def _choose(request, space, offer, *, then):
    asked = request.GET if "service" in request.GET else None
    choosing = Choosing(asked, offer=offer, initial=offer.first_choice)
    if asked is None or not choosing.is_valid():
        return render(
            request, "office/booking_choose.html", choose_page(space, choosing), status=422 if asked else 200
        )
    wish = _wish(request, offer, choosing)
    if wish is not None:
        try:
            wishes = repeated(wish, **choosing.repeat)
        except Skipped as met:
            choosing.add_error("every", met.words)
            return render(request, "office/booking_choose.html", choose_page(space, choosing), status=422)
        return then(request, space, offer, choosing, wishes)
    if choosing.cleaned_data["time"] is not None:
        return redirect(booking_url(choosing, start=choosing.own_start))
    chosen = choosing.service_chosen, choosing.practitioner_chosen, choosing.location_chosen
    times = free_times(offer, *chosen, day=choosing.cleaned_data["day"].toordinal())
    return render(request, "office/booking_choose.html", choose_page(space, choosing, times))


def _wish(request, offer, choosing) -> Wish | None:
    """The visit whose time stands in the address."""
    start = request.GET.get("start", "")
    person = choosing.practitioner_chosen
    if not start or person is None:
        return None
    if not (start.isascii() and start.isdigit() and len(start) <= 9):
        raise Http404
    starts_at = wallclock.to_instant(int(start))
    if abs(starts_at - offer.space.at) > FARTHEST:
        raise Http404
    return Wish(
        offer.clinic,
        choosing.service_chosen,
        person,
        choosing.location_chosen,
        starts_at,
        offer.moves and offer.moves.pk,
        # One that moves is among the visits ahead before and after.
        None if offer.moves else offer.space.patient.pk,
        choosing.lasts,
    )


def _check(request, space, offer, choosing, wishes):
    data = request.POST if request.method == "POST" else None
    form = Booking(data, offer=offer, usual=forms_asked(offer, wishes[0].service))
    against = [one for found in objections_to_each(wishes, at=space.at) for one in found]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            how = {"mark": form.cleaned_data["mark"], "tells": form.tells, "by": request.user}
            try:
                visit, told = book(space, wishes, form.terms, **how)
            except Objected as met:
                against, status = met.objections, refuse(form, met.objections)
            except CannotSend:  # archived between two looks
                form.add_error("templates", _("Choose from the forms that are there"))
            except CancelledSince:  # Back in the browser, to a page whose visit was cancelled meanwhile
                form.renew()
            except Appointment.DoesNotExist:  # the mark of another visit
                raise Http404 from None
            else:
                _say(request, visit, len(wishes), told=told)
                return redirect("office:patient", space.patient.pk)
    page = check_page(space, wishes, form, against, back_url=booking_url(choosing))
    return render(request, "office/booking_check.html", page, status=status)


def _say(request, visit, count, *, told):
    when = moment(visit.starts_at.astimezone(visit.clinic.zone))
    names = {"when": when, "name": visit.practitioner.name, "n": count}
    words = _("Booked: %(when)s with %(name)s.") % names
    if count > 1:
        words = _("Booked: %(n)d visits with %(name)s, the first on %(when)s.") % names
    messages.success(request, f"{words} {_('A mail is on its way.')}" if told else words)


def _check_move(request, space, offer, choosing, wishes):
    """Both times, what speaks against the new one, then it is moved; what changed meanwhile is shown first."""
    visit, wish = offer.moves, wishes[0]
    form = Moving(posted(request), offer=offer, only_longer=stays_put(visit, wish))
    objections, status, has_changed = against(visit, wish, at=space.at), 200, False
    if request.method == "POST":
        if is_there_already(visit, wish):
            return redirect("office:visit", space.patient.pk, visit.pk)
        status = 422
        if form.is_valid() and not form.is_current:
            status, has_changed = 409, True
        elif form.is_valid():
            try:
                move(visit, wish, **form.decided, by=request.user, at=space.at)
            except ChangedMeanwhile:
                return as_it_is(request, visit)
            except Objected as met:
                objections, status = met.objections, refuse(form, met.objections)
            else:
                words = _moved(visit, wish, space.zone)
                told = form.decided["tells"]
                messages.success(request, f"{words} {_('A mail is on its way.')}" if told else words)
                return redirect("office:visit", space.patient.pk, visit.pk)
    how = {"asked": request.GET.dict(), "back_url": booking_url(choosing), "has_changed": has_changed}
    page = move_page(space, wish, form, objections, **how)
    return render(request, "office/visit_move.html", page, status=status)


def _moved(visit, wish, zone) -> str:
    """What became of it, in words."""
    if stays_put(visit, wish):
        start, end = wish.starts_at.astimezone(zone), wish.ends_at.astimezone(zone)
        return _("The visit now lasts from %(times)s.") % {"times": time_range(start, end)}
    return _("Moved: the visit is now on %(when)s.") % {"when": moment(wish.starts_at.astimezone(zone))}
