"""What somebody answers differently from last time, also where the form has a new version meanwhile."""

from dataclasses import dataclass

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

    Options are the same where their code or their words are. Scores are told apart, and not here.
    """
    known = by_link(outline_before)
    found = []
    for link, item in by_link(outline).items():
        before = known.get(link)
        if before is None or not is_question(item) or is_score(item) or item["key"] in outline.unseen:
            continue
        now, then = answers.get(item["key"], []), answers_before.get(before["key"], [])
        if not _is_same(item, now, before, then):
            found.append(Change(item, now, before, then))
    return found


def by_link(outline: Outline) -> dict[str, dict]:
    """The items by linkId; the first of a double wins, as everywhere."""
    found = {}
    for item in outline.items.values():
        found.setdefault(item["linkId"], item)
    return found


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
