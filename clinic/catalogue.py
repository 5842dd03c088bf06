"""What a clinic offers, as one snapshot: services, people, places, hours.

The database raises `Clinic.version` whenever a table of the configuration changes (migration 0002), so a snapshot
is right for ever for its version, and each process keeps the last one of each clinic.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from clinic.models import (
    Closure,
    HoursException,
    Location,
    Offer,
    OpeningHours,
    Practitioner,
    Resource,
    Service,
    TimeOff,
)


class Span(NamedTuple):
    """A stretch in which somebody is open, in minutes after that day's midnight.

    Past 1440 it crosses into the next day. `only` are the services it is kept for; none named means all.
    """

    opens: int
    closes: int
    only: frozenset[int] = frozenset()


class Block(NamedTuple):
    """A span of a weekday (0 is Monday). `row` is its opening hours in the database, None where they are only typed."""

    weekday: int
    span: Span
    row: int | None = None


class Away(NamedTuple):
    """From one instant until another somebody or something is not to be had. `row` is its time off in the database."""

    starts_at: datetime
    ends_at: datetime
    row: int | None = None


class Closed(NamedTuple):
    """Days (ordinals) on which the whole clinic is closed, both included, and why."""

    first: int
    last: int
    reason: str = ""


@dataclass
class Catalogue:
    """Services in the order of the booking page, and who gives them where and when."""

    services: dict[str, Service] = field(default_factory=dict)
    practitioners: dict[int, Practitioner] = field(default_factory=dict)
    locations: dict[int, Location] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    hours: dict[tuple[int, int], list[Block]] = field(default_factory=dict)
    exceptions: dict[tuple[int, int], dict[int, list[Span]]] = field(default_factory=dict)
    time_off: dict[int, list[Away]] = field(default_factory=dict)
    closed: list[Closed] = field(default_factory=list)
    needs: dict[int, tuple[int, ...]] = field(default_factory=dict)
    # By key, those who left and what is not given any more too: past visits name them.
    everybody: dict[int, Practitioner] = field(default_factory=dict)
    every_service: dict[int, Service] = field(default_factory=dict)
    # As they were asked for.
    weeks: dict[tuple, dict[int, list[tuple[int, int]]]] = field(default_factory=dict)

    def who_gives(self, service, location=None) -> list[Practitioner]:
        """The practitioners who offer a service (at a location), in the clinic's order."""
        ids = {
            offer.practitioner_id
            for offer in self.offers
            if offer.service_id == service.pk and (location is None or offer.location_id == location.pk)
        }
        return [person for key, person in self.practitioners.items() if key in ids]

    def where_given(self, service, practitioner=None) -> list[Location]:
        """Where a service is offered (by somebody), in the clinic's order."""
        ids = {
            offer.location_id
            for offer in self.offers
            if offer.service_id == service.pk
            and practitioner in (None, self.practitioners.get(offer.practitioner_id))
        }
        return [place for key, place in self.locations.items() if key in ids]

    def open_on(self, practitioner: int, location: int, day: int, *, service=None) -> list[tuple[int, int]]:
        """When someone is open at a place on one day, in wall minutes: that day's exceptions, else the week's hours.

        With a service only the hours that are kept open for it; `day` is an ordinal. Past 1440 a span crosses midnight.
        """
        exceptions = self.exceptions.get((practitioner, location), {}).get(day)
        if exceptions is not None:
            return [(one.opens, one.closes) for one in exceptions if _is_for(one, service)]
        return self.weekly(practitioner, location, (day - 1) % 7, service=service)

    def weekly(
        self, practitioner: int, location: int, weekday: int, *, service=None
    ) -> list[tuple[int, int]]:
        """The hours of a weekday (0 is Monday), in wall minutes, whatever single dates say."""
        return self._week(practitioner, location, service).get(weekday, [])

    def _week(self, practitioner: int, location: int, service) -> dict[int, list[tuple[int, int]]]:
        """The weekly hours by weekday; blocks without a list of services are open to all."""
        asked = practitioner, location, service and service.pk
        if asked not in self.weeks:
            week: dict[int, list[tuple[int, int]]] = {}
            for block in self.hours.get((practitioner, location), ()):
                if _is_for(block.span, service):
                    week.setdefault(block.weekday, []).append((block.span.opens, block.span.closes))
            self.weeks[asked] = week
        return self.weeks[asked]

    def closed_on(self, day: int) -> Closed | None:
        """Why the whole clinic is closed on a day (an ordinal); None where it is not."""
        return next((one for one in self.closed if one.first <= day <= one.last), None)

    def with_hours(
        self, *, without: Iterable[int], also: Iterable[tuple[tuple[int, int], Block]] = ()
    ) -> "Catalogue":
        """What it would be without some rows of opening hours, and with other blocks.

        `also` are ((practitioner, location), block).
        """
        gone, hours = set(without), {}
        for key, blocks in self.hours.items():
            hours[key] = [block for block in blocks if block.row not in gone]
        for key, block in also:
            hours[key] = sorted([*hours.get(key, ()), block], key=lambda one: one.span)
        return replace(self, hours=hours, weeks={})

    def with_day(self, where: tuple[int, int], day: int, spans: list[Span] | None) -> "Catalogue":
        """What it would be were these the hours of a date (an ordinal); None: nothing special about that day."""
        days = {other: kept for other, kept in self.exceptions.get(where, {}).items() if other != day}
        if spans is not None:
            days[day] = spans
        return replace(self, exceptions=self.exceptions | {where: days})


