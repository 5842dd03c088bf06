"""Questions nobody can ever be asked: their conditions cannot come true."""

from decimal import Decimal

from django.utils.translation import gettext as _

from smartforms.definition import NUMBERS, Outline

ANSWERED = ("=", ">", "<", ">=", "<=")  # true only of an answer


def reasons(definition: dict) -> dict[str, str]:
    """Why, by key; only the outermost item of those that stand in each other."""
    outline = Outline(definition)
    found = {}
    for key, item in outline.items.items():
        if outline.parents[key] in found or any(up in found for up in outline.around([key])):
            continue
        when = item.get("when")
        if not when:
            continue
        dead = [_is_dead(outline, condition) for condition in when["conditions"]]
        if (any(dead) if when["all"] else all(dead)) or (
            when["all"] and _contradict(outline, when["conditions"])
        ):
            found[key] = _("Nobody is ever asked this: its condition can never be true.")
        elif _is_circle(outline, key):
            found[key] = _("Its condition needs its own answer, by way of other questions.")
    return found


def _is_dead(outline: Outline, condition: dict) -> bool:
    """Whether no answer can meet this condition: it names one that is not offered, or a number beyond the limits."""
    source = outline[condition["key"]]
    if condition["operator"] not in ANSWERED:
        return False
    offered = "options" in condition and not condition["options"]
    return (offered and not source.get("open")) or _is_beyond(source, condition)


def _is_beyond(source: dict, condition: dict) -> bool:
    if source["type"] not in NUMBERS or "value" not in condition:
        return False
    value, operator = Decimal(str(condition["value"])), condition["operator"]
    low, high = (None if source.get(end) is None else Decimal(str(source[end])) for end in ("min", "max"))
    if low is not None and (value < low and operator in ("=", "<=") or value <= low and operator == "<"):
        return True
    return high is not None and (
        value > high and operator in ("=", ">=") or value >= high and operator == ">"
    )


def _contradict(outline: Outline, conditions: list[dict]) -> bool:
    """Whether one answer would have to be two, or there and not there."""
    none = {one["key"] for one in conditions if one["operator"] == "exists" and not one["value"]}
    if none & {one["key"] for one in conditions if one["operator"] in ANSWERED or one.get("value") is True}:
        return True
    wanted: dict[str, list] = {}
    for one in conditions:
        if one["operator"] == "=" and not outline[one["key"]].get("repeats"):
            wanted.setdefault(one["key"], []).append(one)
    for same in wanted.values():
        first = same[0]
        for other in same[1:]:
            if "options" in first and "options" in other:
                if not set(first["options"]) & set(other["options"]):
                    return True
            elif first.get("value") != other.get("value"):
                return True
    return False


def _is_circle(outline: Outline, start: str) -> bool:
    """Whether the way along the questions it looks at leads back to it."""
    seen, waiting = set(), _looked_at(outline, start)
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += _looked_at(outline, key)
    return False


def _looked_at(outline: Outline, key: str) -> list[str]:
    """The questions whose answers decide about an item, and the groups those stand in."""
    looked = [one["key"] for one in outline[key].get("when", {}).get("conditions", ())]
    return looked + [up for one in looked for up in outline.around([one])]
