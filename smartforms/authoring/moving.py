"""Adding items, moving them about, doubling and removing them."""

from copy import deepcopy

from django.utils.text import slugify
from django.utils.translation import gettext as _

from smartforms.authoring import kinds
from smartforms.authoring.blank import a_page
from smartforms.authoring.kinds import KINDS, kind_of
from smartforms.authoring.tree import Place, beneath, find, free_id, free_link, is_help, places
from smartforms.fhir.shapes import mapping, sequence

DEEPEST = 8  # levels people can still follow
MOST = 2_000  # items of a form made here


class CannotMove(ValueError):
    """It cannot stand there."""


def add(source: dict, code: str, text: str, *, where: str, beside: str = "") -> str:
    """A new item; returns its id. `where` is "after" or "inside" the item `beside`, or "page" for a page of its own."""
    if sum(1 for _place in places(source)) >= MOST:
        raise CannotMove
    kind = KINDS[code]
    item = {"id": free_id(source), "linkId": free_link(source, slugify(text)[:40] or code), "text": text}
    kinds.start(item, kind)
    place = find(source, beside) if beside else None
    if kind.code == "page" or where == "page" or place is None:
        _on_a_page(source, item, kind, place)
    elif where == "inside" or (place.is_page and where == "after"):
        _may_hold(place)
        place.item.setdefault("item", []).append(item)
    else:
        place.siblings.insert(place.at + 1, item)
    return item["id"]


def _on_a_page(source: dict, item: dict, kind, place: Place | None) -> None:
    """A page after that of the place; the item itself, or around it."""
    pages = source.setdefault("item", [])
    after = (
        next((n for n, one in enumerate(pages) if one is _top(place)), len(pages) - 1)
        if place
        else len(pages) - 1
    )
    if kind.code != "page":
        number = sum(1 for one in pages if mapping(one).get("type") == "group") + 1
        inner, item = item, None
        page_id = f"i{int(inner['id'][1:]) + 1}"
        item = a_page(page_id, free_link(source, f"page-{number}"), _("Page %(number)d") % {"number": number})
        item["item"] = [inner]
    pages.insert(after + 1, item)


def _top(place: Place) -> dict:
    return place.around[0] if place.around else place.item


def move(source: dict, item_id: str, way: str) -> None:
    """Up or down among its neighbours (over the edge of a page to the next), in to the group above, out of its own."""
    {"up": _up, "down": _down, "in": _in, "out": _out}[way](source, find(source, item_id))


def ways(place: Place, source: dict) -> list[str]:
    """The moves an item can make."""
    found = []
    before, after = _neighbour(place, -1), _neighbour(place, 1)
    if before is not None or _beyond(source, place, -1) is not None:
        found.append("up")
    if after is not None or _beyond(source, place, 1) is not None:
        found.append("down")
    if before is not None and _holds(before) and not _is_paged(place):
        found.append("in")
    if len(place.around) > 1:
        found.append("out")
    return found


def put(source: dict, item_id: str, target_id: str, where: str) -> None:
    """Take an item to another: "before", "after" or "inside" it."""
    place, target = find(source, item_id), find(source, target_id)
    if any(inner is target.item for inner in beneath(place.item)):
        raise CannotMove
    if where == "inside":
        _may_hold(target, place.item)
        del place.siblings[place.at]
        target.item.setdefault("item", []).append(place.item)
    else:
        # A page stands among pages, a question in one.
        if place.is_page != target.is_page and (place.is_page or where == "before"):
            raise CannotMove
        if target.is_page and not place.is_page:
            return put(source, item_id, target_id, "inside")
        del place.siblings[place.at]
        target = find(source, target_id)
        target.siblings.insert(target.at + (where == "after"), place.item)
    _tidy(place)
    return None


def duplicate(source: dict, item_id: str) -> str:
    """The same item once more, right after it; conditions inside the copy look at the copy. Returns its id."""
    place = find(source, item_id)
    twin = deepcopy(place.item)
    if sum(1 for _one in places(source)) + sum(1 for _one in beneath(twin)) > MOST:
        raise CannotMove
    place.siblings.insert(place.at + 1, twin)
    links = {}
    for item in beneath(twin):
        was, item["id"] = item.get("linkId"), ""
        item["linkId"] = ""
        item["id"] = free_id(source)
        item["linkId"] = links[was] = free_link(source, f"{was}-copy")
    for item in beneath(twin):
        for condition in sequence(item.get("enableWhen")):
            if _asks_after(condition) in links:
                condition["question"] = links[condition["question"]]
    return twin["id"]


