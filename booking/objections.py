"""What speaks against a visit that staff want to make: every rule it would break, in words (product §11).

Patients are only offered what breaks none. Staff may make it all the same, with a reason.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import rules as booking_rules
from booking.actions.holding import spans, things_of
from booking.availability import slots, wallclock
from booking.availability.finding import Search, taken_ranges
from booking.policies import visits_ahead
from clinic.models import Clinic, Location, Practitioner, Service
from common.tokens import keyed_digest
from common.wording import time_range


@dataclass(frozen=True)
class Wish:
    """A visit somebody wants: what, with whom, where and when; `instead_of` is the id of the visit that moves there.

    `patient` is the id of who comes, where it counts how many visits they have ahead already. `minutes` is how long it
    lasts, where staff decided on something else than the service's own length.
    """

    clinic: Clinic
    service: Service
    practitioner: Practitioner
    location: Location
    starts_at: datetime
    instead_of: UUID | None = None
    patient: UUID | None = None
    minutes: int | None = None

    @property
    def ends_at(self) -> datetime:
        """When the visit itself is over; breaks come after it."""
        return spans(self.service, self.starts_at, self.minutes)[0]

    @property
    def start(self) -> int:
        """The start in epoch minutes."""
        return wallclock.to_minutes(self.starts_at)

    def occupied(self) -> tuple[int, int]:
        """From when until when it keeps people and rooms busy, breaks included, in epoch minutes."""
        _ends, begin, end = spans(self.service, self.starts_at, self.minutes)
        return wallclock.to_minutes(begin), wallclock.to_minutes(end)


@dataclass(frozen=True)
class Objection:
    """One broken rule; `code` names it, `words` tell it to staff."""

    code: str
    words: str


def objections_to(wish: Wish, *, along=0, at) -> list[Objection]:
    """The rules this visit would break; empty for one that patients could book themselves. One query, or two, or three.

    `along` is how many others are made with it for the same patient.
    """
    search = Search(
        wish.clinic, wish.service, [wish.practitioner], wish.location, at=at, ignoring_visit=wish.instead_of
    )
    found = [*_by_the_rules(wish, search), *_by_the_hours(wish, search), *_by_others(wish, at=at)]
    if not found and not search.is_free(wish.practitioner, wish.start):
        words = _("It lies between the start times that patients are offered.")
        if search.rules.keeps_together:
            words = _("Patients are offered only times that keep the day together.")
        found.append(Objection("between", words))
    return [*found, *_by_the_patient(wish, search.rules, along, at=at)]


def seen(objections) -> str:
    """A fingerprint of what was told, so that what is accepted is what was read."""
    return keyed_digest("objections", json.dumps([[one.code, one.words] for one in objections]))


def _by_the_rules(wish, search):
    rules, names = search.rules, {"name": wish.practitioner.name, "service": wish.service.title}
    if wish.starts_at < search.at:
        yield Objection("past", _("It has begun already."))
    elif wish.starts_at < booking_rules.earliest_start(rules, wish.clinic, at=search.at):
        soon = ngettext(
            "Patients book at least %(n)d hour ahead.",
            "Patients book at least %(n)d hours ahead.",
            rules.notice_hours,
        ) % {"n": rules.notice_hours}
        today = wish.starts_at < search.at + timedelta(hours=rules.notice_hours)
        yield Objection("notice", soon if today else _("Patients book nothing for the same day."))
    if wallclock.local_day(wish.start, wish.clinic.zone) > search.last_day:
        ahead = ngettext(
            "Patients book at most %(n)d day ahead.",
            "Patients book at most %(n)d days ahead.",
            rules.days_ahead,
        )
        yield Objection("far", ahead % {"n": rules.days_ahead})
    gives = search.catalogue.who_gives(wish.service, wish.location)
    if wish.practitioner.pk not in {person.pk for person in gives}:
        yield Objection("not_given", _("%(name)s does not give “%(service)s” here.") % names)


def _by_the_patient(wish, rules, along, *, at):
    if wish.patient is None or rules.most_ahead is None:
        return
    ahead = visits_ahead(wish.clinic, wish.patient, at=at) + along
    if ahead >= rules.most_ahead:
        words = ngettext(
            "Patients book at most %(n)d visit ahead. This would be number %(this)d.",
            "Patients book at most %(n)d visits ahead. This would be number %(this)d.",
            rules.most_ahead,
        )
        yield Objection("enough", words % {"n": rules.most_ahead, "this": ahead + 1})


def _by_the_hours(wish, search):
    day = wallclock.local_day(wish.start, wish.clinic.zone)
    low, high = wish.start, wallclock.to_minutes(wish.ends_at)
    open_then = slots.merged(
        block for one in range(day - 1, day + 2) for block in search.blocks(wish.practitioner, one)
    )
    if not any(opens <= low and high <= closes for opens, closes in open_then):
        words = _("It lies outside the hours of %(name)s for this service.")
        yield Objection("closed", words % {"name": wish.practitioner.name})
    begin, end = wish.occupied()
    if _meets(search.closed, begin, end):
        yield Objection("closed", _("The clinic is closed then."))
        return
    if _meets(search.away(wish.practitioner.pk), begin, end):
        yield Objection("away", _("%(name)s is away then.") % {"name": wish.practitioner.name})
    if any(_meets(search.away(thing), begin, end) for thing in search.needs):
        yield Objection("away", _("A room or machine it needs is not to be had then."))


def _meets(ranges, begin, end) -> bool:
    return any(low < end and begin < high for low, high in ranges)


def _by_others(wish, *, at):
    zone = wish.clinic.zone
    for thing, ranges in overlaps(wish, at=at).items():
        for low, high in ranges:
            start, end = (wallclock.to_instant(one).astimezone(zone) for one in (low, high))
            if thing == wish.practitioner.pk:
                words = _("%(name)s is taken from %(times)s.")
                yield Objection(
                    "taken", words % {"name": wish.practitioner.name, "times": time_range(start, end)}
                )
            else:
                words = _("A room or machine it needs is taken from %(times)s.")
                yield Objection("resource", words % {"times": time_range(start, end)})


def overlaps(wish, *, at) -> dict[int, list[tuple[int, int]]]:
    """Of each thing the visit needs, what is taken within its time, in epoch minutes. One query."""
    begin, end = wish.occupied()
    things = things_of(wish.clinic, wish.service, wish.practitioner.pk)
    low, high = wallclock.to_instant(begin), wallclock.to_instant(end)
    return taken_ranges(things, low=low, high=high, at=at, ignoring_visit=wish.instead_of)
