"""Which booked visits a time off or other hours would hit. Nothing is done to them: staff move or cancel them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from booking.availability import slots, wallclock
from booking.models import Appointment, Occupancy
from clinic.catalogue import catalogue_of
from clinic.models import HoursException


def visits_during(bookable_id: int, starts_at: datetime, ends_at: datetime, *, at) -> list[Appointment]:
    """Visits to come that keep somebody or something busy, breaks included, within [starts_at, ends_at). One query."""
    takes = Occupancy.objects.filter(
        thing=bookable_id,
        appointment=OuterRef("pk"),
        released_at=None,
        during__overlap=(starts_at, ends_at),
    )
    return list(Appointment.objects.coming(at=at).filter(Exists(takes)).with_names())


def visits_outside(day_that_differs: HoursException, clinic, *, at) -> list[Appointment]:
    """Visits to come on a date that would lie outside its hours, were they these. Two queries and the catalogue.

    A clinic may give one date several rows: the others that are saved count as well.
    """
    one, day, zone = day_that_differs, day_that_differs.date.toordinal(), clinic.zone
    here = {"practitioner": one.practitioner_id, "location": one.location_id}
    others = HoursException.objects.filter(**here, date=one.date).exclude(pk=one.pk)
    spans = {day: [(row.opens, row.closes) for row in (one, *others) if row.opens is not None]}
    for near in (day - 1, day + 1):  # a visit may run on over midnight
        spans[near] = catalogue_of(clinic).open_on(one.practitioner_id, one.location_id, near)
    hours = slots.merged(
        piece
        for which, blocks in spans.items()
        for opens, closes in blocks
        for piece in wallclock.open_minutes(zone, which, opens, closes)
    )
    begins, ends = (wallclock.to_instant(wallclock.midnight(zone, which)) for which in (day, day + 1))
    visits = Appointment.objects.coming(at=at).filter(**here, starts_at__gte=begins, starts_at__lt=ends)
    return [visit for visit in visits.with_names() if not _lies_in(hours, visit)]


def _lies_in(hours, visit) -> bool:
    low = wallclock.to_minutes(visit.starts_at)
    high = low + int((visit.ends_at - visit.starts_at) / timedelta(minutes=1))
    return any(opens <= low and high <= closes for opens, closes in hours)