def leaning_on(source: dict, item_id: str) -> list[Place]:
    """The items outside whose conditions look at this one, or at one in it."""
    inside = list(beneath(find(source, item_id).item))
    links = {item.get("linkId") for item in inside}
    return [
        place
        for place in places(source)
        if not any(place.item is item for item in inside)
        and any(_asks_after(one) in links for one in sequence(place.item.get("enableWhen")))
    ]


def _asks_after(condition) -> str:
    """The linkId a condition looks at; empty where it names none."""
    named = mapping(condition).get("question")
    return named if isinstance(named, str) else ""


def remove(source: dict, item_id: str) -> str:
    """Take an item out with all that stands in it, and the conditions that look at it. Returns the id beside it."""
    place = find(source, item_id)
    links = {item.get("linkId") for item in beneath(place.item)}
    for other in leaning_on(source, item_id):
        kept = [one for one in other.item["enableWhen"] if _asks_after(one) not in links]
        if kept:
            other.item["enableWhen"] = kept
        else:
            other.item.pop("enableWhen")
            other.item.pop("enableBehavior", None)
    del place.siblings[place.at]
    _tidy(place)
    near = _neighbour(place, -1) or (
        place.siblings[place.at] if place.at < len(place.siblings) else place.parent
    )
    return mapping(near).get("id", "")


def _up(source, place):
    _step(source, place, -1)


def _down(source, place):
    _step(source, place, 1)


def _step(source: dict, place: Place, step: int) -> None:
    other = _neighbour(place, step)
    if other is not None:
        del place.siblings[place.at]
        at = next(n for n, one in enumerate(place.siblings) if one is other)
        place.siblings.insert(at + (step > 0), place.item)
        return
    page = _beyond(source, place, step)
    if page is None:
        raise CannotMove
    del place.siblings[place.at]
    inside = page.setdefault("item", [])
    inside.insert(0 if step > 0 else len(inside), place.item)
    _tidy(place)


def _in(source: dict, place: Place) -> None:
    other = _neighbour(place, -1)
    if "in" not in ways(place, source) or _depth(place.item) + len(place.around) >= DEEPEST:
        raise CannotMove
    del place.siblings[place.at]
    other.setdefault("item", []).append(place.item)


def _out(source: dict, place: Place) -> None:
    if "out" not in ways(place, source):
        raise CannotMove
    group = find(source, place.parent["id"])
    del place.siblings[place.at]
    group.siblings.insert(group.at + 1, place.item)
    _tidy(place)


def _neighbour(place: Place, step: int) -> dict | None:
    """The item shown before or after this one; helps are passed over."""
    rest = place.siblings[: place.at][::-1] if step < 0 else place.siblings[place.at + 1 :]
    rest = [one for one in rest if one is not place.item]
    return next((one for one in rest if isinstance(one, dict) and not is_help(one, place.parent)), None)


def _beyond(source: dict, place: Place, step: int) -> dict | None:
    """The page before or after the one whose edge this item stands at."""
    if len(place.around) != 1 or place.around[0].get("type") != "group":
        return None
    pages = source["item"]
    at = next(n for n, one in enumerate(pages) if one is place.around[0]) + step
    page = pages[at] if 0 <= at < len(pages) else None
    return page if mapping(page).get("type") == "group" else None


def _is_paged(place: Place) -> bool:
    return place.is_page and kind_of(place).code == "page"


def _holds(item: dict) -> bool:
    """Whether others may stand in this item."""
    return item.get("type") not in ("display", None)


def _may_hold(place: Place, item: dict | None = None) -> None:
    depth = _depth(item) if item else 1
    if not _holds(place.item) or len(place.around) + 1 + depth > DEEPEST:
        raise CannotMove


def _depth(item: dict) -> int:
    inner = [_depth(one) for one in sequence(item.get("item")) if isinstance(one, dict)]
    return 1 + max(inner, default=0)


def _tidy(place: Place) -> None:
    """FHIR knows no empty lists."""
    if place.parent is not None and not place.parent.get("item"):
        place.parent.pop("item", None)
