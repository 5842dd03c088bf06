"""A kept answer as it would be typed: the reverse of reading, for showing it again in its boxes."""

from smartforms.definition import HANDED, is_given_in_a_list
from smartforms.engine import offering
from smartforms.engine.reading import OTHER


def as_typed(item: dict, given: list) -> dict[str, list[str]]:
    """{"": […], "-day": […]}: the controls of one question filled with its kept answers."""
    if not given:
        return {}
    if item["type"] in HANDED:
        return {}  # what was given is shown, not typed again
    if is_given_in_a_list(item):
        return _in_order([as_typed(item | {"repeats": False}, [answer]) for answer in given])
    if item.get("options") or item.get("open") or "offering" in item:
        picked = [key for answer in given if (key := offering.picked(answer)) is not None]
        words = [answer["words"] for answer in given if offering.picked(answer) is None]
        return {"": picked + ([OTHER] if words else []), "-words": words}
    kind, value = item["type"], given[0]
    if isinstance(value, dict):
        return {"": [value["number"]], "-unit": [value["unit"]]}
    if kind == "boolean":
        return {"": ["yes" if value else "no"]}
    if kind in ("date", "dateTime"):
        day, _sep, clock = str(value).partition("T")
        boxes = dict(
            zip(("-year", "-month", "-day"), ([part.lstrip("0")] for part in day.split("-")), strict=False)
        )
        return boxes | ({"-time": [clock[:5]]} if clock else {})
    if kind == "time":
        return {"": [str(value)[:5]]}
    return {"": [str(value)]}


def _in_order(entries: list[dict[str, list[str]]]) -> dict[str, list[str]]:
    """The boxes of several answers under each other; what one leaves blank keeps its place."""
    parts = dict.fromkeys(part for entry in entries for part in entry)
    return {part: [(entry.get(part) or [""])[-1] for entry in entries] for part in parts}
