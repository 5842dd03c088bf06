"""Which template draws a question, and which of its controls a message leads to."""

from smartforms.definition import HANDED, is_worked_out
from smartforms.engine import offering
from smartforms.presenters import dates, kinds

FIRST_CONTROL = dict.fromkeys(("radio", "checkbox", "consent", "scale"), "_0") | {"words": "-words"}
SHAPES = {
    "boolean": "radio", "date": "date", "dateTime": "date", "time": "clock", "text": "text", "integer": "number",
    "decimal": "decimal", "quantity": "decimal", "url": "url",
}  # fmt: skip
MANY_OPTIONS = 6  # above this a single choice becomes a select (design, §3)


def control_id(item: dict, problem) -> str:
    """The id of the control to go to for a problem with this question."""
    key, shape = item["key"], shape_of(item)
    if problem.part:
        return key + problem.part
    if shape == "date":
        return f"{key}-{dates.PARTS[item.get('detail', 'day')][0]}"
    return key + FIRST_CONTROL.get(shape, "")


def shape_of(item: dict) -> str:
    """Which template draws a question."""
    if is_worked_out(item):
        return "worked_out"
    if item.get("readonly"):
        return "fixed"
    if item["type"] in HANDED:
        return item["type"]
    if options := item.get("options"):
        if item.get("repeats"):
            return "checkbox"
        wants_radio = item.get("open") or item.get("control") == "radio-button"
        return "radio" if len(options) <= MANY_OPTIONS or wants_radio else "select"
    if offering.is_empty(item):
        return "nothing"
    if item.get("open"):
        return "words"
    if "consent" in item:
        return "consent"
    if item.get("control") == "slider":
        return "scale" if kinds.is_scale(item) else "slider"
    return SHAPES.get(item["type"], "line")
