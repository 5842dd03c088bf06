"""The answers a question offers: listed in the item, or in a value set inside the file."""

from django.utils.translation import gettext as _

from smartforms.fhir import extensions, shapes, translating
from smartforms.fhir.shapes import EXTENSION, mapping, sequence, words

MOST = 2_000
OPTION_NAMES = {"valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"}


def read(item: dict, contained: dict, note) -> tuple[list[dict], bool]:
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
    concepts = (
        _expand(contained.get(words(address).removeprefix("#"))) if words(address).startswith("#") else None
    )
    if concepts is None:
        return [], False
    return [option(n, "valueCoding", coding, {}) for n, coding in enumerate(concepts[:MOST], 1)], bool(
        concepts
    )


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


def _expand(value_set) -> list[dict] | None:
    """The codes of a value set carried in the file; None when it only points elsewhere."""
    value_set = mapping(value_set)
    if isinstance(mapping(value_set.get("expansion")).get("contains"), list):
        return [_coding(c, c.get("system")) for c in _contained(value_set["expansion"]["contains"])]
    codings = []
    for include in map(mapping, sequence(mapping(value_set.get("compose")).get("include"))):
        if not isinstance(include.get("concept"), list) or include.get("filter") or include.get("valueSet"):
            return None
        codings += [_coding(c, include.get("system")) for c in map(mapping, include["concept"])]
    return [coding for coding in codings if label_of("valueCoding", coding)] or None


def _contained(entries):
    waiting = list(entries)
    while waiting:
        entry = mapping(waiting.pop(0))
        if words(entry.get("code")) and entry.get("abstract") is not True:
            yield entry
        waiting[:0] = sequence(entry.get("contains"))


def _coding(concept: dict, system) -> dict:
    coding = {"code": words(concept.get("code"))}
    if words(system):
        coding = {"system": words(system), **coding}
    if words(concept.get("display")):
        coding["display"] = words(concept["display"])
    if isinstance(concept.get("extension"), list):
        coding["extension"] = concept["extension"]
    return coding
