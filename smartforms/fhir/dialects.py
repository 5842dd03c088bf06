"""Formats that look like FHIR R4 and are not: told apart before anything is read wrongly."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from smartforms.fhir.shapes import mapping, sequence

AIDBOX_ITEM = {
    "hidden", "itemControl", "initialExpression", "calculatedExpression", "enableWhenExpression", "entryFormat",
    "unit", "start", "stop", "sliderStepValue", "macro", "subQuestionnaire", "choiceColumn", "helpText",
    "preferredTerminologyServer", "adjustLastToRight", "regex", "constraint", "minValue", "maxValue",
}  # fmt: skip
AIDBOX_ROOT = {
    "launchContext",
    "mapping",
    "assembledFrom",
    "sourceQueries",
    "targetStructureMap",
    "itemPopulationContext",
}
STU3_ITEM = {
    "option", "options", "initialBoolean", "initialDecimal", "initialInteger", "initialDate", "initialDateTime",
    "initialTime", "initialString", "initialUri", "initialCoding", "initialQuantity", "initialReference",
}  # fmt: skip


def foreign(source: dict) -> tuple[str, str] | None:
    """(what gave it away, what to do) when the file is in another dialect; None for R4."""
    for name in sorted(AIDBOX_ROOT & source.keys()):
        return name, _aidbox()
    for item in _each(source.get("item")):
        for name in sorted(AIDBOX_ITEM & item.keys()):
            return f"{name}: {str(item[name])[:60]}", _aidbox()
        for name in sorted(STU3_ITEM & item.keys()):
            return name, _stu3()
        for condition in map(mapping, sequence(item.get("enableWhen"))):
            if isinstance(condition.get("answer"), dict):
                return "enableWhen.answer", _aidbox()
            if "hasAnswer" in condition:
                return "enableWhen.hasAnswer", _stu3()
        for name in ("answerOption", "initial"):
            if any(isinstance(mapping(entry).get("value"), dict) for entry in sequence(item.get(name))):
                return f"{name}.value", _aidbox()
    return None


def _each(items) -> Iterator[dict]:
    waiting = list(sequence(items))
    while waiting:
        item = mapping(waiting.pop(0))
        yield item
        waiting.extend(sequence(item.get("item")))


def _aidbox() -> str:
    return _(
        "This is Aidbox's own dialect (first-class extensions), which only looks like FHIR R4. "
        "Export the questionnaire from Aidbox as FHIR R4 and import that file."
    )


def _stu3() -> str:
    return _("This questionnaire is written for FHIR STU3. Convert it to FHIR R4 and import that file.")
