"""What makes a page longer: one more box for an answer, one more entry of a group."""

from django.utils.translation import gettext as _

from smartforms.definition import Outline, wording
from smartforms.engine import repeating, several
from smartforms.engine.several import part_at
from smartforms.presenters import dates


def buttons(node, item: dict, outline: Outline) -> None:
    """“Add another” under the last entry of a group, “Remove” at each while there are more than there must be."""
    key = item["key"]
    count = repeating.begun(outline, key)
    if repeating.may_remove(outline, key):
        node.remove = f"remove:{key}"
        node.remove_words = _("Remove: %(name)s") % {"name": wording(item)}
    if key == repeating.entry_of(outline, key, count) and repeating.may_add(outline, key):
        node.add = f"add:{repeating.counter_of(outline, key)}:{count + 1}"
        name = item["text"].rstrip(".:… ")
        node.add_words = _("Add another: %(name)s") % {"name": name} if name else _("Add another")


def boxes(node, item: dict, typed: dict, page) -> None:
    """A box for each answer so far, one where there is none, and one more when that was asked for."""
    key, problem = item["key"], page.problems.get(item["key"])
    given = several.entries(typed) or [{}]
    most = item.get("most", several.MOST)
    if page.room == key and len(given) < most:
        given.append({})
    own = "-words" if node.shape == "words" else ""
    for place, one in enumerate(given):
        entry = {
            "id": key + part_at(place, own),
            "name": key + own,
            "label": _("Answer %(n)d") % {"n": place + 1},
            "value": (one.get(own) or [""])[-1],
            "wrong": bool(problem) and problem.part in (part_at(place), part_at(place, own)),
        }
        if node.shape == "date":
            entry["boxes"] = [
                box | {"id": key + part_at(place, box["name"].removeprefix(key))}
                for box in dates.boxes(item, one)
            ]
            for box in entry["boxes"]:
                box["wrong"] = bool(problem) and problem.part in (box["id"].removeprefix(key), part_at(place))
        node.entries.append(entry)
    if len(given) < most:
        node.room = f"room:{key}"
