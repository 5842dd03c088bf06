"""What a form is in this house: a tree of items as plain JSON, kept for ever with the version it belongs to.

    definition  {"format": 1, "title", "intro", "language", "items": [item…], "pages": [{"title", "keys": […]}]}
    item        {"key": "q7", "linkId", "type", "text", …, "options": [option…], "when": {…}, "items": [item…]}
    option      {"key": "o2", "label", "prefix", "value": {"valueCoding": {…}}, "score", "alone": only by itself}
    when        {"all": bool, "conditions": [{"key", "operator", "value", "options"}]}
    calculated  {"formula", "needs": [key…], "score": bool}: worked out by us, after the calculated items it needs
    when_formula "…": asked while this formula is true
    bands       [{"low", "high", "label", "tone", "alert"}]: what a number means; both ends belong to a band
    alerts      [{"is": option key, true or false, "words"}]: answers of which the clinic is told at once
    rules       [{"formula", "message", "of": key}]: what must hold of item `of`, told beside the item it stands on
    variables   {name: formula}, of the form or of an item and all beneath it
    answers     {"q7": ["o2"], "q8": ["2026-11-17"], "q9": [{"words": "own words"}]}; signatures and files: `engine/`
    in          {"fr": {"text", "help", …}} of an item, {"fr": {"title", "intro"}} of the form, {"fr": "label"} of an
                option or a band; `languages` of the form are all of them; see `smartforms/engine/translating.py`
    offering    {"formula"}: the answers offered follow from other answers; see `smartforms/engine/offering.py`
    toggles     [{"options": [key…], "formula"}]: options that are offered while a formula is true
    starts      {"formula", "of_record": [name…]}: what a question begins with; see `smartforms/engine/beginning.py`
    follows     [key…]: the questions both look at
    pattern     what the whole of a typed answer has to fit; see `smartforms/engine/patterns.py`
    units       [{"key", "unit", "system", "code"}] an amount may be given in; see `smartforms/engine/units.py`
    repeats     of a group: answered up to `most` times; see `smartforms/engine/repeating.py`

Keys are ours and opaque, because a file's linkIds hold slashes, dots, blanks and doubles.
An absent entry means the plain case: not required, not hidden, no limit.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

FORMAT = 1

CHOICES = {"choice", "open-choice"}
NUMBERS = {"integer", "decimal", "quantity"}
WORDS = {"string", "text", "url", "reference"}
DATES = {"date", "dateTime", "time"}
# Answered with something of our own making, which no file and no formula can state.
HANDED = {"signature", "file"}
QUESTIONS = CHOICES | NUMBERS | WORDS | DATES | HANDED | {"boolean"}

# What fits when the form itself sets no limit; characters.
LONGEST = {"string": 1_000, "url": 2_000, "reference": 1_000, "text": 20_000, "words": 1_000}


def walk(items: list[dict]) -> Iterator[dict]:
    """Every item, in the order it is read on paper."""
    for item in items:
        yield item
        yield from walk(item.get("items", ()))


class Outline:
    """A definition with its items by key and by parent: built once, asked often.

    `source` is the imported file, for formulas that look things up in it; `base` the form as it was published, where
    this one has grown (`smartforms/engine/repeating.py`).
    """

    def __init__(self, definition: dict, source: str = "", base: "Outline | None" = None):
        self.definition, self.source, self.base = definition, source, base or self
        self.items: dict[str, dict] = {}
        self.parents: dict[str, str | None] = {}
        self._scopes: dict[str | None, dict] = {}
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
        """The groups that stand around these items (the last of them, where texts from further out come along),
        outermost first."""
        found, parent = [], self.parents[keys[-1]] if keys else None
        while parent is not None:
            found.append(parent)
            parent = self.parents[parent]
        return found[::-1]

    @cached_property
    def pages(self) -> list[dict]:
        return self.definition["pages"]

    @cached_property
    def repeating(self) -> set[str]:
        """The groups that may be answered several times."""
        return {key for key, item in self.items.items() if item["type"] == "group" and item.get("repeats")}

    @cached_property
    def ways(self) -> dict[str, tuple[str, ...]]:
        """For each item the repeating groups it stands in, outermost first; a group counts as standing in itself."""
        found: dict[str, tuple[str, ...]] = {}
        for key in self.items:
            found[key] = found.get(self.parents[key], ()) + ((key,) if key in self.repeating else ())
        return found

    @cached_property
    def has_conditions(self) -> bool:
        return any(item.get("when") or item.get("when_formula") for item in self.items.values())

    def needs(self, key: str) -> list[str]:
        """The items whose fate decides whether this one is asked, or what it is worth."""
        item, parent = self.items[key], self.parents[key]
        added, needed = item.get("total", {}).get("over", ()), item.get("calculated", {}).get("needs", ())
        return [*([parent] if parent else []), *_sources(item), *added, *needed]

    @cached_property
    def signatures(self) -> dict[str, set[str]]:
        """Each signature with the questions it stands for: those of its group, its question, or all above it."""
        found, above = {}, []
        for key, item in self.items.items():
            if item["type"] == "signature":
                of = item.get("of")
                stands_for = [one["key"] for one in walk([self.items[of]])] if of else above
                found[key] = {
                    one for one in stands_for if self.items[one]["type"] in QUESTIONS - {"signature"}
                }
            above.append(key)
        return found

    @cached_property
    def questionnaire(self) -> dict:
        """The imported file, with exact numbers; empty where there is none."""
        found = json.loads(self.source.removeprefix("\ufeff"), parse_float=Decimal) if self.source else {}
        return found if isinstance(found, dict) else {}

    @cached_property
    def has_formulas(self) -> bool:
        """Whether anything here is worked out by a formula of its author."""
        names = {"calculated", "when_formula", "rules", "offering", "toggles"}
        return any(item.keys() & names for item in self.items.values())

    @cached_property
    def has_offering(self) -> bool:
        """Whether the answers offered to a question hang on other answers."""
        return any(item.keys() & {"offering", "toggles"} for item in self.items.values())

    @cached_property
    def offers(self) -> bool:
        """Whether questions begin with what is known already."""
        return any(map(is_offered, self.items.values()))

    @property
    def is_one_by_one(self) -> bool:
        """Whether each question has a page of its own."""
        return self.definition.get("one_by_one", False)

    @cached_property
    def has_rules(self) -> bool:
        return any("rules" in item for item in self.items.values())

    @cached_property
    def has_formulas_as_conditions(self) -> bool:
        """Whether what formulas come to decides which questions are asked."""
        return any(
            "when_formula" in item
            or any(
                "calculated" in self.items[key] for key in (*_sources(item), self.parents[item["key"]]) if key
            )
            for item in self.items.values()
        )

    @cached_property
    def steps(self) -> list[list[str]]:
        """The calculated items, each step after those it needs; in reading order within a step."""
        depth: dict[str, int] = {}
        for key in self.order:
            if "calculated" in self.items[key]:
                needs = self.items[key]["calculated"]["needs"]
                depth[key] = 1 + max((depth.get(need, 0) for need in needs), default=0)
        last = max(depth.values(), default=0)
        return [[key for key in self.items if depth.get(key) == step] for step in range(1, last + 1)]

    def worked_out_for(self, keys: Iterable[str]) -> set[str]:
        """The calculated items among these keys, and all that they need."""
        found, waiting = set(), [key for key in keys if "calculated" in self.items[key]]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.items[key]["calculated"]["needs"]
        return found

    def scope(self, key: str | None) -> dict[str, tuple[str | None, str]]:
        """The variables a formula of this item may name: where each is declared, and its formula."""
        if key not in self._scopes:
            if key is None:
                around, own = {}, self.definition.get("variables", {})
            else:
                around, own = self.scope(self.parents[key]), self.items[key].get("variables", {})
            self._scopes[key] = around | {name: (key, formula) for name, formula in own.items()}
        return self._scopes[key]

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


def _sources(item: dict) -> list[str]:
    """The keys of the questions an item's conditions look at."""
    conditions = item.get("when", {}).get("conditions", ())
    return [key for condition in conditions for key in (condition["key"], *condition.get("also", ()))]


