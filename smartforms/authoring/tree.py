"""Where the items of a questionnaire stand: in each other, with the numbers people call them by."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from smartforms.definition import QUESTIONS
from smartforms.fhir import shapes, signing
from smartforms.fhir.shapes import mapping, sequence, words

ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
HELPING = ("help", "flyover")


@dataclass(frozen=True)
class Place:
    """An item and where it stands. `key` is the one the importer gives it, `number` is '3.2'; helps have none."""

    item: dict
    around: tuple[dict, ...]
    siblings: list
    at: int
    key: str
    number: str

    @property
    def id(self) -> str:
        return self.item.get("id", "")

    @property
    def parent(self) -> dict | None:
        return self.around[-1] if self.around else None

    @property
    def is_page(self) -> bool:
        return not self.around and self.item.get("type") == "group"

    @property
    def is_help(self) -> bool:
        return is_help(self.item, self.parent)


class Missing(LookupError):
    """The draft has no such item any more."""


def control_of(item) -> str:
    """The first code of itemControl; empty where there is none."""
    concept = shapes.extension(item, "questionnaire-itemControl")
    return shapes.code_of(concept) if concept is not None else ""


def is_signature(item) -> bool:
    """Whether an item is itself a place to sign."""
    return mapping(item).get("type") == "display" and signing.is_wanted(item)


def is_help(item, parent: dict | None) -> bool:
    """Whether this text is read as the help of the question above it, as the importer reads it."""
    item = mapping(item)
    if parent is None or item.get("type") != "display" or item.get("enableWhen") or item.get("item"):
        return False
    if is_signature(item) or shapes.extension(item, "questionnaire-hidden") is True:
        return False
    return parent.get("type") in QUESTIONS | {"attachment"} or control_of(item) in HELPING


def places(source: dict) -> Iterator[Place]:
    """Every item in reading order."""
    yield from _under(source, (), "", [0])


def _under(holder: dict, around: tuple, before: str, count: list[int]) -> Iterator[Place]:
    shown = 0
    listed = sequence(holder.get("item"))
    for at, item in enumerate(listed):
        count[0] += 1
        if not isinstance(item, dict):
            continue
        number = ""
        if not is_help(item, around[-1] if around else None):
            shown += 1
            number = f"{before}{shown}"
        yield Place(item, around, listed, at, f"q{count[0]}", number)
        yield from _under(item, (*around, item), f"{number}." if number else "", count)


def find(source: dict, item_id: str) -> Place:
    """The place of the item with this id. Raises Missing."""
    found = next((place for place in places(source) if place.id == item_id), None)
    if found is None:
        raise Missing(item_id)
    return found


def by_link(source: dict) -> dict[str, Place]:
    """The places by linkId; the first of a double counts, as everywhere."""
    found: dict[str, Place] = {}
    for place in places(source):
        link = place.item.get("linkId")
        if isinstance(link, str):
            found.setdefault(link, place)
    return found


def beneath(item: dict) -> Iterator[dict]:
    """An item and all that stand in it."""
    yield item
    for inner in sequence(item.get("item")):
        if isinstance(inner, dict):
            yield from beneath(inner)


def title_of(item: dict) -> str:
    """An item's words on one line."""
    return " ".join(words(item.get("text")).split())


def free_id(source: dict) -> str:
    """An id no item has, and none had before it in the order ids are given."""
    numbers = [int(place.id[1:]) for place in places(source) if re.fullmatch(r"i\d{1,9}", place.id)]
    return f"i{max(numbers, default=0) + 1}"


def first_free(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with a number behind it where that is taken."""
    return next(
        name for n in range(1, len(taken) + 3) if (name := wanted if n == 1 else f"{wanted}-{n}") not in taken
    )


def free_link(source: dict, wanted: str) -> str:
    """A linkId like this one that no item has yet."""
    return first_free(wanted, {place.item.get("linkId") for place in places(source)})
