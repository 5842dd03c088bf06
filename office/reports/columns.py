"""The columns a report is made of: what they are called, how they filter and sort, and what a cell shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import wording
from office.reports.filters import Days, Email, Name, Numbers, OneOf, Words


class Cell(NamedTuple):
    """What stands in a row: words on the page, perhaps with a link or as a tag, and what a file says instead."""

    text: str = ""
    url: str = ""
    tag: str = ""
    plain: str | int | None = None

    @property
    def in_files(self) -> str | int:
        return self.text if self.plain is None else self.plain


@dataclass(frozen=True)
class Column:
    """`name` is what addresses call it, `of` the path to its value in the database and in a row.

    `shows(value, row, asked)` makes the cell. What is `on_page_only` does not leave in files.
    """

    name: str
    label: Promise
    of: str
    filter: object
    shows: Callable
    on_page_only: bool = False
    is_number: bool = False

    def cell(self, row, asked) -> Cell:
        """The cell of one row."""
        return self.shows(value_of(row, self.of), row, asked)

    @property
    def sorts_by(self):
        """What the rows are put in order by; words without a difference between small and capital letters."""
        return Lower(self.of) if isinstance(self.filter, Words) else F(self.of)


def value_of(row, path: str):
    """What a path of the database, such as patient__email, leads to from a row."""
    return reduce(lambda thing, name: getattr(thing, name, None), path.split("__"), row)


def patient(path: str = "", name="patient") -> Column:
    """Whom a row is about, with the way to the record. `path` leads to the patient; empty on patients themselves."""
    lead = f"{path}__" if path else ""

    def shows(_folded, row, asked):
        who = value_of(row, path) if path else row
        return Cell(who.name, url=reverse("office:patient", args=[who.pk])) if who else Cell("–", plain="")

    return Column(name, _("Patient"), f"{lead}sort_name", Name(), shows)


def words(name, label, of, **more) -> Column:
    """Words as they stand in the record."""
    return Column(name, label, of, Words(), as_they_are, **more)


EMAIL = _("Email")


def email(of, mark="", label=EMAIL) -> Column:
    """An address, with its three kinds to filter by; sorted so that those of one mailbox stand together."""
    return Column("email", label, of, Email(mark), as_they_are)


def as_they_are(value, row, asked) -> Cell:
    """Words just so, or that there are none."""
    return Cell(str(value)) if value else Cell("–", plain="")


def number(name, label, of, **more) -> Column:
    """A whole number."""
    return Column(
        name, label, of, Numbers(), lambda value, row, asked: Cell(str(value or 0), plain=value or 0),
        is_number=True, **more,
    )  # fmt: skip


def day(name, label, of) -> Column:
    """A date of the calendar, such as a birthday."""

    def shows(value, row, asked):
        return Cell(wording.dated(value, "j M Y"), plain=value.isoformat()) if value else Cell("–", plain="")

    return Column(name, label, of, Days(are_moments=False), shows)


def moment(name, label, of, *, with_time=False) -> Column:
    """An instant, shown as a day where the clinic is, and with the time where that matters."""

    def shows(value, row, asked):
        if value is None:
            return Cell("–", plain="")
        local = value.astimezone(asked.clinic.zone)
        said = wording.dated(local, "j M Y")
        if with_time:
            time = wording.clock_time(local).replace(" ", wording.HARD)
            return Cell(f"{said}, {time}", plain=f"{local:%Y-%m-%d %H:%M}")
        return Cell(said, plain=f"{local:%Y-%m-%d}")

    return Column(name, label, of, Days(), shows)


@dataclass(frozen=True)
class State:
    """One word of a list of states, with the colour of its tag."""

    label: Promise
    tag: str = "neutral"


def state(name, label, of, states: dict[str, State]) -> Column:
    """A tag: one of a few states, by the value the database has for each."""

    def shows(value, row, asked):
        known = states.get(str(value))
        return Cell(str(known.label), tag=known.tag) if known else Cell("–", plain="")

    def choices(asked):
        return [(value, one.label) for value, one in states.items()]

    return Column(name, label, of, OneOf(choices), shows)


def one_of(name, label, of, choices, *, path, **more) -> Column:
    """A name of the clinic's own lists, such as a practitioner's; chosen by its number."""
    return Column(name, label, of, OneOf(choices, path), as_they_are, **more)


@dataclass(frozen=True)
class Audience:
    """The policy that says whom a report is for, and the sentence that says so to the others of the team."""

    may_open: Callable
    says: Promise
