"""The answers a question offers, as rows that people edit."""

from copy import deepcopy
from dataclasses import dataclass, replace

from django.utils.text import slugify

from smartforms.authoring import parts
from smartforms.authoring.tree import Place, first_free, places
from smartforms.fhir import options, shapes, starting
from smartforms.fhir.ours import ALERT
from smartforms.fhir.shapes import EXTENSION, mapping, sequence, words
from smartforms.fhir.value_sets import Sets

ORDINAL, WEIGHT = EXTENSION + "ordinalValue", EXTENSION + "itemWeight"
EXCLUSIVE, PREFIX = (EXTENSION + "questionnaire-option" + name for name in ("Exclusive", "Prefix"))
CHOSEN = "initialSelected"


@dataclass(frozen=True)
class Row:
    """One answer. `was` is the key of the one it was before ("o2"), empty for a new one.

    `chosen` says that the question begins with it; None leaves that as it is.
    """

    label: str
    score: int | float | None = None
    alert: str = ""
    alone: bool = False
    was: str = ""
    prefix: str = ""
    chosen: bool | None = None


def offered(source: dict, item: dict) -> list[dict]:
    """The answers as the importer reads them: key, label, value, score, alone."""
    return options.read(item, Sets(source), lambda *_note: None)[0]


def entries(source: dict, item: dict) -> dict[str, dict]:
    """The answerOption behind each key; made up where the list stands in a value set of the file."""
    found, listed = offered(source, item), sequence(item.get("answerOption"))
    if len(listed) != len(found):
        listed = [entry for entry in listed if _is_read(entry)]
    if len(listed) != len(found):
        listed = [deepcopy(one["value"]) for one in found]
    return {one["key"]: mapping(entry) for one, entry in zip(found, listed, strict=True)}


def _is_read(entry) -> bool:
    return bool(options.read({"answerOption": [entry]}, Sets({}), lambda *_note: None)[0])


def rows_of(source: dict, item: dict) -> list[Row]:
    """The answers as rows."""
    behind, begins = entries(source, item), _begins(source, item)
    return [
        Row(
            one["label"],
            one.get("score"),
            words(parts.value(behind[one["key"]], ALERT)),
            one.get("alone", False),
            one["key"],
            one.get("prefix", ""),
            behind[one["key"]].get(CHOSEN) is True or one["key"] in begins,
        )
        for one in offered(source, item)
    ]


def set_options(source: dict, place: Place, rows: list[Row]) -> None:
    """These are the answers from now on. Conditions on an answer whose words changed follow it."""
    item = place.item
    there = {row.was: row for row in rows_of(source, item)}
    rows = [_settled(row, there) for row in _recognised(source, item, rows)]
    if rows == list(there.values()):
        return
    behind, codes, listed = entries(source, item), set(), []
    for entry in behind.values():
        codes.add(words(mapping(entry.get("valueCoding")).get("code")))
    for row in rows:
        entry = deepcopy(behind[row.was]) if row.was in behind else _fresh(row.label, codes)
        before = shapes.choice_of(entry)
        _name(entry, row.label)
        if row.was in behind:
            _follow(source, item, before, shapes.choice_of(entry))
        _score(entry, row.score)
        parts.put(entry, ALERT, "valueString", row.alert or None)
        if row.alone != (parts.value(entry, EXCLUSIVE) is True):
            parts.put(entry, EXCLUSIVE, "valueBoolean", True if row.alone else None)
        _prefix(entry, row.prefix)
        _choose(entry, bool(row.chosen))
        listed.append(entry)
    _typed_only(source, item)
    item.pop("answerValueSet", None)
    if listed:
        item["answerOption"] = listed
    else:
        item.pop("answerOption", None)


def _settled(row: Row, there: dict[str, Row]) -> Row:
    """A row that says whether the question begins with it."""
    before = there.get(row.was)
    return row if row.chosen is not None else replace(row, chosen=bool(before and before.chosen))


def _begins(source: dict, item: dict) -> set[str]:
    """The keys of the answers named among the starting values; answers that are listed may say it themselves."""
    read = {"type": item.get("type"), "repeats": True, "options": offered(source, item)}
    starting.read({"initial": item.get("initial")}, read, lambda *_note: None)
    return {one for one in read.get("initial", ()) if isinstance(one, str)}


def _typed_only(source: dict, item: dict) -> None:
    """Starting values that are an answer of the list are said there from now on; own words stay (R4, que-11)."""
    if isinstance(item.get("initial"), list):
        item["initial"] = [one for one in item["initial"] if not _begins(source, item | {"initial": [one]})]
        if not item["initial"]:
            del item["initial"]


def _recognised(source: dict, item: dict, rows: list[Row]) -> list[Row]:
    """A row that does not know which answer it was, and says what an answer says that no row claims, is that answer."""
    claimed = {row.was for row in rows}
    free = {one["label"]: one["key"] for one in reversed(offered(source, item)) if one["key"] not in claimed}
    return [row if row.was else replace(row, was=free.pop(row.label, "")) for row in rows]


def _fresh(label: str, codes: set[str]) -> dict:
    code = first_free(slugify(label)[:40] or "answer", codes)
    codes.add(code)
    return {"valueCoding": {"code": code, "display": label}}


def _name(entry: dict, label: str) -> None:
    name, value = shapes.choice_of(entry)
    if label == options.label_of(name, value):
        return
    if isinstance(value, dict):
        value["display"] = label
    elif name == "valueString":
        entry[name] = label
    else:  # a number or a date that is called something now
        del entry[name]
        entry["valueCoding"] = {"code": str(value), "display": label}


def _follow(source: dict, item: dict, before: tuple, after: tuple) -> None:
    """Let conditions that name an answer name it by its new words."""
    if before[0] == after[0] == "valueCoding" and words(mapping(after[1]).get("code")) or before == after:
        return
    old, new = "answer" + before[0][5:], "answer" + after[0][5:]
    for place in places(source):
        for condition in map(mapping, sequence(place.item.get("enableWhen"))):
            if condition.get("question") == item.get("linkId") and condition.get(old) == before[1]:
                del condition[old]
                condition[new] = deepcopy(after[1])


def _prefix(entry: dict, prefix: str) -> None:
    """Said where it was said before: on the answer or on its code."""
    coding = mapping(entry.get("valueCoding"))
    on_code = parts.has(coding, PREFIX) and not parts.has(entry, PREFIX)
    if prefix != options.prefix_of(coding if on_code else entry):
        parts.put(coding if on_code else entry, PREFIX, "valueString", prefix or None)


def _choose(entry: dict, is_chosen: bool) -> None:
    if is_chosen:
        entry[CHOSEN] = True
    elif entry.get(CHOSEN) is True:
        del entry[CHOSEN]


def _score(entry: dict, score) -> None:
    coding = mapping(entry.get("valueCoding"))
    for element in (entry, coding):
        for url in (ORDINAL, WEIGHT):
            if parts.has(element, url):
                if shapes.number(parts.value(element, url)) != score:
                    parts.put(element, url, "valueDecimal", score)
                return
    if score is not None:
        parts.put(entry, ORDINAL, "valueDecimal", score)
