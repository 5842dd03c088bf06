"""What an item says: its words, its help, the ends of a scale."""

import re

from smartforms.authoring import parts
from smartforms.authoring.blank import control
from smartforms.authoring.kinds import CONTROL
from smartforms.authoring.tree import Place, control_of, free_id, free_link, is_help
from smartforms.fhir.controls import ENDS
from smartforms.fhir.rich import MARKDOWN, XHTML
from smartforms.fhir.shapes import sequence, words

_MARKS = re.compile(r"(\*\*|__|`|^#{1,6} +|^> ?)", re.M)
_LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def set_text(item: dict, text: str) -> None:
    """The item asks this; a marked-up wording of the old text goes with it."""
    if text == words(item.get("text")):
        return
    item["text"] = text
    _forget(item, MARKDOWN, XHTML)


def markdown_of(item: dict) -> str:
    """The text as it is written with marks; empty where it is plain."""
    beside = item.get("_text")
    return words(parts.value(beside, MARKDOWN))


def set_markdown(item: dict, text: str) -> None:
    """The text with marks (bold, lists, links); without them it is the plain text of the item."""
    if text == markdown_of(item):
        return
    item["text"] = _LINKS.sub(r"\1", _MARKS.sub("", text)).strip()
    parts.put(parts.beside(item, "text"), MARKDOWN, "valueMarkdown", text)
    parts.put(parts.beside(item, "text"), XHTML)


def set_plain(item: dict) -> None:
    """Without marks from now on."""
    _forget(item, MARKDOWN)


def _forget(item: dict, *urls: str) -> None:
    if isinstance(item.get("_text"), dict):
        for url in urls:
            parts.put_all(item["_text"], url, [])
        parts.tidied(item, "text")


def helps(item: dict) -> list[dict]:
    """The texts under a question that are its help; what the ends of a scale are called is not."""
    return [one for one in sequence(item.get("item")) if is_help(one, item) and control_of(one) not in ENDS]


def help_of(item: dict) -> str:
    return "\n".join(filter(None, (words(one.get("text")) for one in helps(item))))


def set_help(source: dict, place: Place, text: str) -> None:
    """The help of a question: one text under it."""
    if text == help_of(place.item):
        return
    _one_text(source, place, helps(place.item), "help", text)


def end_of(item: dict, which: str) -> str:
    """What the lower or upper end of a scale is called."""
    found = [one for one in sequence(item.get("item")) if is_help(one, item) and control_of(one) == which]
    return words(found[0].get("text")) if found else ""


def set_end(source: dict, place: Place, which: str, text: str) -> None:
    if text == end_of(place.item, which):
        return
    found = [one for one in sequence(place.item.get("item")) if is_help(one, place.item)]
    _one_text(source, place, [one for one in found if control_of(one) == which], which, text)


def _one_text(source: dict, place: Place, there: list[dict], code: str, text: str) -> None:
    inside = place.item.setdefault("item", [])
    for extra in there[1:] if text else there:
        inside[:] = [one for one in inside if one is not extra]
    if text and there:
        set_text(there[0], text)
    elif text:
        link = free_link(source, f"{place.item.get('linkId')}-{code}")
        fresh = {"id": free_id(source), "linkId": link, "type": "display", "text": text}
        parts.put(fresh, CONTROL, "valueCodeableConcept", control(code))
        inside.insert(0, fresh)
    if not inside:
        del place.item["item"]
