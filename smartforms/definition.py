"""What a form is in this house: a tree of items as plain JSON, kept for ever with the version it belongs to.

    definition  {"format": 1, "title", "intro", "language", "items": [item…], "pages": [{"title", "keys": […]}]}
    item        {"key": "q7", "linkId", "type", "text", …, "options": [option…], "when": {…}, "items": [item…]}
    option      {"key": "o2", "label", "value": {"valueCoding": {…}}, "score"}
    when        {"all": bool, "conditions": [{"key", "operator", "value", "options"}]}
    answers     {"q7": ["o2"], "q8": ["2026-11-17"], "q9": [{"words": "own words"}]}

Keys are ours and opaque, because a file's linkIds hold slashes, dots, blanks and doubles.
An absent entry means the plain case: not required, not hidden, no limit.
"""

from collections.abc import Iterator
from functools import cached_property

FORMAT = 1

CHOICES = {"choice", "open-choice"}
NUMBERS = {"integer", "decimal", "quantity"}
WORDS = {"string", "text", "url", "reference"}
DATES = {"date", "dateTime", "time"}
QUESTIONS = CHOICES | NUMBERS | WORDS | DATES | {"boolean"}

# What fits when the form itself sets no limit; characters.
LONGEST = {"string": 1_000, "url": 2_000, "reference": 1_000, "text": 20_000, "words": 1_000}


def walk(items: list[dict]) -> Iterator[dict]:
    """Every item, in the order it is read on paper."""
    for item in items:
        yield item
        yield from walk(item.get("items", ()))


class Outline:
    """A definition with its items by key and by parent: built once, asked often."""

    def __init__(self, definition: dict):
        self.definition = definition
        self.items: dict[str, dict] = {}
        self.parents: dict[str, str | None] = {}
        self._enter(definition["items"], None)

    def _enter(self, items, parent):
        for item in items:
            self.items[item["key"]] = item
            self.parents[item["key"]] = parent
            self._enter(item.get("items", ()), item["key"])

    def __getitem__(self, key: str) -> dict:
        return self.items[key]

    def __contains__(self, key) -> bool:
        return key in self.items

    def under(self, keys: list[str]) -> list[dict]:
        """These items and everything beneath them, in reading order."""
        return list(walk([self.items[key] for key in keys]))

    def around(self, keys: list[str]) -> list[str]:
        """The groups that stand around these items, outermost first."""
        found, parent = [], self.parents[keys[0]] if keys else None
        while parent is not None:
            found.append(parent)
            parent = self.parents[parent]
        return found[::-1]

    @cached_property
    def pages(self) -> list[dict]:
        return self.definition["pages"]

    @cached_property
    def has_conditions(self) -> bool:
        return any(item.get("when") for item in self.items.values())

    def needs(self, key: str) -> list[str]:
        """The items whose fate decides whether this one is asked, or what it is worth."""
        item, parent = self.items[key], self.parents[key]
        conditions = [condition["key"] for condition in item.get("when", {}).get("conditions", ())]
        return [*([parent] if parent else []), *conditions, *item.get("total", {}).get("over", ())]

    @cached_property
    def order(self) -> list[str]:
        """All keys, each after those it needs; where needs run in a circle, the circle is cut."""
        done: dict[str, bool] = {}  # False while waiting for its needs
        for start in self.items:
            waiting = [start]
            while waiting:
                key = waiting[-1]
                if key not in done:
                    done[key] = False
                    waiting += [need for need in self.needs(key) if need not in done]
                else:
                    waiting.pop()
                    if not done[key]:
                        del done[key]
                        done[key] = True  # moved to the end: the order in which items are finished
        return list(done)

    @cached_property
    def unseen(self) -> set[str]:
        """Keys a patient never meets: hidden items and all beneath them."""
        return {item["key"] for item in walk([i for i in self.items.values() if i.get("hidden")])}


def wording(item: dict) -> str:
    """An item's text with its number: '2a. Do you smoke?'."""
    return f"{item['prefix']} {item['text']}".strip() if item.get("prefix") else item["text"]


def is_question(item: dict) -> bool:
    """Whether an item asks something, and is not a text or a group."""
    return item["type"] in QUESTIONS


def is_asked(item: dict, outline: Outline) -> bool:
    """Whether a patient can answer this item: a question, shown, not fixed and not worked out by us."""
    return (
        is_question(item)
        and not item.get("readonly")
        and not item.get("total")
        and item["key"] not in outline.unseen
    )
