"""Which booked visits time off or other hours would hit. Nothing is done to them: staff move or cancel them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from booking.availability import slots, wallclock
from booking.models import Appointment, Occupancy
from clinic.catalogue import Catalogue, Span, catalogue_of, span_of
from clinic.models import Closure, HoursException, Location, Practitioner, Service


def visits_during(bookable_id: int, starts_at: datetime, ends_at: datetime, *, at) -> list[Appointment]:
    """Visits to come that keep somebody or something busy, breaks included, within [starts_at, ends_at). One query."""
    takes = Occupancy.objects.filter(
        thing=bookable_id,
        appointment=OuterRef("pk"),
        released_at=None,
        during__overlap=(starts_at, ends_at),
    )
    return list(Appointment.objects.coming(at=at).filter(Exists(takes)).with_names())


def times_kept(things, starts_at: datetime, ends_at: datetime, *, at) -> int:
    """How many times within [starts_at, ends_at) are kept right now for people who book, or are on offer to them.

    They stay kept, as was promised (docs/adr/0002), and may become visits. One query.
    """
    live = Occupancy.objects.filter(
        thing__in=things, released_at=None, held_until__gt=at, hold__appointment=None
    )
    return live.filter(during__overlap=(starts_at, ends_at)).values("hold").distinct().count()


def visits_on(closure: Closure, clinic, *, at) -> list[Appointment]:
    """Visits to come of the whole clinic that touch its closed days. One query."""
    begins, ends = closed_from_to(closure, clinic)
    touched = Appointment.objects.coming(at=at).filter(clinic=clinic, starts_at__lt=ends, ends_at__gt=begins)
    return list(touched.with_names())


def closed_from_to(closure: Closure, clinic) -> tuple[datetime, datetime]:
    """The clinic's midnights between which its closed days lie."""
    days = closure.first_day.toordinal(), closure.last_day.toordinal() + 1
    begins, ends = (wallclock.to_instant(wallclock.midnight(clinic.zone, day)) for day in days)
    return begins, ends


def visits_outside(day_that_differs: HoursException, clinic, *, only=frozenset(), at) -> list[Appointment]:
    """Visits to come on a date that would lie outside its hours, were they these, wherever they lie now.

    A clinic may give one date several rows: the others that are saved count as well. `only` are the services (their
    keys) that the hours would be kept for. Three queries and the catalogue.
    """
    one, zone = day_that_differs, clinic.zone
    here = {"practitioner": one.practitioner_id, "location": one.location_id}
    rows = HoursException.objects.filter(**here, date=one.date, opens__isnull=False).exclude(pk=one.pk)
    spans = [span_of(row) for row in rows.prefetch_related("services")]
    if one.opens is not None:
        spans.append(Span(one.opens, one.closes, only))
    day = one.date.toordinal()
    then = catalogue_of(clinic).with_day(tuple(here.values()), day, spans)
    begins, ends = (wallclock.to_instant(wallclock.midnight(zone, which)) for which in (day, day + 1))
    visits = Appointment.objects.coming(at=at).filter(**here, starts_at__gte=begins, starts_at__lt=ends)
    return [visit for visit in visits.with_names() if not lies_in_hours(visit, then, zone)]


def without_day(row: HoursException, catalogue: Catalogue) -> Catalogue:
    """The catalogue were a saved day that differs gone: its date's other rows count, or the week."""
    where = row.practitioner_id, row.location_id
    beside = HoursException.objects.filter(practitioner_id=where[0], location_id=where[1], date=row.date)
    rest = list(beside.exclude(pk=row.pk).prefetch_related("services"))
    spans = [span_of(one) for one in rest if one.opens is not None] if rest else None
    return catalogue.with_day(where, row.date.toordinal(), spans)


def visits_left_out(practitioners, then: Catalogue, clinic, *, at) -> list[Appointment]:
    """Visits to come with some practitioners (ids) that lie within the hours now and would not `then`.

    One query and the catalogue. What staff had put outside the hours on purpose lies outside either way.
    """
    now, zone = catalogue_of(clinic), clinic.zone
    coming = Appointment.objects.coming(at=at).filter(clinic=clinic, practitioner__in=practitioners)
    return [
        visit
        for visit in coming.with_names()
        if lies_in_hours(visit, now, zone) and not lies_in_hours(visit, then, zone)
    ]


def lies_in_hours(visit, catalogue: Catalogue, zone) -> bool:
    """Whether a visit, without its breaks, lies within hours that are open for its service."""
    low = wallclock.to_minutes(visit.starts_at)
    high = low + int((visit.ends_at - visit.starts_at) / timedelta(minutes=1))
    day = wallclock.local_day(low, zone)
    hours = slots.merged(
        piece
        for near in (day - 1, day, day + 1)  # a visit may run on over midnight
        for span in catalogue.open_on(visit.practitioner_id, visit.location_id, near, service=visit.service)
        for piece in wallclock.open_minutes(zone, near, *span)
    )
    return any(opens <= low and high <= closes for opens, closes in hours)


def visits_of(row, *, at) -> list[Appointment]:
    """Visits to come with a practitioner, at a place or of a service. One query."""
    which = {Practitioner: "practitioner", Location: "location", Service: "service"}[type(row)]
    return list(Appointment.objects.coming(at=at).filter(**{which: row}).with_names())