def wording(item: dict) -> str:
    """An item's text with its number: '2a. Do you smoke?'; of a group answered several times, 'Medicine 2'."""
    text = f"{item['prefix']} {item['text']}".strip() if item.get("prefix") else item["text"]
    return f"{text} {item['entry']}".strip() if item.get("entry") else text


def offered_as(option: dict) -> str:
    """An answer's words with what stands before them: 'a) Never'."""
    return f"{option['prefix']} {option['label']}" if option.get("prefix") else option["label"]


def is_question(item: dict) -> bool:
    """Whether an item asks something, and is not a text or a group."""
    return item["type"] in QUESTIONS


def is_given_in_a_list(item: dict) -> bool:
    """Whether a question takes several answers that are typed, one below another."""
    return (
        bool(item.get("repeats"))
        and not item.get("options")
        and "offering" not in item
        and item["type"] in CHOICES | NUMBERS | WORDS | DATES
    )


def is_of_record(item: dict) -> bool:
    """Whether a formula makes the answer to offer from the patient's record."""
    return bool(item.get("starts", {}).get("of_record"))


def is_offered(item: dict) -> bool:
    """Whether a question begins with what is known already, to be looked at again."""
    return bool(item.get("maps") or item.get("carry")) or is_of_record(item)


def is_worked_out(item: dict) -> bool:
    """Whether we fill this item ourselves, from other answers."""
    return "calculated" in item or "total" in item


def is_score(item: dict) -> bool:
    """Whether an item counts what the chosen options are worth."""
    return "total" in item or item.get("calculated", {}).get("score", False)


def is_asked(item: dict, outline: Outline) -> bool:
    """Whether a patient can answer this item: a question, shown, not fixed and not worked out by us."""
    return (
        is_question(item)
        and not item.get("readonly")
        and not is_worked_out(item)
        and item["key"] not in outline.unseen
    )
