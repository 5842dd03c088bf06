"""rendering-xhtml and rendering-markdown: a wording with bold words, lists and links, beside its plain text."""

import html

from django.utils.translation import gettext as _

from common import rich
from smartforms.fhir import shapes
from smartforms.fhir.shapes import EXTENSION, mapping

XHTML, MARKDOWN = EXTENSION + "rendering-xhtml", EXTENSION + "rendering-markdown"
TAKEN = {XHTML, MARKDOWN}
WHERE = {"text", "description"}  # of an item, and of the form


def read(element: dict, name: str, note) -> tuple[str, str]:
    """(clean HTML, the source it came from) of the text called `name`; empty where there is only plain text."""
    for url, entry in shapes.extensions(mapping(element.get("_" + name))):
        source = shapes.choice_of(entry)[1]
        if url not in TAKEN or not isinstance(source, str) or not source.strip():
            continue
        if len(source) > rich.LONGEST:
            note("degraded", url.rsplit("/", 1)[-1], _("Too long; shown as plain text."))
            continue
        source = shapes.clean(source)
        made = rich.clean(source) if url == XHTML else rich.from_markdown(source)
        if source.count("<img") + source.count("![") > made.count("src="):
            note(
                "degraded",
                url.rsplit("/", 1)[-1],
                _("Pictures from elsewhere, or too large ones, are not shown."),
            )
        return made.replace("<img>", ""), source
    return "", ""


def take(raw: dict, item: dict, note) -> None:
    """Put the rich wording of an item beside its text, which paper and lists go on using."""
    made, source = read(raw, "text", note)
    if not made:
        return
    if not item["text"] or item["text"] == source.strip():
        item["text"] = rich.plain(made)
    if item["type"] != "display":
        if "<a " in made:
            note("degraded", "rendering", _("Links in the wording of a question are shown as text."))
        made = rich.inline(made)
    if "<" in made:
        item["rich"] = made


def help_with(parent: dict, item: dict) -> None:
    """A text becomes part of the help of what it stands under, with what is bold or a list in it."""
    if "rich" in item or "rich_help" in parent:
        before = parent.get("rich_help") or _paragraph(parent.get("help", ""))
        parent["rich_help"] = before + (item.get("rich") or _paragraph(item["text"]))
    parent["help"] = "\n".join(filter(None, [parent.get("help"), item["text"]]))


def _paragraph(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line)
