"""What a form says of itself: title, introduction, language, whose it is, and how it is walked through."""

from smartforms.authoring import parts
from smartforms.fhir.ours import ONE_BY_ONE
from smartforms.fhir.shapes import words

NAMES = {"title": "title", "intro": "description", "language": "language", "copyright": "copyright"}


def head_of(source: dict) -> dict:
    said = {ours: words(source.get(theirs)) for ours, theirs in NAMES.items()}
    return said | {"one_by_one": parts.value(source, ONE_BY_ONE) is True}


def set_head(source: dict, **said) -> None:
    """Change what is named; an empty text is none."""
    for ours, theirs in NAMES.items():
        if ours in said and said[ours] != words(source.get(theirs)):
            if said[ours]:
                source[theirs] = said[ours]
            else:
                source.pop(theirs, None)
    if "one_by_one" in said and said["one_by_one"] != (parts.value(source, ONE_BY_ONE) is True):
        parts.put(source, ONE_BY_ONE, "valueBoolean", True if said["one_by_one"] else None)
