"""When a supplement is over, read from what was written of how long. Pure; what is not understood goes on."""

import calendar
import re
from datetime import date, timedelta

from common.folding import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb fevrier fev fevr",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug aout",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3, "four": 4, "quatre": 4,
    "five": 5, "cinq": 5, "six": 6, "seven": 7, "sept": 7, "eight": 8, "huit": 8, "ten": 10, "dix": 10, "twelve": 12,
    "douze": 12,
}  # fmt: skip
_UNITS = {
    "day": "days",
    "jour": "days",
    "week": "weeks",
    "semaine": "weeks",
    "month": "months",
    "moi": "months",
}
_UNITS |= {"year": "years", "an": "years"}
_DATED = re.compile(
    r"^(?:until |till |to |up to |jusqu.?au |au |le )?(\d{1,2})(?:st|nd|rd|th|er)? ([a-z]+)(?: (\d{4}))?$"
)
_DATED_US = re.compile(r"^(?:until |till |to |up to )?([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$")
_ISO = re.compile(r"^(?:until |jusqu.?au )?(\d{4}) (\d{2}) (\d{2})$")
_LASTING = re.compile(r"^(?:for |pendant )?(\d{1,3}|[a-z]+) ([a-z]+?)s?$")
HALF_A_YEAR = timedelta(days=183)


def end_of(duration: str, day: date) -> date | None:
    """The last day of 'until 3 February', '3 Feb 2027' or 'for 6 weeks' written on a day; None where it has no end.

    A day without a year is the next one after the visit, or one shortly before it. Words that say more than a day or
    a length ('3 months, then ask again') are not read: what is not understood is never taken off a plan.
    """
    said = " ".join(re.sub(r"[^\w']+", " ", fold(duration)).split())
    return _dated(said, day) or _lasting(said, day)


def _dated(said, day) -> date | None:
    if found := _ISO.match(said):
        return _date(*map(int, found.groups()))
    if found := _DATED.match(said):
        return _named(found[1], found[2], found[3], day)
    if found := _DATED_US.match(said):
        return _named(found[2], found[1], found[3], day)
    return None


def _lasting(said, day) -> date | None:
    found = _LASTING.match(said)
    if not found:
        return None
    number = int(found[1]) if found[1].isdecimal() else _NUMBERS.get(found[1])
    unit = _UNITS.get(found[2])
    return _after(day, number, unit) if number and unit else None


def is_over(row: dict, day: date, *, on: date) -> bool:
    """Whether a row of a plan written on a day has run out."""
    end = end_of(row.get("duration", ""), day)
    return end is not None and end < on


def _named(number, month, year, day) -> date | None:
    month = _MONTHS.get(month)
    if month is None:
        return None
    if year:
        return _date(int(year), month, int(number))
    near = [_date(each, month, int(number)) for each in (day.year, day.year + 1)]
    return next((one for one in near if one and one >= day - HALF_A_YEAR), None)


def _date(year, month, number) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _after(day, number, unit) -> date | None:
    """The last day of a length that begins on a day."""
    try:
        if unit in ("days", "weeks"):
            return day + timedelta(days=number * (7 if unit == "weeks" else 1) - 1)
        months = day.month - 1 + number * (12 if unit == "years" else 1)
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None
