"""What the pages after the hold have in common: the held time and the slip."""

from django.urls import reverse

from booking.presenters.slip import slip_of_hold
from common import clock
from common.wording import clock_time, long_date


def held_page(request, held) -> dict:
    """Context of a step: the notice with the minutes left, the slip, the way back."""
    at = clock.now()
    start = held.starts_at.astimezone(request.clinic.zone)
    may_be_kept = held.is_live(at=at) and not held.extended_at
    return {
        "held": held,
        "slip": slip_of_hold(held, request.clinic),
        "notice": {
            "date": long_date(start),
            "time": clock_time(start),
            "until": held.held_until,
            "minutes": clock.minutes_left(held.held_until, at=at),
            "keep_url": reverse("booking:keep", args=[held.pk]) if may_be_kept else "",
        },
    }
