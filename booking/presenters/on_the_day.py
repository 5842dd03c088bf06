"""What to bring, how to get in and there: the clinic's lines, each with an icon for what it is about."""

import re

# What a place's own lines speak of, in English and French; the first that fits. The words carry the meaning.
_SIGNS = (
    ("bus", re.compile(r"\b(bus|tram|metro|métro|train|park|parking|car|stationne\w*|autobus)\b", re.IGNORECASE)),
    ("clock", re.compile(r"\b(minutes?|early|late|hour|heures?|avance|retard)\b", re.IGNORECASE)),
    ("phone", re.compile(r"\b(call|ring|phone|appelez|sonnez)\b", re.IGNORECASE)),
    ("door-open", re.compile(r"\b(door|lift|stairs|steps|entrance|porte|ascenseur|entrée)\b", re.IGNORECASE)),
)  # fmt: skip


def on_the_day(visit) -> list[dict]:
    """Items for `icon_list`; blank lines are left out."""
    lines = [("shirt", visit.service.on_the_day), ("door-open", visit.location.access)]
    lines += [(_sign(line), line) for line in visit.location.on_the_day.splitlines()]
    return [{"icon": icon, "text": text.strip()} for icon, text in lines if text.strip()]


def _sign(line: str) -> str:
    return next((icon for icon, words in _SIGNS if words.search(line)), "info")
