"""attachment: a question answered with files, of the kinds and sizes that we take."""

from django.utils.translation import gettext as _

from common.files import KINDS, LARGEST
from smartforms.fhir import shapes
from smartforms.fhir.shapes import EXTENSION, words

MIME, SIZE = EXTENSION + "mimeType", EXTENSION + "maxSize"
TAKEN = {MIME, SIZE}
MEGABYTES_BELOW = 1000  # files give bytes or megabytes; nobody asks for files below a thousand bytes


def wanted(raw: dict) -> list[str]:
    """The kinds of files an item names, such as "image/*"; empty where any will do."""
    return [words(shapes.choice_of(entry)[1]).lower() for url, entry in shapes.extensions(raw) if url == MIME]


def taken(raw: dict) -> list[str]:
    """Which of our kinds these are."""
    named = wanted(raw)
    return [kind for kind in KINDS if not named or any(_covers(one, kind) for one in named)]


def _covers(named: str, kind: str) -> bool:
    return named in (kind, "*/*", "*") or (named.endswith("/*") and kind.startswith(named[:-1]))


def read(raw: dict, item: dict, note) -> None:
    """The kinds and the size of the files of this question."""
    named = wanted(raw)
    item["types"] = taken(raw)
    if left := [one for one in named if not any(_covers(one, kind) for kind in KINDS)]:
        note(
            "degraded",
            "mimeType",
            _("Files of these kinds are not taken: %(kinds)s.") % {"kinds": ", ".join(left)[:200]},
        )
    size = shapes.number(shapes.extension(raw, "maxSize"))
    if size is not None and size > 0:
        size = size * (1 << 20) if size < MEGABYTES_BELOW else size
        if size > LARGEST:
            note("degraded", "maxSize", _("Files are taken up to 20 MB."))
        item["max_bytes"] = min(int(size), LARGEST)
    else:
        item["max_bytes"] = LARGEST
