"""itemControl and its kin: how the author wanted an item shown."""

from django.utils.translation import gettext as _

from smartforms.fhir import ours, shapes
from smartforms.fhir.shapes import words
from smartforms.fhir.values import decimal_text

TAKEN = {
    "radio-button", "check-box", "drop-down", "autocomplete", "lookup", "text-box", "spinner", "list",
    "page", "wizard", "tab-container", "help", "flyover", "prompt", "inline", "unit", "legal", "security",
    "slider", "lower", "upper",
}  # fmt: skip
GRIDS = {"gtable", "htable", "table", "grid", "atable"}
PLAINER = {"header", "footer", "count"}
# Not in FHIR's list, but met in real files (Norway's Helsenorge): a date without its day, or its month.
DETAIL = {"year": "year", "yearMonth": "month"}
ENDS = {"lower": "low", "upper": "high"}
MOST_COLUMNS, LONGEST_HEAD = 7, 40


def read(raw: dict, item: dict, note) -> None:
    """Keep the control we act on; say what becomes of the others."""
    if shapes.extension(raw, "questionnaire-choiceOrientation") == "horizontal" and "choice" in item["type"]:
        item["orientation"] = "horizontal"
    label = shapes.extension(raw, "consent", ours.OURS)
    if isinstance(label, str) and item["type"] == "boolean":
        item |= {"consent": words(label)[:300], "required": True}
    concept = shapes.extension(raw, "questionnaire-itemControl")
    if concept is None:
        return
    control = shapes.code_of(concept)
    if control in DETAIL and item["type"] == "date":
        item["detail"] = DETAIL[control]
    elif control in TAKEN or (control in GRIDS and item["type"] == "group"):
        item["control"] = control
    elif control in PLAINER | GRIDS:
        note("degraded", f"itemControl {control}", _("Shown plainly, one below another, in its place."))
    else:
        note("ignored", f"itemControl {control[:40]}", _("Not known here; shown in the usual way."))


def settle(raw: dict, item: dict, note) -> None:
    """Now that its limits and all that stands under it are read: whether an item can be shown as it is meant."""
    control = item.get("control")
    if control in GRIDS:
        if _is_matrix(item):
            item["control"] = "gtable"
        else:
            del item["control"]
            note("degraded", f"itemControl {control}", _("Shown plainly, one below another, in its place."))
    elif control == "slider":
        if item["type"] not in ("integer", "decimal") or not {"min", "max"} <= item.keys():
            del item["control"]
            note(
                "degraded",
                "itemControl slider",
                _("A slider needs a smallest and a largest number; asked as usual."),
            )
        elif (step := decimal_text(shapes.extension(raw, "questionnaire-sliderStepValue"))) and float(
            step
        ) > 0:
            item["step"] = step


def _is_matrix(group: dict) -> bool:
    """Whether all questions of a group are single choices with the same few answers."""
    rows = group.get("items", ())
    if not rows or not all(row["type"] == "choice" and row.get("options") for row in rows):
        return False
    if any(row.keys() & {"repeats", "open", "items", "readonly", "elsewhere", "toggles"} for row in rows):
        return False
    heads = [[option["label"] for option in row["options"]] for row in rows]
    fits = 2 <= len(heads[0]) <= MOST_COLUMNS and all(len(label) <= LONGEST_HEAD for label in heads[0])
    return fits and all(one == heads[0] for one in heads)


def take_end(item: dict, parent: dict | None) -> bool:
    """Whether a text under a slider says what one of its ends means; then the slider has it."""
    if parent is None or item.get("control") not in ENDS or item["type"] != "display":
        return False
    parent.setdefault("ends", {})[ENDS[item["control"]]] = item["text"]
    return True
