"""Booked: the card, what is due, and a few minutes to take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import audit
from booking import actions, policies
from booking.models import Appointment
from booking.presenters.booked import done_page
from booking.visitors import own_hold
from common import clock


def _booked(request, held) -> Appointment:
    """The visit this browser just booked, if its account may see it."""
    at = clock.now()
    visible = (
        Appointment.objects.visible_to(request.user, at=at).with_names().select_related("booking", "clinic")
    )
    appointment = visible.filter(pk=held.appointment_id).first()
    if appointment is None:
        raise Http404
    who = {"by": request.user, "patient": appointment.patient_id, "clinic": request.clinic}
    audit.opened("appointment.opened", target=appointment, at=at, **who)
    return appointment


@login_not_required
@require_safe
def done(request, hold):
    """{Name} is booked."""
    held = own_hold(request, hold)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    appointment = _booked(request, held)
    return render(request, "booking/done.html", done_page(request, hold, appointment, at=clock.now()))


@login_not_required
@require_POST
def undo(request, hold):
    """Take the booking back, while that is free of any rule."""
    appointment, at = _booked(request, own_hold(request, hold)), clock.now()
    if not policies.may_undo(request.user, appointment):
        raise Http404
    if policies.is_too_late_to_undo(appointment, at=at):
        messages.warning(request, _("The time to undo is over. Call the clinic to cancel this visit."))
        return redirect("booking:done", hold)
    actions.undo(appointment, by=request.user, at=at)
    messages.success(request, _("Booking undone. The time is free again."))
    return redirect("booking:services")
