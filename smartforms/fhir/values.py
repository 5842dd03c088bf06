"""One value between FHIR's spelling and ours."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from smartforms.engine import units
from smartforms.fhir.shapes import EXTENSION, clean, mapping, number, sequence, words

SCORES = (EXTENSION + "ordinalValue", EXTENSION + "itemWeight")

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_TIME = re.compile(r"(\d{2}:\d{2})(:\d{2})?(\.\d+)?", re.ASCII)


def stored(kind: str, value) -> object:
    """A FHIR value as an answer of a question of this type; None where it does not fit."""
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    if kind == "integer":
        found = number(value)
        return found if isinstance(found, int) else None
    if kind in ("decimal", "quantity"):
        return decimal_text(mapping(value).get("value", value) if kind == "quantity" else value)
    if kind == "date":
        return value if isinstance(value, str) and is_date(value) else None
    if kind == "dateTime":
        return moment_text(value)
    if kind == "time":
        return time_text(value)
    if kind == "reference" and isinstance(value, dict):
        value = value.get("display")
    return (words(value) or None) if isinstance(value, str) else None


def decimal_text(value) -> str | None:
    """'5.60' for 5.60: digits without exponent, at most 15 before and 8 after the point."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) >= Decimal(10) ** 15 or found.as_tuple().exponent < -8:
        return None
    return format(found, "f")


def is_date(text: str) -> bool:
    """A real year, month or day of the calendar, as FHIR writes it."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date(*([int(part) for part in text.split("-")] + [1, 1])[:3])
    except ValueError:
        return False
    return True


def moment_text(value) -> str | None:
    """A date, or a date with hours and minutes on the clinic's wall clock."""
    if not isinstance(value, str):
        return None
    if is_date(value):
        return value
    found = _MOMENT.fullmatch(value)
    if not found or not is_date(found[1]) or not time_text(found[2]):
        return None
    return f"{found[1]}T{found[2]}"


def time_text(value) -> str | None:
    """A time of the day with its seconds; None for what is no time."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    hour, minute = map(int, found[1].split(":"))
    second = found[2] or ":00"
    return f"{found[1]}{second}" if hour < 24 and minute < 60 and int(second[1:]) < 60 else None


def as_fhir(item: dict, answer, zone: ZoneInfo) -> dict:
    """One stored answer as FHIR `value[x]`; own words beside a list become text, as open-choice has it."""
    kind = item["type"]
    if kind == "file":
        return {"valueAttachment": _attachment(answer)}
    if isinstance(answer, dict) and kind != "quantity":
        if "value" in answer:  # of a list that followed from other answers
            return dict(answer["value"])
        text = answer.get("words", "")
        return {"valueCoding": {"display": text}} if kind == "choice" else {"valueString": text}
    if options := item.get("options"):
        return next((_chosen(one) for one in options if one["key"] == answer), {"valueString": str(answer)})
    match kind:
        case "boolean":
            return {"valueBoolean": answer}
        case "integer":
            return {"valueInteger": int(answer)}
        case "decimal":
            return {"valueDecimal": json_number(answer)}
        case "quantity":
            number, unit = units.parted(item, answer)
            return {"valueQuantity": {"value": json_number(number), **unit}}
        case "date":
            return {"valueDate": answer}
        case "dateTime":
            return {"valueDateTime": _with_offset(answer, zone)}
        case "time":
            return {"valueTime": answer}
        case "url":
            return {"valueUri": answer}
        case "reference":
            return {"valueReference": {"display": answer}}
        case _:
            return {"valueString": clean(str(answer))}


def _attachment(answer: dict) -> dict:
    """Where a file is, not what is in it."""
    found = {"contentType": answer["type"], "url": f"Binary/{answer['file']}", "size": answer["size"]}
    return found | {"title": answer["name"], "creation": answer["at"]}


def _chosen(option: dict) -> dict:
    """An option as an answer. What it counts goes along on its code, where formulas look for it."""
    coding = option["value"].get("valueCoding")
    extensions = sequence(mapping(coding).get("extension"))
    if (
        coding is None
        or "score" not in option
        or any(mapping(one).get("url") in SCORES for one in extensions)
    ):
        return dict(option["value"])
    score = {"url": SCORES[0], "valueDecimal": option["score"]}
    return {"valueCoding": {**coding, "extension": [*extensions, score]}}


def json_number(text) -> int | float:
    """A number as JSON writes it: whole ones without a point."""
    found = Decimal(str(text))
    return int(found) if found == found.to_integral_value() else float(found)


def _with_offset(text: str, zone: ZoneInfo) -> str:
    if "T" not in text:
        return text
    return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()
