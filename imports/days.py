"""Days and times as other systems write them. Pure; what can be read in two ways is not guessed at, but said."""

import re
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from common.folding import fold
from imports.models import Order

_PARTED = re.compile(r"(\d{1,4})[\s./\-]+(\d{1,2})[\s./\-]+(\d{1,4})")
_WRITTEN = re.compile(r"(?:[a-z]+ )?(\d{1,2}) ([a-z]+) (\d{4})|([a-z]+) (\d{1,2}) (\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:h.]\s*(\d{2})?)?(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?", re.I)
_MONTHS = {
    word[:length]: number
    for number, words in enumerate(
        (
            "january janvier", "february fevrier", "march mars", "april avril", "may mai", "june juin",
            "july juillet", "august aout", "september septembre", "october octobre", "november novembre",
            "december decembre",
        ),
        1,
    )
    for word in words.split()
    for length in (3, 4, 5, len(word))
}  # fmt: skip
_MONTHS["jui"] = 0  # of June or of July
SAMPLES = 200


class Unclear(ValueError):
    """Why a day or a time cannot be taken, in a sentence."""


def day_of(text: str, order: str) -> date:
    """A day as the file writes it. Raises Unclear; years have four digits, for nobody should be born a century off."""
    text = text.strip()
    if written := _WRITTEN.fullmatch(fold(text)):
        day, month, year = written[1] or written[5], written[2] or written[4], written[3] or written[6]
        return _date(int(year), _MONTHS.get(month, 0), int(day))
    parted = _PARTED.fullmatch(
        text.partition("T")[0] if "T" in text else re.sub(r"\s+00:00(:00)?$", "", text)
    )
    if not parted:
        raise Unclear(_("This is no date we can read."))
    first, second, third = parted.groups()
    if len(first) == 4:
        return _date(int(first), int(second), int(third))
    if len(third) != 4:
        raise Unclear(_("Write the year with four digits."))
    day, month = (first, second) if order != Order.MONTH_FIRST else (second, first)
    return _date(int(third), int(month), int(day))


def _date(year, month, day) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear(_("There is no such date. Is the order of day and month right?")) from None


def order_of(texts) -> str:
    """How a column writes its days: by the first of which only one reading is possible, or else year first."""
    seen = Order.YEAR_FIRST
    for text in list(texts)[:SAMPLES]:
        parted = _PARTED.match(text.strip())
        if not parted or len(parted[1]) == 4:
            continue
        first, second = int(parted[1]), int(parted[2])
        if first > 12:
            return Order.DAY_FIRST
        if second > 12:
            return Order.MONTH_FIRST
        seen = Order.DAY_FIRST
    return seen


def time_of(text: str) -> time:
    """A time of the day: 14:30, 2:30 pm, 14 h 30. Raises Unclear."""
    found = _TIME.fullmatch(text.strip())
    if not found or not (found[2] or found[4] or "h" in text.lower()):
        raise Unclear(_("This is no time we can read."))
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Unclear(_("This is no time we can read."))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise Unclear(_("This is no time we can read.")) from None


def both_of(text: str, order: str) -> tuple[date, time]:
    """A day and a time in one cell, parted by a blank or a T. A zone that stands with it would be a second truth."""
    parted = re.fullmatch(r"(.+?)(?:[T,]\s*|\s+)(\d{1,2}\s*[:hH.].*)", text.strip())
    if not parted:
        raise Unclear(_("There is no time beside the day."))
    return day_of(parted[1], order), time_of(parted[2])


def instant_of(day: date, clock: time, zone) -> datetime:
    """When the clinic's clock shows this. Raises Unclear for an hour that is skipped there, comes twice, or lies beyond
    what a calendar has."""
    wall = datetime.combine(day, clock)
    try:
        early, late = (wall.replace(tzinfo=zone, fold=fold_).astimezone(UTC) for fold_ in (0, 1))
    except OverflowError:  # 9999-12-31: how some systems write “never”
        raise Unclear(_("There is no such date. Is the order of day and month right?")) from None
    if early.astimezone(zone).replace(tzinfo=None) != wall:
        raise Unclear(_("The clinic’s clocks skip this time on that day."))
    if early != late:
        raise Unclear(_("This time comes twice on that day, as the clocks go back. Book it by hand."))
    return early
