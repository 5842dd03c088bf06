"""One question a page: for people on a phone, or for whom a long page is too much.

A group that belongs together on one page stays so: a table of questions, an entry of a list. Texts go with the question
they stand before; those that begin a group are said above each of its questions. What hangs on a question as its child
stays with it.
"""

from smartforms.definition import is_worked_out, walk, wording


def pages(items: list[dict]) -> list[dict]:
    """As `paging.pages`; `above` are the texts that began the group."""
    return _pages(items, []) or [{"title": "", "under": [], "keys": []}]


def _pages(items: list[dict], around: list[str]) -> list[dict]:
    found: list[dict] = []
    before: list[str] = []  # what waits for the next question
    stem = _stem(items)
    last: dict | None = None  # the page of the last question of this very group

    def page(keys) -> dict:
        above = [key for key in stem if key not in keys]
        head = {"title": around[-1] if around else "", "under": around[:-1], "keys": keys}
        return head | ({"above": above} if above else {})

    for item in items:
        if _waits(item):
            if last is not None and item["type"] != "display":
                last["keys"].append(item["key"])
            else:
                before.append(item["key"])
        elif item["type"] == "group" and not _is_whole(item):
            inner = _pages(item.get("items", []), [*around, *filter(None, [wording(item)])])
            if inner:
                inner[0]["keys"] = before + inner[0]["keys"]
                before, last = [], None
            found += inner
        else:
            last = page([*before, item["key"]])
            before = []
            found.append(last)
    if before:
        found.append(page(before))
    return found


def _stem(items: list[dict]) -> list[str]:
    """The texts a group of questions begins with; in a group of groups they introduce only the first."""
    if any(item["type"] == "group" for item in items):
        return []
    keys = []
    for item in items:
        if item["type"] != "display" or item.get("items"):
            break
        keys.append(item["key"])
    return keys


def _waits(item: dict) -> bool:
    """Whether an item asks nothing itself: a text, a value we work out, something hidden."""
    return item["type"] == "display" or is_worked_out(item) or bool(item.get("hidden"))


def _is_whole(group: dict) -> bool:
    """Whether a group is one thing to answer."""
    asks = any(each["type"] not in ("group", "display") for each in walk(group.get("items", [])))
    return bool(group.get("repeats")) or group.get("control") == "gtable" or not asks
