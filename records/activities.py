"""How often an activity was done, week by week of the clinic's calendar: Monday to Sunday."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from accounts.models import User
from records.models import ActivityDone
from records.models.activity import Per

WEEK = timedelta(days=7)
WEEKS_SHOWN = 4  # of a small history, this one among them


@dataclass(frozen=True)
class Week:
    """One week of an activity: what was done of what was asked for. `planned` is 0 where nothing was to be done."""

    begins: date
    done: int
    planned: int


@dataclass(frozen=True)
class Tick:
    """That it was done on a day, the `number`-th time, and which account said so."""

    on_day: date
    number: int
    by: object
    name: str


@dataclass
class History:
    """What is known of how often an activity was done, the latest first."""

    ticks: list[Tick] = field(default_factory=list)

    def on(self, day) -> list[int]:
        """The numbers that are ticked on a day, in order."""
        return sorted(tick.number for tick in self.ticks if tick.on_day == day)

    def in_week(self, monday) -> list[Tick]:
        """What was done in the week that begins on this Monday."""
        return [tick for tick in self.ticks if monday <= tick.on_day < monday + WEEK]


def monday_of(day) -> date:
    """The day its week begins."""
    return day - timedelta(days=day.weekday())


def planned_in(assignment, monday, *, last_day=None) -> int:
    """How often it is asked for in a week. A week it begins or ends in has fewer days.

    `last_day` is the day it was ended on, where it was.
    """
    ends = [day for day in (assignment.until, last_day) if day]
    first = max(monday, assignment.starts_on)
    last = min([monday + WEEK - timedelta(days=1), *ends])
    days = max(0, (last - first).days + 1)
    return assignment.times * days if assignment.per == Per.DAY else min(assignment.times, days)


def ended_on(assignment, zone) -> date | None:
    """The day of the clinic it was ended on."""
    return assignment.ended_at.astimezone(zone).date() if assignment.ended_at else None


def weeks_of(assignment, history, *, today, zone, most=WEEKS_SHOWN) -> list[Week]:
    """The weeks up to today, the latest first, as far back as the activity goes."""
    ended = ended_on(assignment, zone)
    last = min([today, *(day for day in (assignment.until, ended) if day)])
    monday, found = monday_of(last), []
    while len(found) < most and monday + WEEK > assignment.starts_on:
        planned = planned_in(assignment, monday, last_day=ended)
        found.append(Week(monday, len(history.in_week(monday)), planned))
        monday -= WEEK
    return found


def with_ticks(assignments, *, since=None):
    """Activities somebody may see, each with how often it was done since a day, for `history_of`."""
    done = ActivityDone.objects.filter(assignment=OuterRef("pk"), undone_at=None)
    if since is not None:
        done = done.filter(on_day__gte=since)
    told = JSONObject(
        day="on_day",
        number="number",
        by="done_by",
        **{name: F(f"done_by__{name}") for name in ("given_name", "family_name", "email")},
    )
    in_order = done.order_by("-on_day", "-number").values(told=told)
    return assignments.annotate(ticks=ArraySubquery(in_order))


def history_of(assignment) -> History:
    """How often an activity was done, of one that came by `with_ticks`."""
    return History([_tick(**told) for told in assignment.ticks])


def _tick(day, number, by, **names) -> Tick:
    account = User(**names)
    return Tick(date.fromisoformat(day), number, UUID(by), account.name or account.email)
