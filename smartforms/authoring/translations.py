"""A form in another language: every text with its translation, in FHIR's `translation` extension."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartforms.authoring import options, parts, scores
from smartforms.authoring.tree import places
from smartforms.fhir import shapes, translating
from smartforms.fhir.ours import CONSENT
from smartforms.fhir.shapes import words


@dataclass(frozen=True)
class Text:
    """One text of a form: its name on the page, the number of its question, the element and property it stands in."""

    name: str
    number: str
    item: str
    element: dict
    property: str

    @property
    def words(self) -> str:
        return words(self.element.get(self.property))

    @property
    def is_answer(self) -> bool:
        return self.property in ("display", "valueString")


def texts(source: dict) -> Iterator[Text]:
    """Every text patients read, in reading order."""
    for name in ("title", "description"):
        if words(source.get(name)):
            yield Text(name, "", "", source, name)
    number = ""
    for place in places(source):
        number = place.number or number
        if words(place.item.get("text")):
            yield Text(f"{place.id}.text", number, place.id, place.item, "text")
        for entry in parts.every(place.item, CONSENT):
            if words(entry.get("valueString")):
                yield Text(f"{place.id}.consent", number, place.id, entry, "valueString")
        for number_of_band, entry in enumerate(scores.labels_of(place.item), 1):
            yield Text(f"{place.id}.band{number_of_band}", number, place.id, entry, "valueString")
        # A list in a value set of the file is shared by questions; only those listed with the item are theirs.
        listed = options.entries(source, place.item) if place.item.get("answerOption") else {}
        for key, entry in listed.items():
            coding = entry.get("valueCoding")
            element, name = (coding, "display") if isinstance(coding, dict) else (entry, "valueString")
            if words(element.get(name)):
                yield Text(f"{place.id}.{key}", number, place.id, element, name)


def said_in(text: Text, language: str) -> str:
    """A text in another language; empty where nobody translated it."""
    return translating.of(text.element, text.property).get(language, "")


def languages(source) -> set[str]:
    """The languages into which something is translated."""
    found, waiting = set(), [source]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= translating.said_by(one).keys()
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def translate(source: dict, language: str, said: dict[str, str]) -> None:
    """Say these texts in another language; an empty translation is none."""
    for text in list(texts(source)):
        if text.name not in said or said[text.name] == said_in(text, language):
            continue
        beside = parts.beside(text.element, text.property)
        others = [e for e in parts.every(beside, translating.TRANSLATION) if not _is_in(e, language)]
        fresh = {
            "url": translating.TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": said[text.name]},
            ],
        }
        parts.put_all(beside, translating.TRANSLATION, others + ([fresh] if said[text.name] else []))
        parts.tidied(text.element, text.property)


def _is_in(entry: dict, language: str) -> bool:
    return any(n == "lang" and shapes.choice_of(p)[1] == language for n, p in shapes.extensions(entry))
