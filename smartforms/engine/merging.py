"""Two devices, one form: what a page says against what was kept since it was made."""

from dataclasses import dataclass, field

from smartforms.engine.reading import KEPT_RAW


@dataclass
class Merged:
    """The answers to keep; which questions changed, which changed elsewhere meanwhile, which say too much to keep."""

    answers: dict
    unfinished: dict
    touched: dict
    changed: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)
    unkept: set[str] = field(default_factory=set)


def merge(response, posted, revision: int) -> Merged:
    """Lay a posted page over a response. A question conflicts when it was touched after `revision` and differs."""
    merged = Merged(dict(response.answers), dict(response.unfinished), dict(response.touched))
    for key, handed in posted.handed.items():
        given = response.answers.get(key, [])
        if (new := handed.applied(given)) != given:
            merged.changed.add(key)
            merged.touched[key] = response.revision + 1
            _put(merged.answers, key, new)
    for key in posted.asked - posted.handed.keys():
        new = posted.answers.get(key, [])
        raw = posted.unfinished.get(key)
        if _is_long(raw):
            merged.unkept.add(key)
            continue
        is_same = new == response.answers.get(key, []) and raw == response.unfinished.get(key)
        if is_same and not (key in posted.settled and key not in response.touched):
            continue
        if response.touched.get(key, 0) > revision:
            merged.conflicts.add(key)
            continue
        merged.changed.add(key)
        merged.touched[key] = response.revision + 1
        _put(merged.answers, key, new)
        _put(merged.unfinished, key, raw)
    return merged


def _put(into: dict, key: str, value) -> None:
    if value:
        into[key] = value
    else:
        into.pop(key, None)


def _is_long(raw: dict | None) -> bool:
    return raw is not None and sum(len(text) for texts in raw.values() for text in texts) > KEPT_RAW
