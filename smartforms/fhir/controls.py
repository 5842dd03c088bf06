"""itemControl: how the author wanted an item shown."""

from django.utils.translation import gettext as _

from smartforms.fhir import shapes

TAKEN = {
    "radio-button", "check-box", "drop-down", "autocomplete", "lookup", "text-box", "spinner", "list",
    "page", "wizard", "tab-container", "help", "flyover", "prompt", "inline", "unit", "legal", "security",
}  # fmt: skip
PLAINER = {"gtable", "htable", "table", "grid", "atable", "slider", "header", "footer", "count"}
# Not in FHIR's list, but met in real files (Norway's Helsenorge): a date without its day, or its month.
DETAIL = {"year": "year", "yearMonth": "month"}


def read(raw: dict, item: dict, note) -> None:
    """Keep the control we act on; say what becomes of the others."""
    concept = shapes.extension(raw, "questionnaire-itemControl")
    if concept is None:
        return
    control = shapes.code_of(concept)
    if control in DETAIL and item["type"] == "date":
        item["detail"] = DETAIL[control]
    elif control in TAKEN:
        item["control"] = control
    elif control in PLAINER:
        note("degraded", f"itemControl {control}", _("Shown plainly, one below another, in its place."))
    else:
        note("ignored", f"itemControl {control[:40]}", _("Not known here; shown in the usual way."))
