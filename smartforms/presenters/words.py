"""An answer in the words people read."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.wording import clock_time, file_size, long_date_year
from smartforms.definition import offered_as
from smartforms.engine import units

# UCUM codes as people write them; what is not here is shown as the file has it.
UNITS = {
    "[in_i]": "in", "[ft_i]": "ft", "[lb_av]": "lb", "[oz_av]": "oz", "Cel": "°C", "[degF]": "°F", "kg/m2": "kg/m²",
    "mm[Hg]": "mmHg", "/min": "per minute", "{score}": "", "a": "years", "mo": "months", "wk": "weeks", "d": "days",
}  # fmt: skip


def unit_of(item: dict) -> str:
    """The unit a number is asked in: 'kg'."""
    unit = item.get("unit", {}).get("unit", "")
    return UNITS.get(unit, unit)


def units_of(item: dict, chosen: str) -> list[dict]:
    """The units an amount may be given in, as the options of a list."""
    return [
        {"value": unit["key"], "label": unit_of({"unit": unit}), "checked": unit["key"] == chosen}
        for unit in item.get("units", ())
    ]


def answer(item: dict, given: list) -> str:
    """All answers to one question, one line each; empty when there is none."""
    return "\n".join(filter(None, (_one(item, value) for value in given)))


def agreed(item: dict) -> str:
    """The words beside the tick of a consent."""
    return item["consent"] or _("I agree")


def ends(item: dict) -> dict:
    """What the ends of a scale mean, with their numbers: '0: no pain'."""
    said = item.get("ends", {})
    bounds = {"low": item.get("min"), "high": item.get("max")}
    return {end: f"{bounds[end]}: {text}" if (text := said.get(end)) else str(bounds[end]) for end in bounds}


def signed(given: dict) -> str:
    """'Maya Lindqvist, Tuesday 17 November 2026, 10:42 am'."""
    at = datetime.fromisoformat(given["at"])
    return f"{given['name']}, {long_date_year(at)}, {clock_time(at)}"


def _one(item: dict, value) -> str:
    if item["type"] == "signature":
        return signed(value)
    if item["type"] == "file":
        return f"{value['name']} ({file_size(value['size'])})"
    if item["type"] == "quantity":
        number, unit = units.parted(item, value)
        return f"{number} {unit_of({'unit': unit})}".strip()
    if isinstance(value, dict):
        return value.get("words", "")
    if options := item.get("options"):
        return next((offered_as(option) for option in options if option["key"] == value), "")
    match item["type"]:
        case "boolean" if "consent" in item:
            return agreed(item)
        case "boolean":
            return _("Yes") if value else _("No")
        case "date":
            return day(value)
        case "dateTime":
            when, _sep, clock = value.partition("T")
            return f"{day(when)}, {clock_time(datetime.fromisoformat(value))}" if clock else day(when)
        case "time":
            return clock_time(datetime.fromisoformat(f"2000-01-01T{value}"))
        case "integer" | "decimal":
            return f"{value} {unit_of(item)}".strip()
        case _:
            return str(value)


def day(text: str) -> str:
    """'7 March 1984', 'March 1984' or '1984', as far as it is known."""
    parts = [int(part) for part in text.split("-")]
    pattern = {1: "Y", 2: "F Y", 3: "j F Y"}[len(parts)]
    return date_format(date(*(parts + [1, 1])[:3]), pattern)
