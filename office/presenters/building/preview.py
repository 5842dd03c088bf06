"""The page of a draft as the patient sees it: drawn by the patient's own templates, and dead to every touch."""

from smartforms.definition import Outline
from smartforms.engine.beginning import begin
from smartforms.presenters.filling import page_title
from smartforms.presenters.questions import Page


def preview_of(draft, key: str, *, at) -> dict:
    """The page on which the item with this key stands; the first where it stands on none. All questions are shown, as
    they begin at this moment of the clinic's day."""
    outline, definition = Outline(draft.definition, draft.source), draft.definition
    number = next(
        (
            n
            for n, page in enumerate(outline.pages, 1)
            if any(i["key"] == key for i in outline.under(page["keys"]))
        ),
        _page_of_group(outline, key),
    )
    page = Page(outline, number, begin(outline, at=at) | _picked(outline, key), {}, {}, set(outline.items))
    return {
        "title": page_title(outline, number, definition["title"]),
        "help": page.help,
        "nodes": page.nodes,
        "number": number,
        "count": len(outline.pages),
        "language": definition.get("language", ""),
        "intro": definition.get("intro", "") if number == 1 else "",
    }


def _page_of_group(outline: Outline, key: str) -> int:
    """The first page of a group that is spread over several."""
    inside = {item["key"] for item in outline.under([key])} if key in outline else set()
    return next((n for n, page in enumerate(outline.pages, 1) if inside & set(page["keys"])), 1)


def _picked(outline: Outline, key: str) -> dict:
    """The answers that make the chosen question appear."""
    conditions = outline[key].get("when", {}).get("conditions", ()) if key in outline else ()
    picked = {}
    for one in conditions:
        if one["operator"] == "=" and one.get("options"):
            picked[one["key"]] = one["options"][:1]
        elif one["operator"] == "=" and isinstance(one.get("value"), bool):
            picked[one["key"]] = [one["value"]]
    return picked
