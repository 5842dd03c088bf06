"""What a file says in other languages, beside its own words: the extension `translation`."""

from contextlib import nullcontext

from django.conf import settings
from django.utils.translation import override

from smartforms.fhir import ours, shapes
from smartforms.fhir.shapes import EXTENSION, mapping, words

TRANSLATION = EXTENSION + "translation"
LONGEST = 10_000


def speaking(language: str):
    """A context in which our own words are in the language of a form, where we speak it."""
    return override(language[:2]) if language[:2] in dict(settings.LANGUAGES) else nullcontext()


def of(element, name: str) -> dict[str, str]:
    """{"fr": "Bonjour"}: the translations that stand beside one text of an element (`_text`, `_display`)."""
    return said_by(mapping(element).get("_" + name))


def said_by(beside) -> dict[str, str]:
    """The same of what stands beside it."""
    found = {}
    for url, entry in shapes.extensions(beside):
        if url == TRANSLATION:
            parts = {part: shapes.choice_of(one)[1] for part, one in shapes.extensions(entry)}
            language, content = words(parts.get("lang")), words(parts.get("content"))[:LONGEST]
            if language and content:
                found.setdefault(language, content)
    return found


def of_extension(element, name: str, base: str = EXTENSION) -> dict[str, str]:
    """The same of a text that is itself an extension, such as openLabel."""
    return next(
        (of(entry, "valueString") for url, entry in shapes.extensions(element) if url == base + name), {}
    )


def add(to: dict, **translated: dict[str, str]) -> None:
    """Put translations under `in`, by language and by our name for the text."""
    for name, by_language in translated.items():
        for language, text in by_language.items():
            to.setdefault("in", {}).setdefault(language, {})[name] = text


def read(raw: dict, item: dict) -> None:
    """The translations of an item's own words."""
    add(item, text=of(raw, "text"), prefix=of(raw, "prefix"))
    if "consent" in item:
        add(item, consent=of_extension(raw, "consent", ours.OURS))
    if item.get("hint"):
        add(item, hint=of_extension(raw, "entryFormat"))
    if item.get("open_label"):
        add(item, open_label=of_extension(raw, "sdc-questionnaire-openLabel", shapes.SDC))


def add_help(parent: dict, item: dict) -> None:
    """Take the words of a help text along into the question it helps with, in every language but the main one."""
    before, languages = parent.get("help"), {*parent.get("in", ()), *item.get("in", ())}
    for language in sorted(languages):
        said = parent.get("in", {}).get(language, {}).get("help") or before
        more = item.get("in", {}).get(language, {}).get("text") or item["text"]
        add(parent, help={language: "\n".join(filter(None, [said, more]))})


def languages(definition: dict, items: list[dict]) -> list[str]:
    """All languages but its own in which something of a form is said."""
    spoken = [definition, *items, *(option for item in items for option in item.get("options", ()))]
    spoken += [one for item in items for name in ("rules", "bands") for one in item.get(name, ())]
    return sorted({language for one in spoken for language in one.get("in", ())})
