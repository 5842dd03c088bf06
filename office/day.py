"""One day of the clinic: whose hours, which visits, what is being booked right now. Two queries."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from booking.availability import slots, wallclock
from booking.models import Appointment, Hold
from clinic.catalogue import catalogue_of
from clinic.models import Practitioner
from smartforms.models import Assignment

WHOLE_DAY = 1440
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
        """When a practitioner is open this day, in wall minutes: hours or their exception, minus time off."""
        catalogue, day = catalogue_of(self.clinic), self.date.toordinal()
        places = [place for who, place in {**catalogue.hours, **catalogue.exceptions} if who == person.pk]
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


def the_day(clinic, day: date, *, at, person=None) -> Day:
    """Everything of one calendar day in the clinic's zone; of one practitioner when `person` (an id) is given."""
    begins, ends = (
        wallclock.to_instant(wallclock.midnight(clinic.zone, day.toordinal() + more)) for more in (0, 1)
    )
    found = Day(clinic, day, at, begins, ends)
    within = {"clinic_id": clinic.pk, "starts_at__lt": ends, "ends_at__gt": begins}
    on_the_day = Q(**within, starts_at__gt=begins - LONGEST_VISIT)
    asked_for = Q(pk__in=Appointment.objects.waiting().filter(clinic_id=clinic.pk).values("pk"))
    waiting = Appointment.assignments.through.objects.filter(
        appointment=OuterRef("pk"), assignment__in=Assignment.objects.waiting(at=at)
    )
    visits = (
        Appointment.objects.filter(on_the_day | asked_for, clinic_id=clinic.pk)
        .select_related("patient", "service", "practitioner")
        .annotate(form_waits=Exists(waiting))
        .order_by("starts_at", "pk")
    )
    holds = Hold.objects.filter(**within, released_at=None, appointment=None, held_until__gt=at).order_by(
        "starts_at"
    )
    rows, found.holds = list(visits), list(holds)
    found.requests = [visit for visit in rows if visit.is_waiting]
    found.visits = [visit for visit in rows if visit.starts_at < ends and visit.ends_at > begins]
    found.people = _people(found, person)
    if person is not None:
        found.visits = [visit for visit in found.visits if visit.practitioner_id == person]
        found.holds = [hold for hold in found.holds if hold.practitioner_id == person]
    return found


def _people(day: Day, person) -> list[Practitioner]:
    """Whose day it is: those who are in, or have visits or holds; on a closed day everybody."""
    people = dict(catalogue_of(day.clinic).practitioners)
    for visit in day.standing:
        people.setdefault(visit.practitioner_id, visit.practitioner)  # also whoever left since
    if person is not None:
        return [one for key, one in people.items() if key == person]
    busy = {row.practitioner_id for row in [*day.standing, *day.holds]}
    present = [one for key, one in people.items() if key in busy or day.open_spans(one)]
    return present or list(people.values())


def _without(spans, low, high) -> list[tuple[int, int]]:
    pieces = [piece for a, b in spans for piece in ((a, min(b, low)), (max(a, high), b))]
    return [(a, b) for a, b in pieces if a < b]
