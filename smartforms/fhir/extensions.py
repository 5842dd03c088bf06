"""Which FHIR extensions we act on, and what we say about the others."""

from django.utils.translation import gettext_lazy as _

from smartforms.fhir import formulas, handing_in, ours, rich, shapes, signing
from smartforms.fhir.shapes import EXTENSION, SDC

# Read by the importer; nothing needs to be said.
TAKEN = {
    EXTENSION + name
    for name in (
        "questionnaire-hidden", "questionnaire-itemControl", "questionnaire-unit", "questionnaire-unitOption",
        "questionnaire-unitValueSet",
        "questionnaire-minOccurs", "questionnaire-maxOccurs", "minValue", "maxValue", "minLength", "regex",
        "maxDecimalPlaces", "entryFormat", "ordinalValue", "itemWeight", "questionnaire-optionExclusive",
        "questionnaire-optionPrefix",
        "questionnaire-sliderStepValue", "questionnaire-choiceOrientation", "translation",
    )
}  # fmt: skip
TAKEN |= {SDC + "sdc-questionnaire-" + name for name in ("openLabel", "minQuantity", "maxQuantity")}
TAKEN |= formulas.TAKEN | signing.TAKEN | handing_in.TAKEN | ours.TAKEN

# The form works, but not as its author meant it.
DEGRADED = {
    SDC + "sdc-questionnaire-candidateExpression": _("Suggested answers from a formula are not offered."),
    SDC + "sdc-questionnaire-subQuestionnaire": _("Questions of another questionnaire are not fetched."),
}

# Kept in the file and exported again; they change nothing here.
IGNORED = {
    EXTENSION + "rendering-markdown": _("Kept; shown as plain text."),
    EXTENSION + "rendering-xhtml": _("Kept; shown as plain text."),
    EXTENSION + "rendering-style": _("Kept; our own look is used."),
    EXTENSION + "questionnaire-displayCategory": _("Kept; not shown."),
    SDC + "sdc-questionnaire-itemExtractionContext": _("Kept; answers are not copied into the record by it."),
    SDC + "sdc-questionnaire-observationExtract": _("Kept; answers are not copied into the record by it."),
    SDC + "sdc-questionnaire-observationLinkPeriod": _("Kept; nothing is filled in from earlier results."),
    SDC + "sdc-questionnaire-preferredTerminologyServer": _("Kept; no other server is asked."),
}
# Properties of R4 that need no extension and do nothing here.
PROPERTIES = {"definition": _("Kept; answers are not copied into the record by it.")}
UNKNOWN = _("Not known here. Kept in the file and exported again.")


def name_of(url: str) -> str:
    """The last part of an address, by which people know an extension."""
    return url.rsplit("/", 1)[-1] or url


def remark(element, note, taken: set[str] = TAKEN) -> None:
    """Say what happens to each extension of an element: note(fate, what, why)."""
    listed = shapes.mapping(element).get("extension")
    if listed is not None and not isinstance(listed, list):
        note("ignored", "extension", UNKNOWN)
    for entry in shapes.sequence(listed):
        url = shapes.words(shapes.mapping(entry).get("url"))
        if url in taken:
            continue
        if url in DEGRADED:
            note("degraded", name_of(url), DEGRADED[url])
        else:
            note("ignored", name_of(url) or "extension", IGNORED.get(url, UNKNOWN))


def remark_words(element: dict, names: tuple[str, ...], note) -> None:
    """The same for what stands beside a text: `_text`, `_title`, `_display` (translations, markup)."""
    for name in names:
        if "_" + name in element:
            beside = shapes.mapping(element["_" + name])
            taken = TAKEN | rich.TAKEN if name in rich.WHERE else TAKEN
            remark(beside, note, taken) if beside.get("extension") else note("ignored", "_" + name, UNKNOWN)
