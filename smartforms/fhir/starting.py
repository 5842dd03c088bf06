"""Starting values: what a form already says before anyone answers."""

from django.utils.translation import gettext as _

from smartforms.definition import HANDED, QUESTIONS, is_worked_out
from smartforms.engine import units
from smartforms.fhir import shapes, values
from smartforms.fhir.shapes import mapping, sequence, words


def codings(raw: dict) -> list[dict]:
    """The codes an item starts with."""
    found = [mapping(mapping(entry).get("valueCoding")) for entry in sequence(raw.get("initial"))]
    return [coding for coding in found if words(coding.get("display")) or words(coding.get("code"))]


def read(raw: dict, item: dict, note) -> None:
    """Keep an item's starting values as stored answers."""
    given = raw.get("initial")
    chosen = [option["key"] for option in item.get("options", ()) if option.pop("initial", False)]
    if given is not None and not isinstance(given, list):
        note("degraded", "initial", _("The starting value cannot be read."))
    for entry in sequence(given):
        value = shapes.choice_of(entry)[1]
        start = _answer(item, value) if item["type"] in QUESTIONS - HANDED else None
        if start is None:
            note("degraded", "initial", _("The starting value does not fit the question and is left out."))
        elif start not in chosen:
            chosen.append(start)
    if len(chosen) > 1 and not item.get("repeats"):
        note("degraded", "initial", _("Only the first starting value is used."))
        chosen = chosen[:1]
    if chosen and not is_worked_out(item) and not item.get("unanswerable"):
        item["initial"] = chosen


def _answer(item: dict, value):
    if item.get("options"):
        for option in item["options"]:
            own = shapes.choice_of(option["value"])[1]
            if own == value or _is_same_code(own, value):
                return option["key"]
    if item["type"] in ("choice", "open-choice"):
        text = words(value) if isinstance(value, str) else words(mapping(value).get("display"))
        return {"words": text} if item.get("open") and text else None
    if item.get("options"):
        return None
    if isinstance(value, dict) and item["type"] in ("string", "text"):
        value = words(value.get("display")) or words(value.get("code"))
    start = values.stored(item["type"], value)
    return start if start is None or item["type"] != "quantity" else units.named(item, start, value)


def _is_same_code(own, value) -> bool:
    own, value = mapping(own), mapping(value)
    systems = {words(own.get("system")), words(value.get("system"))} - {""}
    return bool(own.get("code")) and own.get("code") == value.get("code") and len(systems) <= 1
