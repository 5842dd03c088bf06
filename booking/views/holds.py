"""Holding a time, keeping it longer, going on where one was."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from booking import steps
from booking.actions import holding
from booking.choosing import Choice
from booking.models import Hold
from booking.rules import rules_of
from booking.views.browse import may_have_anyone, times_page
from booking.visitors import knows, own_hold, remember, visitor_of
from common import clock


def _is_from_our_own_page(request) -> bool:
    """Whether the browser says this form stood on a page of this host (Settled 9: no cookie proves it here)."""
    origin = request.headers.get("Origin")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def _chosen(request) -> tuple[Choice, int]:
    try:
        start = int(request.POST.get("start", ""))
    except ValueError:
        raise Http404 from None
    choice = Choice.of(
        request.clinic,
        request.POST.get("service", ""),
        request.POST.get("who", ""),
        place=request.POST.get("place"),
    )
    if choice is None or not rules_of(request.clinic).is_online or not 0 < start < 10**8:
        raise Http404
    if choice.who == "anyone" and not may_have_anyone(request, choice):
        raise Http404
    return choice, start


@login_not_required
@csrf_exempt
@require_POST
def make(request):
    """Hold the time that was pressed. Touches no account, and only our own pages may ask (Settled 9)."""
    if not _is_from_our_own_page(request):
        raise PermissionDenied
    choice, start = _chosen(request)
    visitor, replaced = visitor_of(request), _replaced(request)
    try:
        held = holding.hold(
            clinic=request.clinic,
            service=choice.service,
            practitioners=choice.people,
            location=choice.location,
            start=start,
            visitor=visitor,
            at=clock.now(),
            replaced=replaced,
        )
    except holding.NotHeld as refusal:
        if refusal.reason == "too_many":
            return times_page(request, choice, refused="too_many", status=429)
        return times_page(request, choice, lost=start, status=409)
    remember(request, held)
    return redirect("booking:hold", held.pk)


def _replaced(request) -> Hold | None:
    """The visitor's own hold that this choice takes the place of."""
    wanted = request.POST.get("instead_of", "")
    if not wanted or not knows(request, wanted):
        return None
    return Hold.objects.filter(pk=wanted, clinic_id=request.clinic.pk, appointment=None).first()


@login_not_required
@require_safe
def resume(request, hold):
    """The exact step where this booking stands."""
    held = own_hold(request, hold)
    return redirect(steps.next_step(held, request.user).url(held))


@login_not_required
@require_POST
def keep(request, hold):
    """Keep the time longer, once; then back to the step."""
    held = own_hold(request, hold)
    holding.extend(held, at=clock.now())
    return redirect("booking:hold", held.pk)


def over(request, held):
    """The held time is gone: the page of times, with the nearest three and every answer kept."""
    from booking.availability.wallclock import to_minutes

    choice = Choice.of(
        request.clinic,
        held.service.slug,
        "anyone" if held.any_practitioner else held.practitioner.slug,
        place=held.location_id,
    )
    if choice is None or not rules_of(request.clinic).is_online:
        return render(request, "booking/closed.html", status=409)
    return times_page(request, choice, lost=to_minutes(held.starts_at), instead_of=held, status=409)
