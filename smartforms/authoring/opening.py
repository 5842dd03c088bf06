"""Making a questionnaire ready to be changed: every item gets an id and a linkId of its own."""

import json

from django.utils.translation import gettext as _

from smartforms.authoring.tree import ID, first_free, places
from smartforms.fhir import file, shapes
from smartforms.fhir.shapes import mapping, sequence, words


def read(text: str) -> dict:
    """The questionnaire in a file, ready to be changed; what it held that no database keeps is left out."""
    source, _doubled = file.parse(text)
    return shapes.storable(mapping(source))


def written(source: dict) -> str:
    """The file of a draft."""
    return json.dumps(source, ensure_ascii=False)


def opened(source: dict) -> list[str]:
    """Give ids and linkIds where they are missing, odd or double; tell, in words, whose linkId is another now."""
    source["item"] = _items_of(source)
    told, ids, links = [], set(), set()
    everything = list(places(source))
    taken = {place.item.get("linkId") for place in everything if isinstance(place.item.get("linkId"), str)}
    numbers = iter(range(1, 1_000_000))
    given = {words(place.item.get("id")) for place in everything}
    for place in everything:
        item = place.item
        if not isinstance(item.get("id"), str) or not ID.fullmatch(item["id"]) or item["id"] in ids:
            item["id"] = next(name for n in numbers if (name := f"i{n}") not in given)
        ids.add(item["id"])
        link = item.get("linkId")
        if not isinstance(link, str) or not link:
            item["linkId"] = first_free(place.key, taken)
        elif link in links:
            item["linkId"] = first_free(link, taken)
            names = {"question": words(item.get("text"))[:80] or place.number, "link": item["linkId"][:80]}
            told.append(_("“%(question)s” had the linkId of another question; it is “%(link)s” now.") % names)
        links.add(item["linkId"])
        taken.add(item["linkId"])
    return told


def _items_of(holder: dict) -> list[dict]:
    """The items of a list that are items."""
    kept = [item for item in sequence(holder.get("item")) if isinstance(item, dict)]
    for item in kept:
        if "item" in item:
            item["item"] = _items_of(item)
            if not item["item"]:
                del item["item"]
    return kept
