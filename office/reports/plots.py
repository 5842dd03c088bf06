"""What a plot shows, before it is drawn: months or people along it, and one or more series of whole numbers."""

from dataclasses import dataclass
from datetime import date

from common import wording

MONTHS = 12


@dataclass(frozen=True)
class Series:
    """A row of numbers, one for each label."""

    label: str
    values: list[int]


@dataclass(frozen=True)
class Plot:
    """`first` heads the labels in the table beside the drawing; `unit` follows each number.

    `shape` is lines, bars (standing, side by side) or across (lying, one for each label).
    """

    title: str
    text: str
    first: str
    labels: list[str]
    series: list[Series]
    shape: str
    unit: str = ""


def months_until(day: date, number: int) -> list[date]:
    """The first days of so many months, the last one that of this day."""
    month = day.year * 12 + day.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(month - number + 1, month + 1)]


def month_words(month: date) -> str:
    """'Nov 2026'."""
    return wording.dated(month, "M Y")
