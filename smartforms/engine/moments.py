"""Dates and times as people type them: three boxes, and a clock time."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartforms.engine.unfit import Unfit, short

_TIME = re.compile(r"(\d{1,2})\s*[:.hH]?\s*(\d{2})?(?::\d{2})?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE)
EARLIEST, LATEST = 1800, 2300


def read(item: dict, parts: dict[str, str]) -> str | None:
    """'2026-11-17', or with a clock time '2026-11-17T10:42'; None when all boxes are blank."""
    detail = item.get("detail", "day")
    wanted = {"day": ("-day", "-month", "-year"), "month": ("-month", "-year"), "year": ("-year",)}[detail]
    clock = parts["-time"] if item["type"] == "dateTime" else ""
    if not any(parts[part] for part in wanted) and not clock:
        return None
    names = {"question": short(item)}
    missing = {"-day": _("day"), "-month": _("month"), "-year": _("year")}
    for part in wanted:
        if not parts[part]:
            raise Unfit(_("Add the %(part)s to “%(question)s”") % (names | {"part": missing[part]}), part)
    if not re.fullmatch(r"\d{4}", parts["-year"]) or not EARLIEST <= int(parts["-year"]) <= LATEST:
        raise Unfit(_("Enter the year with four digits for “%(question)s”") % names, "-year")
    if "-month" in wanted and not (
        re.fullmatch(r"\d{1,2}", parts["-month"]) and 1 <= int(parts["-month"]) <= 12
    ):
        raise Unfit(_("Enter the month as a number from 1 to 12 for “%(question)s”") % names, "-month")
    value = "-".join(f"{int(parts[part]):02}" for part in reversed(wanted))
    if detail == "day":
        try:
            date(*(int(number) for number in value.split("-")))
        except ValueError:
            raise Unfit(_("Enter a day that exists for “%(question)s”") % names, "-day") from None
    value = f"{value}T{read_time(item, clock, '-time')[:5]}" if clock else value
    _within(item, value)
    return value


def read_time(item: dict, text: str, part: str) -> str:
    """'10:42:00' from 10:42, 10.42, 10h42, 9 am."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0) if 1 <= hour <= 12 else 99
    elif found and found[2] is None:
        hour = 99  # a bare "10" says too little
    if hour > 23 or minute > 59:
        raise Unfit(_("Enter a time for “%(question)s”, such as 10:42") % {"question": short(item)}, part)
    return f"{hour:02}:{minute:02}:00"


def _within(item: dict, value: str) -> None:
    """Compare with the limits on the detail both state."""
    for name, beyond, message in (
        ("min", lambda a, b: a < b, _("Enter %(limit)s or later for “%(question)s”")),
        ("max", lambda a, b: a > b, _("Enter %(limit)s or earlier for “%(question)s”")),
    ):
        limit = item.get(name)
        if isinstance(limit, str) and beyond(value[: len(limit)], limit[: len(value)]):
            told = date_format(date.fromisoformat(limit[:10]), "j F Y") if len(limit) >= 10 else limit
            told = " ".join([told, *limit.split("T")[1:]])
            raise Unfit(message % {"limit": told, "question": short(item)}, "-year")
