"""One sort of thing that happens with a patient, as rows that all sorts have in common; and a page of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import CharField, Expression, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.utils.dateparse import parse_datetime

PER_PAGE = 40
COLUMNS = ("at", "key", "what", "ref", "title", "more", "who")


class Row(NamedTuple):
    """Something that happened: `what` it was, `ref` the row it is about, `who` did it, as text."""

    at: datetime
    key: str
    what: str
    ref: str
    title: str
    more: str
    who: str


@dataclass(frozen=True)
class Sort:
    """`rows(space)` are those of one patient that the member may know of, or None where they may know of none.

    `at` is when it happened, `title` and `more` what it is called, `by` the account that did it or `who` a name.
    """

    what: str
    kind: str
    rows: Callable[[object], QuerySet | None]
    at: str
    title: str | Expression = ""
    more: str | Expression = ""
    by: str = ""
    who: str = ""

    def arm(self, rows, after) -> QuerySet:
        """The next of these rows, in the columns that all sorts share."""
        words = {"title": self.title, "more": self.more, "who": _name(self.by) if self.by else self.who}
        rows = rows.filter(**{f"{self.at}__isnull": False}).annotate(
            t_at=F(self.at),
            t_key=Concat(Value(f"{self.what}:"), Cast("pk", TextField()), output_field=TextField()),
            t_what=Value(self.what, output_field=TextField()),
            t_ref=Cast("pk", TextField()),
            **{f"t_{name}": _text(said) for name, said in words.items()},
        )
        if after:
            at, key = after
            rows = rows.filter(Q(t_at__lt=at) | Q(t_at=at, t_key__lt=key))
        rows = rows.order_by("-t_at", "-t_key").values_list(*(f"t_{name}" for name in COLUMNS))
        return rows[: PER_PAGE + 1]


def _text(said) -> Expression:
    said = F(said) if isinstance(said, str) and said else said or Value("")
    return Coalesce(Cast(said, TextField()), Value(""), output_field=TextField())


def _name(path) -> Expression:
    """What somebody is called: by name, else by address."""
    name = Concat(f"{path}__given_name", Value(" "), f"{path}__family_name", output_field=CharField())
    return Coalesce(NullIf(Trim(name), Value("")), f"{path}__email", output_field=CharField())


def page_of(sorts, space, after) -> tuple[list[Row], str]:
    """The rows of a page, in one query, and the mark after which the next one begins; empty on the last page."""
    there = [(sort, sort.rows(space)) for sort in sorts]
    arms = [sort.arm(rows, after) for sort, rows in there if rows is not None]
    if not arms:
        return [], ""
    first, *others = arms
    # In order inside and outside: each arm gives no more than a page, and the page takes the newest of those.
    whole = first.union(*others, all=True).order_by("-t_at", "-t_key")[: PER_PAGE + 1] if others else first
    found = [Row(*row) for row in whole]
    return found[:PER_PAGE], mark_of(found[PER_PAGE - 1]) if len(found) > PER_PAGE else ""


def mark_of(row) -> str:
    """Where a page ends, as an address says it."""
    return f"{row.at.isoformat()} {row.key}"


def after_of(mark: str) -> tuple[datetime, str] | None:
    """What such a mark means; None for whatever is none: the first page."""
    moment, _space, key = mark.partition(" ")
    try:
        at = parse_datetime(moment)
        at = at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):  # none at all, or none that a calendar has everywhere
        return None
    return (at, key) if at and key and "\x00" not in key else None
