"""From the bytes of a file to JSON we can walk, or the reason why not."""

import json

from django.utils.translation import gettext as _

LARGEST = 5_000_000  # bytes
DEEPEST = 60  # levels of items
MOST = 5_000  # items
DEEPEST_JSON = 250  # lists and objects in each other: sixty levels of items, and what hangs on them


class Unreadable(Exception):
    """The file cannot be used at all; the message says why in plain words."""


def parse(text: str | bytes) -> tuple[object, list[str]]:
    """The JSON of a file and the names that stood twice in one object. Raises Unreadable."""
    if len(text) > LARGEST:
        raise Unreadable(_("The file is larger than 5 MB."))
    doubled: list[str] = []

    def once(pairs):
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _value in pairs]
            doubled.extend(sorted({name for name in names if names.count(name) > 1}))
        return found

    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        found = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=once, parse_constant=_refuse)
        if _is_deeper(found, DEEPEST_JSON):
            raise RecursionError
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not text in UTF-8.")) from None
    except RecursionError:
        raise Unreadable(_("The file is nested too deeply to be a questionnaire.")) from None
    except ValueError as fault:
        raise Unreadable(_("The file is not valid JSON: %(fault)s.") % {"fault": str(fault)[:200]}) from None
    return found, doubled


def _is_deeper(found, levels: int) -> bool:
    """Whether lists and objects stand in each other in more levels than these. What walks them may go that deep."""
    level = [found]
    for _n in range(levels):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _refuse(constant):
    raise ValueError(f"{constant} is not a JSON number")


def size_of(items) -> tuple[int, int]:
    """(number of items, levels) of a questionnaire's items, however odd; counted without recursion."""
    count, deepest, waiting = 0, 0, [(items, 1)]
    while waiting:
        level, depth = waiting.pop()
        for item in level if isinstance(level, list) else ():
            count, deepest = count + 1, max(deepest, depth)
            if isinstance(item, dict) and item.get("item"):
                waiting.append((item["item"], depth + 1))
    return count, deepest
