"""Which day, view and practitioner a calendar's address asks for."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

YEARS = range(1971, 2200)  # further away lies a slip of the finger


@dataclass(frozen=True)
class Asked:
    """A day, as columns or as a list (`view`), of everyone or of one practitioner (`person`, an id)."""

    day: date
    view: str = "day"
    person: int | None = None

    def address(self, **other) -> str:
        """The calendar's address, with something changed; what goes without saying is left out."""
        wanted = {"day": self.day.isoformat(), "view": self.view, "person": self.person} | other
        said = {name: value for name, value in wanted.items() if value not in (None, "", "day")}
        return f"{reverse('office:calendar')}?{urlencode(said)}" if said else reverse("office:calendar")


def asked_for(query, today: date) -> Asked:
    """Read an address; what makes no sense in it is today, by columns, everyone."""
    try:
        day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        day = today
    person = query.get("person", "")
    return Asked(
        day if day.year in YEARS else today,
        "list" if query.get("view") == "list" else "day",
        int(person) if person.isdecimal() and person.isascii() and len(person) < 15 else None,
    )
