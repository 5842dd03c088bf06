"""What a visitor has chosen so far, read from the address of the page."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from booking.availability import wallclock
from clinic.catalogue import catalogue_of
from clinic.models import Location, Practitioner, Service


@dataclass
class Choice:
    """A service, perhaps a place, perhaps somebody (or anybody) to see."""

    service: Service
    places: list[Location]
    candidates: list[Practitioner]
    place: Location | None = None
    who: str | None = None
    people: list[Practitioner] = field(default_factory=list)

    @property
    def location(self) -> Location:
        """Where: the place chosen, or the only one."""
        return self.place or self.places[0]

    @property
    def practitioner(self) -> Practitioner | None:
        """The one person chosen; None for No preference and while nobody is chosen."""
        return self.people[0] if len(self.people) == 1 else None

    @classmethod
    def of(cls, clinic, service_slug, who=None, *, place=None) -> "Choice | None":
        """Read a choice; None when such a service, place or person cannot be booked online."""
        catalogue = catalogue_of(clinic)
        service = catalogue.services.get(service_slug)
        if service is None or not service.is_online:
            return None
        places = catalogue.where_given(service)
        chosen = next((one for one in places if str(one.pk) == str(place)), None) if place else None
        if not places or (place and chosen is None):
            return None
        if chosen is None and len(places) == 1:
            chosen = places[0]
        candidates = catalogue.who_gives(service, chosen)
        choice = cls(service, places, candidates, chosen, who)
        if who == "anyone":
            choice.people = candidates
        elif who is not None:
            choice.people = [person for person in candidates if person.slug == who]
        if who is not None and (not choice.people or chosen is None):
            return None
        return choice


@dataclass(frozen=True)
class Week:
    """Seven days to choose from: the ordinal of its Monday, and where the weeks before and after begin."""

    monday: int
    earlier: date | None
    later: date | None


def _monday(day: int) -> int:
    return day - (day - 1) % 7


def days_of_week(search, asked: str, *, around=None) -> Week:
    """The week asked for, kept within what may be booked; by default the first one that has a free time."""
    first, last = _monday(search.first_day), _monday(search.last_day)
    try:
        monday = _monday(date.fromisoformat(asked).toordinal())
    except (ValueError, OverflowError):
        monday = None
    if monday is None and around is not None:
        monday = _monday(wallclock.local_day(around, search.clinic.zone))
    if monday is None:
        soonest = search.soonest()
        monday = _monday(wallclock.local_day(soonest.start, search.clinic.zone)) if soonest else first
    monday = min(max(monday, first), last)
    return Week(
        monday,
        date.fromordinal(monday) - timedelta(7) if monday > first else None,
        date.fromordinal(monday) + timedelta(7) if monday < last else None,
    )
