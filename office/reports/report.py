"""What a report is: a declaration. One form asks of it, one view shows it, one writer takes it along."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from office.reports.columns import Audience, Column


@dataclass(frozen=True)
class Report:
    """A list with a name, for some roles.

    `rows(asked)` are its rows before anything was chosen, of this clinic only; `first` is the order it begins with.
    `patient` is the path to the patient of a row, for the ledger; empty where a row is about nobody. `period` is how
    many days back it looks unless it is asked otherwise; 0: it is about now. `plot(rows, asked)` draws the rows chosen.
    """

    slug: str
    title: Promise
    text: Promise
    icon: str
    audience: Audience
    columns: tuple[Column, ...]
    rows: Callable[[object], QuerySet]
    first: str
    count: Callable[[int], str]
    nothing: tuple[Promise, Promise]
    patient: str = "pk"
    period: int = 0
    note: Promise | str = ""
    plot: Callable | None = None

    def column(self, name: str) -> Column:
        """The column of that name. Raises StopIteration."""
        return next(one for one in self.columns if one.name == name)
