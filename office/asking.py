"""Which days, view and filters a calendar's address asks for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

YEARS = range(1971, 2200)  # further away lies a slip of the finger
DAY, WEEK, LIST = VIEWS = "day", "week", "list"
WEEK_DAYS = 7
# Where a visit stands, as one chooses it: see `Only.takes`.
STATES = "booked", "form", "requested", "arrived", "completed", "no_show", "late", "cancelled"
OFF = {"late", "cancelled"}


@dataclass(frozen=True)
class Only:
    """What is shown of the days: visits with one practitioner, at one place, of one service (by slug), in one state."""

    person: int | None = None
    place: int | None = None
    service: str = ""
    state: str = ""

    @property
    def is_off(self) -> bool:
        """Whether it asks for what was cancelled."""
        return self.state in OFF

    def takes(self, visit) -> bool:
        """Whether a visit is among what is asked for."""
        wanted = (
            (self.person, visit.practitioner_id),
            (self.place, visit.location_id),
            (self.service, visit.service.slug),
        )
        return all(one in (None, "", other) for one, other in wanted) and self._stands(visit)

    def _stands(self, visit) -> bool:
        match self.state:
            case "":
                return True
            case "form":
                return visit.status == "booked" and bool(visit.form_waits)
            case "late":
                return visit.cancelled_late
            case "cancelled":
                return visit.is_off
        return visit.status == self.state

    def takes_hold(self, hold) -> bool:
        """The same of a time that somebody is booking: it has no state yet."""
        wanted = (self.person, hold.practitioner_id), (self.place, hold.location_id)
        return not self.state and not self.service and all(one in (None, other) for one, other in wanted)


@dataclass(frozen=True)
class Asked:
    """A day or the week around it, as columns or as a list (`view`), of everything or of some (`only`)."""

    day: date
    view: str = DAY
    only: Only = Only()

    @property
    def days(self) -> list[date]:
        """The days that are shown: one, or Monday to Sunday."""
        if self.view != WEEK:
            return [self.day]
        monday = self.day - timedelta(days=self.day.weekday())
        return [monday + timedelta(days=n) for n in range(WEEK_DAYS)]

    @property
    def step(self) -> timedelta:
        """How far it is to the days before and after."""
        return timedelta(days=WEEK_DAYS if self.view == WEEK else 1)

    def query(self, **other) -> str:
        """What stands in the address, with something changed; what goes without saying is left out."""
        only = self.only
        wanted = {
            "day": self.day.isoformat(),
            "view": self.view,
            "person": only.person,
            "place": only.place,
            "service": only.service,
            "state": only.state,
        } | other
        return urlencode({name: value for name, value in wanted.items() if value not in (None, "", DAY)})

    def address(self, **other) -> str:
        """The calendar's address, with something changed."""
        said = self.query(**other)
        return f"{reverse('office:calendar')}?{said}" if said else reverse("office:calendar")

    @property
    def unfiltered(self) -> "Asked":
        return replace(self, only=Only())


def asked_for(query, today: date) -> Asked:
    """Read an address; what makes no sense in it is today, by columns, everything."""
    try:
        day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        day = today
    view, state, service = (query.get(name, "") for name in ("view", "state", "service"))
    only = Only(
        _number(query.get("person", "")),
        _number(query.get("place", "")),
        service if service == slugify(service) and len(service) <= 80 else "",
        state if state in STATES else "",
    )
    return Asked(day if day.year in YEARS else today, view if view in VIEWS else DAY, only)


def _number(text) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 15 else None