def _is_for(span: Span, service) -> bool:
    return service is None or not span.only or service.pk in span.only


def _load(clinic) -> Catalogue:
    mine = {"clinic_id": clinic.pk}
    of_people = {"practitioner__clinic_id": clinic.pk}
    services = (
        Service.objects.filter(**mine)
        .select_related("category")
        .prefetch_related("resources")
        .order_by("category__order", "category_id", "order", "id")
    )
    people = Practitioner.objects.filter(**mine).order_by("order", "pk")
    catalogue = Catalogue(
        services={service.slug: service for service in services if service.retired_at is None},
        practitioners={person.pk: person for person in people if person.retired_at is None},
        everybody={person.pk: person for person in people},
        every_service={service.pk: service for service in services},
        locations={place.pk: place for place in Location.objects.filter(**mine, retired_at=None)},
    )
    catalogue.offers = [
        offer
        for offer in Offer.objects.filter(service__clinic_id=clinic.pk, service__retired_at=None)
        if offer.practitioner_id in catalogue.practitioners and offer.location_id in catalogue.locations
    ]
    in_use = {**of_people, "location__retired_at": None}
    for one in OpeningHours.objects.filter(**in_use).order_by("opens").prefetch_related("services"):
        block = Block(one.weekday, span_of(one), one.pk)
        catalogue.hours.setdefault((one.practitioner_id, one.location_id), []).append(block)
    for one in HoursException.objects.filter(**in_use).prefetch_related("services"):
        days = catalogue.exceptions.setdefault((one.practitioner_id, one.location_id), {})
        spans = days.setdefault(one.date.toordinal(), [])
        if one.opens is not None:
            spans.append(span_of(one))
    for away in TimeOff.objects.filter(bookable__clinic_id=clinic.pk):
        catalogue.time_off.setdefault(away.bookable_id, []).append(
            Away(away.starts_at, away.ends_at, away.pk)
        )
    catalogue.closed = [
        Closed(one.first_day.toordinal(), one.last_day.toordinal(), one.reason)
        for one in Closure.objects.filter(**mine)
    ]
    live = set(Resource.objects.filter(**mine, retired_at=None).values_list("pk", flat=True))
    for service in catalogue.services.values():
        catalogue.needs[service.pk] = tuple(sorted(r.pk for r in service.resources.all() if r.pk in live))
    return catalogue


def span_of(row) -> Span:
    """The span of a saved block of hours, or of a saved day that differs."""
    return Span(row.opens, row.closes, frozenset(service.pk for service in row.services.all()))


_kept: dict[int, tuple[int, Catalogue]] = {}


def catalogue_of(clinic) -> Catalogue:
    """The clinic's catalogue in its present version; read from the database once per version and process."""
    kept = _kept.get(clinic.pk)
    if kept is None or kept[0] != clinic.version:
        kept = _kept[clinic.pk] = (clinic.version, _load(clinic))
    return kept[1]
