"""Booked: the card, what is due, and a few minutes to take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import audit
from accounts.views import LINK
from booking import policies
from booking.actions import cancelling
from booking.guests import token_of
from booking.models import Appointment
from booking.presenters.booked import done_page
from booking.visitors import BOOKED_HERE, own_hold
from common import clock


def is_a_guests(held) -> bool:
    """Whether what a hold became is a guest's still."""
    return bool(held.appointment and held.appointment.booking.guest_email)


def _booked(request, held) -> Appointment:
    """The visit this browser just booked, if its account may see it."""
    at, account = clock.now(), request.user
    if account.is_authenticated:
        visible = Appointment.objects.visible_to(account, at=at)
    else:  # a guest sees what this browser booked, until it is kept in an account
        account = None
        visible = Appointment.objects.filter(clinic=request.clinic).exclude(booking__guest_email="")
        _know(request, token_of(held.appointment.booking.manage_link))
    rows = visible.with_names().select_related("clinic", "booking__manage_link")
    appointment = rows.filter(pk=held.appointment_id).first()
    if appointment is None:
        raise Http404
    who = {"by": account, "patient": appointment.patient_id, "clinic": request.clinic}
    audit.opened("appointment.opened", target=appointment, at=at, **who)
    return appointment


def _know(request, token) -> None:
    """This browser finds the visit without the mail. That is no proof of the address, as following its link is."""
    if request.session.get(LINK) != token:
        request.session.pop(LINK, None)
        request.session[BOOKED_HERE] = token


@login_not_required
@require_safe
def done(request, hold):
    """{Name} is booked."""
    held = own_hold(request, hold)
    if not request.user.is_authenticated and not is_a_guests(held):
        return redirect_to_login(request.path)
    appointment = _booked(request, held)
    return render(request, "booking/done.html", done_page(request, hold, appointment, at=clock.now()))


@login_not_required
@require_POST
def undo(request, hold):
    """Take the booking back, while that is free of any rule."""
    held, at = own_hold(request, hold), clock.now()
    if not request.user.is_authenticated and not is_a_guests(held):
        raise Http404
    appointment = _booked(request, held)
    if not policies.may_undo(request.user, appointment):
        raise Http404
    if policies.is_too_late_to_undo(appointment, at=at):
        messages.warning(request, _("The time to undo is over. Call the clinic to cancel this visit."))
        return redirect("booking:done", hold)
    by = request.user if request.user.is_authenticated else None
    if not cancelling.undo(appointment, by=by, at=at) and not _booked(request, held).is_off:
        messages.warning(request, _("This visit was changed meanwhile. This is how it stands now."))
        return redirect("booking:done", hold)
    messages.success(request, _("Booking undone. The time is free again."))
    return redirect("booking:services")
