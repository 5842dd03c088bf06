"""Birth dates as people type them, in English and French: 14 1 2014, 2014-01-14, Jan 14, 2014, 1er mai 1988."""

import re
from datetime import date
from itertools import starmap

from common.folding import fold

MONTHS = (
    "january janvier", "february fevrier", "march mars", "april avril", "may mai", "june juin", "july juillet",
    "august aout", "september septembre", "october octobre", "november novembre", "december decembre",
)  # fmt: skip
# Nothing of a longer number: a telephone number in pairs is no date.
_BEGINS, _ENDS = r"(?<!\d)(?<!\d[-./ ])", r"(?![-./ ]?\d)"
_NUMBERS = (
    (re.compile(rf"{_BEGINS}(\d{{4}})[-./ ](\d{{1,2}})[-./ ](\d{{1,2}}){_ENDS}"), "ymd"),
    (re.compile(rf"{_BEGINS}(\d{{1,2}})[-./ ]+(\d{{1,2}})[-./ ]+(\d{{4}}){_ENDS}"), "dmy mdy"),
    (re.compile(rf"{_BEGINS}(\d{{1,2}})[-./](\d{{1,2}})[-./](\d{{2}}){_ENDS}"), "dmy mdy"),
    (re.compile(rf"{_BEGINS}(\d{{2}})(\d{{2}})(\d{{4}}){_ENDS}"), "dmy mdy"),
    (re.compile(rf"{_BEGINS}(\d{{4}})(\d{{2}})(\d{{2}}){_ENDS}"), "ymd"),
)
_YEAR = r"(?P<year>\d{4}|\d{2})\b"
_WORDS = (
    re.compile(rf"\b(?:le )?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)? (?:of )?(?P<month>[a-z]{{3,}}) {_YEAR}"),
    re.compile(rf"\b(?P<month>[a-z]{{3,}}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_YEAR}"),
)


def birth_dates_in(text: str, *, today: date) -> tuple[list[date], str]:
    """Every day that what was typed may mean, and the words around it: 4/5/1988 is in May to some, in April to others.

    A year of two digits is the last one that is not to come.
    """
    for pattern, orders in _NUMBERS:
        if (found := pattern.search(text)) and (days := _read(found.groups(), orders, today)):
            return days, text[: found.start()] + text[found.end() :]
    folded = fold(text)
    for pattern in _WORDS:
        if (found := pattern.search(folded)) and (month := _month(found["month"])):
            if days := _real([(found["year"], month, found["day"])], today):
                return days, folded[: found.start()] + folded[found.end() :]
    return [], text


def _read(parts, orders: str, today) -> list[date]:
    read = (dict(zip(order, parts, strict=True)) for order in orders.split())
    return _real([(one["y"], one["m"], one["d"]) for one in read], today)


def _real(readings, today) -> list[date]:
    """Those that are days of the calendar, each once, in the order given."""
    return list(dict.fromkeys(day for day in starmap(_day_of(today), readings) if day))


def _day_of(today):
    def day(year, month, day):
        year = int(year) if len(year) == 4 else _century(int(year), today)
        try:
            return date(year, int(month), int(day))
        except ValueError:
            return None

    return day


def _century(year: int, today: date) -> int:
    return year + (2000 if year <= today.year % 100 else 1900)


def _month(word: str) -> int | None:
    """The month a word begins, in either language; None where it begins none, or several."""
    fitting = [n for n, names in enumerate(MONTHS, 1) if any(one.startswith(word) for one in names.split())]
    return fitting[0] if len(fitting) == 1 else None
