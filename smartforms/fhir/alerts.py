"""Alerts: answers of which the clinic is told at once."""

from django.utils.translation import gettext as _

from smartforms.fhir import ours, shapes
from smartforms.fhir.shapes import mapping, sequence, words

LOINC = "http://loinc.org"
# Questions whose answers nobody may overlook, wherever the file comes from: the ninth question of PHQ-9 asks about
# thoughts of death and of hurting oneself.
GRAVE = {"44260-8"}
NOT_AT_ALL = "LA6568-5"


def read(raw: dict, item: dict, note) -> None:
    """Put the alerts of a question onto our item; a grave question that comes without gets them."""
    found = _of_yes_or_no(raw, item, note) if item["type"] == "boolean" else _of_options(raw, item)
    if not found and item.get("options") and _is_grave(raw):
        found = _of_grave(item, note)
    if found:
        item["alerts"] = found


def _of_options(raw: dict, item: dict) -> list[dict]:
    """Those that stand on the answers offered. An answer is known again by what it is, for places may shift."""
    keys = [(option["value"], option["key"]) for option in item.get("options", ())]
    found = []
    for entry in map(mapping, sequence(raw.get("answerOption"))):
        told = [one for url, one in shapes.extensions(entry) if url == ours.ALERT]
        name, value = shapes.choice_of(entry)
        key = next((key for known, key in keys if known == {name: value}), None)
        if told and key:
            found.append({"is": key, "words": words(shapes.choice_of(told[0])[1])[:300]})
    return found


def _of_yes_or_no(raw: dict, item: dict, note) -> list[dict]:
    found = []
    for url, entry in shapes.extensions(raw):
        if url != ours.ALERT:
            continue
        parts = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
        if isinstance(parts.get("answer"), bool):
            found.append({"is": parts["answer"], "words": words(parts.get("words"))[:300]})
        else:
            note(
                "degraded", "alert", _("The alert does not say whether yes or no raises it; it is left out.")
            )
    return found


def _is_grave(raw: dict) -> bool:
    """By its code, or by a linkId that is the code, as in files that carry none."""
    codes = map(mapping, sequence(raw.get("code")))
    named = {words(code.get("code")) for code in codes if code.get("system") in (LOINC, None)}
    return bool(GRAVE & (named | {words(raw.get("linkId")).strip("/")}))


def _of_grave(item: dict, note) -> list[dict]:
    """Every answer but “not at all”; where none says so, the first stands for it, as the instrument has them."""
    harmless = next((o for o in item["options"] if _says_not_at_all(o)), item["options"][0])
    why = _("The clinic is told at once of any answer but “%(answer)s”.")
    note("added", "alert", why % {"answer": harmless["label"]})
    return [{"is": option["key"], "words": ""} for option in item["options"] if option is not harmless]


def _says_not_at_all(option: dict) -> bool:
    code = mapping(option["value"].get("valueCoding")).get("code")
    return code == NOT_AT_ALL or option.get("score") == 0
