"""The answers a question offers: listed in the item, or in a value set inside the file."""

from django.utils.translation import gettext as _

from smartforms.fhir import extensions, shapes, translating, value_sets
from smartforms.fhir.shapes import EXTENSION, mapping, words
from smartforms.fhir.value_sets import Sets

MOST = 2_000
OPTION_NAMES = {"valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"}


def read(item: dict, sets: Sets, note) -> tuple[list[dict], bool]:
    """(options, complete?): incomplete when the list lives elsewhere or is missing."""
    offered = item.get("answerOption")
    if isinstance(offered, list) and offered:
        return _listed(offered[:MOST], note, len(offered)), True
    if offered is not None and not isinstance(offered, list):
        note("degraded", "answerOption", _("The list of answers cannot be read; asked in words."))
        return [], False
    address = item.get("answerValueSet")
    if address is None:
        return [], False
    codings = sets.codings(words(address)) or []
    if not sets.has_room(min(len(codings), MOST)):
        note("degraded", "answerValueSet", _("The lists of this form are too long together; asked in words."))
        codings = []
    if codings and (title := value_sets.bundled_title(words(address))):
        why = _("Answers bundled with the product: %(title)s (%(address)s).")
        note("added", "answerValueSet", why % {"title": title, "address": words(address)[:300]})
    if len(codings) > MOST:
        note("degraded", "answerValueSet", _("Only the first 2,000 answers are offered."))
    return [_of_list(n, coding) for n, coding in enumerate(codings[:MOST], 1)], bool(codings)


def _of_list(position: int, coding: dict) -> dict:
    """An answer of a list; what a bundled one is called in other languages waits under `said`."""
    own = {name: value for name, value in coding.items() if name != "said"}
    return option(position, "valueCoding", own, {}) | ({"said": coding["said"]} if "said" in coding else {})


def _listed(offered: list, note, total: int) -> list[dict]:
    options = []
    for entry in offered:
        name, value = shapes.choice_of(entry)
        if name not in OPTION_NAMES or not label_of(name, value):
            note("degraded", "answerOption", _("One of the answers offered cannot be read and is left out."))
            continue
        extensions.remark(entry, note)
        if name == "valueCoding":
            extensions.remark(value, note)
            extensions.remark_words(value, ("display",), note)
        taken = option(len(options) + 1, name, value, entry)
        unknown = mapping(entry).keys() - {name, "extension", "initialSelected", "id"}
        for extra in sorted(unknown):
            note("ignored", f"answerOption.{extra}", extensions.UNKNOWN)
        options.append(taken)
    if total > MOST:
        note("degraded", "answerOption", _("Only the first 2,000 answers are offered."))
    return options


def option(position: int, name: str, value, entry) -> dict:
    option = {"key": f"o{position}", "label": label_of(name, value), "value": {name: value}}
    if translated := translating.of(value, "display") or translating.of(entry, name):
        option["in"] = translated
    if prefix := prefix_of(entry) or prefix_of(value):
        option["prefix"] = prefix
    score = _score(entry, value)
    if score is not None:
        option["score"] = score
    if mapping(entry).get("initialSelected") is True:
        option["initial"] = True
    if shapes.extension(entry, "questionnaire-optionExclusive") is True:
        option["alone"] = True
    return option


def prefix_of(element) -> str:
    """What stands before an answer, such as "a)"; empty where there is nothing."""
    return words(shapes.extension(element, "questionnaire-optionPrefix"))[:20]


def _score(entry, value) -> int | float | None:
    """What choosing this answer counts: ordinalValue or itemWeight, on the option or on its code."""
    for element in (entry, value):
        for name in ("ordinalValue", "itemWeight"):
            found = shapes.number(shapes.extension(element, name, EXTENSION))
            if found is not None:
                return found
    return None


def label_of(name: str, value) -> str:
    """What an answer is called; empty where it cannot be read."""
    if name == "valueCoding":
        coding = mapping(value)
        return words(coding.get("display"))[:1000] or words(coding.get("code"))[:200]
    if name == "valueReference":
        return words(mapping(value).get("display")) or words(mapping(value).get("reference"))
    if isinstance(value, bool) or isinstance(value, dict | list):
        return ""
    return words(str(value))[:1000] if value is not None else ""
