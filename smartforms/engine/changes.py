"""What somebody answers differently from last time, also where the form has a new version meanwhile."""

from dataclasses import dataclass
from itertools import zip_longest

from common.folding import fold
from smartforms.definition import Outline, is_question, is_score


@dataclass(frozen=True)
class Change:
    """A question with another answer than before. Each answer belongs with the item of its own version."""

    item: dict
    answers: list
    item_before: dict
    answers_before: list


def changes(outline: Outline, answers: dict, outline_before: Outline, answers_before: dict) -> list[Change]:
    """In reading order. Questions are the same where their linkId is; those only one version has are left out.

    Of a group answered several times the first entry is compared with the first, and so on; an entry that one of the
    two does not have counts as not answered. Options are the same where their code or their words are. Scores are
    told apart, and not here.
    """
    known, now = _placed(outline_before), _placed(outline)
    found = []
    for link, items in now.items():
        before = known.get(link, [])
        item = items[0]
        if not before or not is_question(item) or is_score(item) or item["key"] in outline.unseen:
            continue
        for one, other in zip_longest(items, before):
            given = answers.get(one["key"], []) if one else []
            then = answers_before.get(other["key"], []) if other else []
            if not _is_same(one or item, given, other or before[0], then):
                found.append(Change(one or item, given, other or before[0], then))
    order = {key: place for place, key in enumerate(outline.items)}
    return sorted(found, key=lambda change: order[change.item["key"]])


def _placed(outline: Outline) -> dict[str, list[dict]]:
    """The items by linkId, in reading order: several where a group was answered several times."""
    found: dict[str, list[dict]] = {}
    for item in outline.items.values():
        found.setdefault(item["linkId"], []).append(item)
    return found


def by_link(outline: Outline) -> dict[str, dict]:
    """The items by linkId; the first of a double wins, as everywhere."""
    return {link: items[0] for link, items in _placed(outline).items()}


def _is_same(item, now: list, before, then: list) -> bool:
    meant = [_meanings(before, value) for value in then]
    return len(now) == len(then) and all(
        any(_meanings(item, value) & other for other in meant) for value in now
    )


def _meanings(item: dict, value) -> set:
    """What an answer can be known by across versions."""
    for option in item.get("options", ()):
        if option["key"] == value:
            given = next(iter(option["value"].values()))
            code = given.get("code") if isinstance(given, dict) else None
            return {("words", fold(option["label"]))} | ({("code", code)} if code else set())
    if isinstance(value, dict):
        return {("words", fold(str(value.get("words", value))))}
    return {("value", str(value))}
