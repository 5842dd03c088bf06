"""Days of the clinic: whose hours, which visits, what is being booked right now. Two queries, one day or seven."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Value

from booking.availability import slots, wallclock
from booking.models import Appointment, Hold
from booking.policies import may_book_for
from clinic.catalogue import catalogue_of
from clinic.models import Practitioner
from common.counting import HowMany
from office.asking import Only
from office.policies import sees_forms
from records.policies import care_of
from smartforms.models import Assignment

WHOLE_DAY = 1440
EVERYTHING = Only()
# Of hundreds of rows: what no calendar says.
UNREAD = (
    *(
        "note",
        "policy_told",
        "overridden",
        "overridden_because",
        "cancelled_because",
        "declined_because",
        "price",
    ),
    *("currency", "late_fee", "reminded_of", "confidential", "cancelled_by_link"),
)
LONGEST_VISIT = timedelta(hours=24)


@dataclass
class Day:
    """What a calendar shows. `begins` and `ends` are instants; a day is not always 24 hours long."""

    clinic: object
    date: date
    at: datetime
    begins: datetime
    ends: datetime
    visits: list[Appointment] = field(default_factory=list)
    requests: list[Appointment] = field(default_factory=list)  # of any day, that wait for an answer
    holds: list[Hold] = field(default_factory=list)
    people: list[Practitioner] = field(default_factory=list)
    only: Only = EVERYTHING
    told: dict = field(default_factory=dict)  # what was worked out of its visits, for who shows them

    @property
    def closed(self):
        """Why the clinic is closed all day (`catalogue.Closed`); None where it is not."""
        return catalogue_of(self.clinic).closed_on(self.date.toordinal())

    @property
    def is_today(self) -> bool:
        return self.begins <= self.at < self.ends

    @property
    def standing(self) -> list[Appointment]:
        """The visits that were not cancelled."""
        return [visit for visit in self.visits if not visit.is_off]

    @property
    def shown(self) -> list[Appointment]:
        """What stands in the columns: cancelled visits only where those are asked for."""
        return self.visits if self.only.is_off else self.standing

    @property
    def clock_change(self) -> int:
        """By how many minutes this day is longer (clocks go back) or shorter than others."""
        return int((self.ends - self.begins).total_seconds() // 60) - WHOLE_DAY

    def minute(self, instant: datetime) -> int:
        """Where an instant stands on the wall clock of this day, from 0 to 1440."""
        if instant <= self.begins:
            return 0
        if instant >= self.ends:
            return WHOLE_DAY
        local = instant.astimezone(self.clinic.zone)
        return local.hour * 60 + local.minute

    def open_spans(self, person) -> list[tuple[int, int]]:
        """When a practitioner is open this day (at the place asked for), in wall minutes: hours or their exception,
        minus time off."""
        catalogue, day = catalogue_of(self.clinic), self.date.toordinal()
        places = [place for who, place in {**catalogue.hours, **catalogue.exceptions} if who == person.pk]
        places = [one for one in places if self.only.place in (None, one)]
        spans = []
        for place in places:
            spans += catalogue.open_on(person.pk, place, day)
            # The evening before may reach into this day.
            before = catalogue.open_on(person.pk, place, day - 1)
            spans += [(0, closes - WHOLE_DAY) for _opens, closes in before if closes > WHOLE_DAY]
        spans = slots.merged((opens, min(closes, WHOLE_DAY)) for opens, closes in spans)
        if self.closed:
            return []
        for away in catalogue.time_off.get(person.pk, ()):
            spans = _without(spans, self.minute(away.starts_at), self.minute(away.ends_at))
        return spans


def edges(clinic, days) -> tuple[datetime, datetime]:
    """The instants at which a row of days begins and ends, in the clinic's zone."""
    first, last = days[0].toordinal(), days[-1].toordinal() + 1
    begins, ends = (wallclock.to_instant(wallclock.midnight(clinic.zone, day)) for day in (first, last))
    return begins, ends


def the_days(clinic, days: list[date], *, at, only=EVERYTHING, member=None) -> list[Day]:
    """Several days in a row, as far as `only` asks for them. Two queries, however many.

    `member` is who looks: whether they may know of forms, and which patients are their own (`is_own`).
    """
    begins, ends = edges(clinic, days)
    visits = list(_visits(clinic, begins, ends, at=at, member=member))
    holds = list(_holds(clinic, begins, ends, at=at))
    catalogue = catalogue_of(clinic)
    for visit in visits:
        # Made once for all visits, not once for each; whoever came this very moment is fetched as usual.
        visit.practitioner = catalogue.everybody.get(visit.practitioner_id) or visit.practitioner
        visit.service = catalogue.every_service.get(visit.service_id) or visit.service
        # Whether who looks may move it and note what became of it.
        visit.may_change = member is not None and may_book_for(member, cares=visit.is_own)
    requests = [visit for visit in visits if visit.is_waiting]
    visits = [visit for visit in visits if only.takes(visit)]
    holds = [hold for hold in holds if only.takes_hold(hold)]
    found = []
    for date_ in days:
        day = Day(clinic, date_, at, *edges(clinic, [date_]), requests=requests, only=only)
        day.visits = [one for one in visits if one.starts_at < day.ends and one.ends_at > day.begins]
        day.holds = [one for one in holds if one.starts_at < day.ends and one.ends_at > day.begins]
        day.people = _people(day)
        found.append(day)
    return found


def _visits(clinic, begins, ends, *, at, member):
    """The visits of these days, and those of any day that were asked for and wait for an answer."""
    within = Q(starts_at__lt=ends, ends_at__gt=begins, starts_at__gt=begins - LONGEST_VISIT)
    asked_for = Q(pk__in=Appointment.objects.waiting().filter(clinic_id=clinic.pk).values("pk"))
    links = Appointment.assignments.through.objects.filter(
        appointment=OuterRef("pk"), assignment__in=Assignment.objects.waiting(at=at)
    )
    own = care_of(member, at=at).filter(patient=OuterRef("patient"))
    return (
        Appointment.objects.filter(within | asked_for, clinic_id=clinic.pk)
        .select_related("patient")
        .defer(*UNREAD)
        .annotate(
            form_waits=HowMany(links) if member is None or sees_forms(member) else Value(0),
            is_own=Exists(own),
        )
        .order_by("starts_at", "pk")
    )


def _holds(clinic, begins, ends, *, at):
    """The times that somebody is booking at this moment."""
    live = Hold.objects.filter(clinic_id=clinic.pk, released_at=None, appointment=None, held_until__gt=at)
    return live.filter(starts_at__lt=ends, ends_at__gt=begins).order_by("starts_at")


def _people(day: Day) -> list[Practitioner]:
    """Whose day it is: those who are in, or have visits or holds; on a closed day everybody."""
    people = dict(catalogue_of(day.clinic).practitioners)
    for visit in day.shown:
        people.setdefault(visit.practitioner_id, visit.practitioner)  # also whoever left since
    if day.only.person is not None:
        return [one for key, one in people.items() if key == day.only.person]
    busy = {row.practitioner_id for row in [*day.shown, *day.holds]}
    present = [one for key, one in people.items() if key in busy or day.open_spans(one)]
    return present or list(people.values())


def _without(spans, low, high) -> list[tuple[int, int]]:
    pieces = [piece for a, b in spans for piece in ((a, min(b, low)), (max(a, high), b))]
    return [(a, b) for a, b in pieces if a < b]
