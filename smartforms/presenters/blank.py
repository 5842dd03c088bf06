"""A form to fill in by hand: everything it may ask, with room for the answers."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from smartforms.definition import NUMBERS, Outline, is_question, offered_as, wording
from smartforms.engine.repeating import most_of
from smartforms.presenters import words
from smartforms.presenters.conditions import asked_when
from smartforms.presenters.kinds import is_scale
from smartforms.presenters.paper import sheet_values

# More answers than this are not printed to be ticked; one of them is written.
TICKED = 30
# Paper cannot grow: it has room for so many entries of a group that repeats, on forms of at most so many items.
ENTRIES, LONG = 4, 200
# A table of questions under each other fits the paper with this many answers of this many letters each.
COLUMNS, LETTERS = 6, 24
DATES = {"day": "day month year", "month": "month year", "year": "year"}


def blank_values(version) -> dict:
    """The values of templates/pdf/blank.typ for one version of a form."""
    outline = version.outline_for(_entries(version.outline), get_language() or "")
    title = outline.definition.get("titled") or version.template.title
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year"), "time": _("Time"), "name": _("Name")}
    labels |= {"signature": _("Signature"), "date": _("Date")}
    return {
        **sheet_values(version.template.clinic, version, outline),
        "title": title,
        "about": [],
        "intro": outline.definition.get("intro", ""),
        "who": [_("Patient’s name"), _("Date of birth"), pgettext("on paper", "Date today")],
        "labels": labels,
        "nodes": _nodes(outline.definition["items"], outline, 2),
        "foot": title,
    }


def _entries(outline: Outline) -> dict[str, int]:
    """How often a group that repeats is printed; once on a form that is long anyway."""
    if len(outline.items) > LONG:
        return {}
    outermost = [key for key in outline.repeating if outline.ways[key] == (key,)]
    return {key: min(ENTRIES, most_of(outline[key])) for key in outermost}


def _nodes(items: list[dict], outline: Outline, level: int) -> list[dict]:
    """What is printed for these items, in their order; questions that share their answers become one table."""
    found: list[dict] = []
    for item in items:
        if item["key"] in outline.unseen or item.get("total") or item.get("readonly"):
            continue
        node = _node(item, outline, level)
        if node["columns"] and found and found[-1]["columns"] == node["columns"]:
            found[-1]["rows"] += node["rows"]
        else:
            found.append(node)
    return [_plain(node) for node in found]


def _plain(node: dict) -> dict:
    """A table of one question is no table; what is empty is left out, for a long form is many nodes."""
    if len(node["rows"]) < 2:
        node = node | {"columns": [], "rows": []}
    return {name: value for name, value in node.items() if value}


def _node(item: dict, outline: Outline, level: int) -> dict:
    kind = "question" if is_question(item) else item["type"]
    text = wording(item)
    node = {
        "kind": kind,
        "text": text,
        "help": [line for line in (item.get("help"), item.get("hint")) if line],
        "when": asked_when(item, outline),
        "level": min(level, 6),
        "columns": [],
        "rows": [],
        "nodes": _nodes(item.get("items", []), outline, level + 1 if kind == "group" and text else level),
    }
    if kind != "question":
        return node
    node |= _room(item)
    if not item.get("required"):
        node["optional"] = _("optional")
    if _fits_a_table(item, node):
        node |= {"columns": node["ticks"], "rows": [text]}
    return node


def _room(item: dict) -> dict:
    """Where the answer goes: squares to tick, the parts of a date, a number with its unit, or lines."""
    if item["type"] == "signature":
        return {"room": "signature"}
    if item["type"] == "file":
        return {"room": "bring", "bring": _("Bring it to your visit, or hand it in online.")}
    if "consent" in item:
        return {"room": "ticks", "ticks": [words.agreed(item)], "several": "", "other": ""}
    offered = [offered_as(option) for option in item.get("options", ())]
    if item["type"] == "boolean" and not offered:
        offered = [_("Yes"), _("No")]
    if offered and len(offered) <= TICKED:
        several = _("Choose all that apply.") if item.get("repeats") else ""
        other = (item.get("open_label") or _("Something else")) if item.get("open") else ""
        return {"room": "ticks", "ticks": offered, "several": several, "other": other}
    if item["type"] in ("date", "dateTime"):
        parts = DATES[item.get("detail", "day")].split()
        return {"room": "date", "parts": parts + ["time"] * (item["type"] == "dateTime")}
    if item.get("control") == "slider":
        ends = " · ".join(words.ends(item).values())
        if is_scale(item):
            return {"room": "scale", "points": [str(n) for n in range(11)], "unit": ends}
        return {"room": "number", "unit": " ".join(filter(None, [words.unit_of(item), f"({ends})"]))}
    if item["type"] in NUMBERS or item["type"] == "time":
        several = " / ".join(unit["label"] for unit in words.units_of(item, ""))
        return {"room": "number", "unit": several or words.unit_of(item)}
    return {"room": "lines", "lines": 5 if item["type"] == "text" else 1}


def _fits_a_table(item: dict, node: dict) -> bool:
    plain = item.get("options") and not any(item.get(name) for name in ("repeats", "open", "items"))
    if not plain or node["help"] or node["when"] or node["room"] != "ticks":
        return False
    return len(node["ticks"]) <= COLUMNS and all(len(label) <= LETTERS for label in node["ticks"])
