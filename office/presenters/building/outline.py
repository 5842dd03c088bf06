"""The outline of a draft: its pages with their questions, numbered."""

from django.urls import reverse

from smartforms.authoring.kinds import kind_of
from smartforms.authoring.tree import Place, beneath, places, title_of
from smartforms.fhir import formulas

FOLDED_FROM = 60  # items; a longer outline opens one page at a time


def outline_of(source: dict, template_id: int, chosen: str = "") -> dict:
    """{"pages": […], "is_folded": …}: each page with its rows; loose questions stand on pages without a head."""
    # Hundreds of addresses that differ in their end alone: built from one.
    items = reverse("office:form_items", args=[template_id])
    pages, everything = [], [place for place in places(source) if place.number]
    for place in everything:
        row = _row(place, items, chosen)
        if place.is_page:
            pages.append({"head": row, "rows": [], "is_open": row["is_chosen"]})
            continue
        if not place.around and (not pages or pages[-1]["head"]):
            pages.append({"head": None, "rows": [], "is_open": True})
        pages[-1]["rows"].append(row)
        pages[-1]["is_open"] |= row["is_chosen"]
    for page in pages:
        page["count"] = sum(1 for row in page["rows"] if row["counts"])
    return {"pages": pages, "is_folded": len(everything) > FOLDED_FROM}


def _row(place: Place, items: str, chosen: str) -> dict:
    kind = kind_of(place)
    return {
        "id": place.id,
        "url": f"{items}{place.id}/",
        "number": place.number,
        "text": title_of(place.item)[:140],
        "icon": kind.icon,
        "kind": kind.label,
        "required": place.item.get("required") is True,
        "leans": bool(place.item.get("enableWhen")) or _leans_by_formula(place.item),
        "level": min(len(place.around), 5),
        "is_chosen": place.id == chosen,
        "counts": kind.asks or kind.code in ("signature", "score"),
    }


def _leans_by_formula(item: dict) -> bool:
    return formulas.of(item, formulas.ENABLED_WHEN) is not None


def page_of(source: dict, item_id: str) -> dict | None:
    """The item at the top that holds this one."""
    return next(
        (one for one in source.get("item", ()) if any(inner.get("id") == item_id for inner in beneath(one))),
        None,
    )
