"""What a formula came to, as the answer of the question it stands on; nothing where it does not fit."""

from decimal import Decimal, InvalidOperation

from smartforms.definition import LONGEST, NUMBERS
from smartforms.fhir import values
from smartforms.fhir.shapes import clean

FINEST = 8  # digits after the point that an answer can have


def as_answers(item: dict, found: tuple) -> list:
    """The stored answers of a worked out question. Of several values one that can be answered once takes the first."""
    answers = [answer for value in found if (answer := _as_answer(item, value)) is not None]
    return answers if item.get("repeats") else answers[:1]


def _as_answer(item: dict, value):
    kind = item["type"]
    if item.get("options"):
        option = next((option["key"] for option in item["options"] if is_meant(option, value)), None)
        return option if option or not item.get("open") else _own_words(value)
    if item.get("open"):
        return _own_words(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    if kind in NUMBERS:
        return _number(item, value)
    if isinstance(value, dict | bool):
        return None
    if kind in ("date", "dateTime", "time"):
        return values.stored(kind, str(value))
    return clean(str(value))[: min(item.get("maxLength", 10**9), LONGEST.get(kind, LONGEST["words"]))] or None


def _number(item: dict, value) -> int | str | None:
    """An int for a whole number, else digits; halves go up, as people round."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, bool | None):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if item["type"] == "integer":
        return int(number) if number == number.to_integral_value() and abs(number) < 2**31 else None
    places = item.get("places", FINEST)
    if number.is_finite() and -number.as_tuple().exponent > places:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP").normalize() + 0
    return values.decimal_text(format(number, "f"))


def is_meant(option: dict, value) -> bool:
    """Whether a formula or condition means this option: by its code (and system, where both have one), or its value."""
    ((name, own),) = option["value"].items()
    if name != "valueCoding":
        return not isinstance(value, dict) and str(own) == str(value)
    if not isinstance(value, dict):
        return str(value) in (own.get("code"), own.get("display"))
    systems = {own.get("system"), value.get("system")} - {None}
    return own.get("code") == value.get("code") and len(systems) <= 1


def _own_words(value) -> dict | None:
    words = value.get("display") or value.get("code") if isinstance(value, dict) else str(value)
    return {"words": clean(str(words))[: LONGEST["words"]]} if words else None
