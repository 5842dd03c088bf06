"""Answers that follow from other answers: lists that a formula makes, and options that a formula takes away.

What is chosen from such a list is kept whole, {"words": "Ibuprofen", "value": {"valueCoding": {…}}}: the list may be
another one tomorrow, and what was answered stays what it was.
"""

import hashlib
import json
from decimal import Decimal

from smartforms.definition import Outline
from smartforms.engine.bounds import Refused, Work
from smartforms.engine.expressions import Result
from smartforms.fhir.shapes import mapping, sequence, words

MOST = 2_000  # answers of one list
MOST_OF_A_FORM = 50_000  # of all lists together; each answer costs 10 µs
FOLLOWING = {"offering", "toggles"}


def is_following(item: dict) -> bool:
    """Whether the answers offered here hang on other answers."""
    return bool(item.keys() & FOLLOWING)


def narrowed(outline: Outline, now, keys=None) -> Outline:
    """The outline with what is offered now, of these items or of all. `now` is the form's `Standing`.

    A list whose formula fails, or that comes after too many, is asked in the patient's own words; an option whose
    formula fails is offered: too much to choose from does less harm than a missing answer.
    """
    if not outline.has_offering:
        return outline
    wanted = {key for key in (outline.items if keys is None else keys) if is_following(outline[key])}
    spent = Work(MOST_OF_A_FORM)
    items = [_narrowed(item, now, wanted, spent) for item in outline.definition["items"]]
    return Outline(outline.definition | {"items": items}, outline.source, outline.base)


def _narrowed(item: dict, now, wanted: set[str], spent: Work) -> dict:
    key, found = item["key"], dict(item)
    if key in wanted and "offering" in item:
        try:
            result = now.result(key, item["offering"]["formula"])
            spent.add(len(result.values))
        except Refused as refusal:
            result = Result(degraded=refusal.reason)
        if result.degraded:
            found |= {"open": True, "unlisted": True}
        elif options := listed(result.values):
            found["options"] = options
    elif key in wanted:
        found["options"] = [one for one in item["options"] if one["key"] not in _taken_away(item, now)]
    if "items" in item:
        found["items"] = [_narrowed(inner, now, wanted, spent) for inner in item["items"]]
    return found


def _taken_away(item: dict, now) -> set[str]:
    """The options that a formula switches off; one that several name is offered while any of them says yes."""
    named, offered = set(), set()
    for toggle in item["toggles"]:
        result = now.result(item["key"], toggle["formula"])
        named.update(toggle["options"])
        if result.degraded or result.values[:1] == (True,):
            offered.update(toggle["options"])
    return named - offered


def listed(found: tuple) -> list[dict]:
    """What a formula came to as options, each once. A key tells the answer, wherever it stands in the list."""
    options = {}
    for value in found[:MOST]:
        name, own = _as_fhir(value)
        if label := _label(own):
            kept = {name: own}
            options.setdefault(key_of(kept), {"key": key_of(kept), "label": label, "value": kept})
    return list(options.values())


def _as_fhir(value) -> tuple[str, object]:
    if isinstance(value, dict):
        coding = mapping(value.get("valueCoding", value))
        inner = sequence(coding.get("coding"))
        return "valueCoding", _plain(mapping(inner[0]) if inner else coding)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return ("valueInteger", value) if is_whole else ("valueString", str(value))


def _label(own) -> str:
    if isinstance(own, dict):
        return (words(own.get("display")) or words(own.get("code")))[:1000]
    return str(own)[:1000]


def _plain(value):
    """Without the exact numbers of formulas, which JSON does not have."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def key_of(value: dict) -> str:
    """What an answer of a list is called on a page: made from what it is."""
    text = json.dumps(value, sort_keys=True)
    return "a" + hashlib.sha256(text.encode()).hexdigest()[:12]


def kept(item: dict, option: dict):
    """A chosen option as an answer."""
    if "offering" not in item:
        return option["key"]
    return {"words": option["label"], "value": option["value"]}


def picked(answer) -> str | None:
    """The key of the option a kept answer stands for; None where it is somebody's own words."""
    if isinstance(answer, dict):
        return key_of(answer["value"]) if "value" in answer else None
    return answer


def mark_of(item: dict) -> str:
    """Tells one list from another, for a page that may be older than the answers."""
    keys = " ".join(option["key"] for option in item.get("options", ()))
    return hashlib.sha256(keys.encode()).hexdigest()[:8]


def is_empty(item: dict) -> bool:
    """Whether a question offers nothing to choose from now, and takes no other words."""
    return is_following(item) and not item.get("options") and not item.get("open")


def is_stale(item: dict, given: list) -> bool:
    """Whether an answer was chosen from a list that offers it no more. `item` is narrowed."""
    if not is_following(item) or item.get("unlisted"):
        return False
    offered = {option["key"] for option in item.get("options", ())}
    return any(key is not None and key not in offered for key in map(picked, given))
