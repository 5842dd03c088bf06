"""How a form is cut into pages.

A page, tab or wizard step of the file is a page; so is every group at the top. Loose questions between them are
gathered; loose texts go with the group they introduce. What holds more than about a dozen questions is cut further,
but never between a question and the one that depends on it, and never inside a small group or one that repeats.
"""

from smartforms.definition import is_question, is_worked_out, walk, wording

ABOUT = 12  # questions on a page
AT_MOST = 24  # before a group is opened up or a page is cut beside a condition
BOOKS = {"wizard", "tab-container"}


def pages(items: list[dict]) -> list[dict]:
    """[{"title", "under", "keys"}]: the roots shown on each page, in order; a form always has at least one page.

    `under` are the wordings of the groups around the page, outermost first, which no page shows as its title.
    """
    return _cut("", [], items, at_top=True) or [{"title": "", "under": [], "keys": []}]


def _group_pages(group: dict, under: list[str]) -> list[dict]:
    children = group.get("items", [])
    if group.get("repeats"):
        return [{"title": wording(group), "under": under, "keys": [group["key"]]}]
    opened = group.get("control") in BOOKS or any(child.get("control") == "page" for child in children)
    if opened:
        return _cut("", [*under, *filter(None, [wording(group)])], children, at_top=True)
    if _count([group]) <= AT_MOST:
        return [{"title": wording(group), "under": under, "keys": [group["key"]]}]
    return _cut(wording(group), under, children)


def _cut(title: str, under: list[str], items: list[dict], at_top: bool = False) -> list[dict]:
    """Pages of about a dozen questions; a group too big for one page is opened up into pages of its own."""
    found: list[dict] = []
    page: list[dict] = []

    def turn():
        if any(map(_is_shown, page)):
            found.append({"title": title, "under": under, "keys": [item["key"] for item in page]})
        page.clear()

    for item in items:
        weight = _count([item])
        if item["type"] == "group" and weight and (at_top or weight > AT_MOST):
            before = [each["key"] for each in page] if all(map(_is_text, page)) else []
            if before:
                page.clear()
            turn()
            opened = _group_pages(item, [*under, *filter(None, [title])])
            opened[0]["keys"] = before + opened[0]["keys"]
            found += opened
            continue
        filled = _count(page)
        if page and filled + weight > ABOUT and (filled + weight > AT_MOST or not _leans_on(item, page)):
            turn()
        page.append(item)
    turn()
    return found


def _leans_on(item: dict, page: list[dict]) -> bool:
    here = {each["key"] for each in walk(page)}
    return any(condition["key"] in here for condition in item.get("when", {}).get("conditions", ()))


def _count(items: list[dict]) -> int:
    """Questions a patient can meet here."""
    return sum(1 + _count(item.get("items", [])) if is_question(item) else _count(item.get("items", []))
               for item in items if not item.get("hidden") and not is_worked_out(item))  # fmt: skip


def _is_text(item: dict) -> bool:
    """A text that stands before something, and asks nothing itself."""
    return item["type"] == "display" and not item.get("cannot") and not item.get("items")


def _is_shown(item: dict) -> bool:
    return not item.get("hidden")
