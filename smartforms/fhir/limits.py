"""Lengths, ranges and units of a question."""

import re

from django.utils.translation import gettext as _

from smartforms.definition import DATES, NUMBERS, WORDS
from smartforms.engine import patterns
from smartforms.fhir import shapes, value_sets, values
from smartforms.fhir.shapes import mapping, words
from smartforms.fhir.value_sets import Sets


def read(raw: dict, item: dict, sets: Sets, note) -> None:
    """Copy the limits we check onto our item; say which we do not."""
    kind = item["type"]
    for name, value in (
        ("maxLength", raw.get("maxLength")),
        ("minLength", shapes.extension(raw, "minLength")),
    ):
        if value is None:
            continue
        length = shapes.number(value)
        if not isinstance(length, int) or length < 1:
            note("degraded", name, _("Not a length; it is not checked."))
        elif kind in WORDS or item.get("open") or not item.get("options"):
            item[name] = min(length, 1_000_000)
    for ours, name in (("min", "minValue"), ("max", "maxValue")):
        _bound(raw, item, ours, name, note)
    places = shapes.number(shapes.extension(raw, "maxDecimalPlaces"))
    if isinstance(places, int) and 0 <= places <= 8:
        item["places"] = places
    hint = words(shapes.extension(raw, "entryFormat"))
    if hint and not (kind in DATES and re.fullmatch(r"[DMYhms/.: -]+", hint, re.IGNORECASE)):
        item["hint"] = hint[:300]  # "DD/MM/YYYY" says nothing beside boxes named day, month and year
    _pattern(raw, item, note)
    if kind in NUMBERS:
        _unit(raw, item, sets, note)
    for ours, name in (("min", "sdc-questionnaire-minQuantity"), ("max", "sdc-questionnaire-maxQuantity")):
        _amount(raw, item, ours, name, note)


def times(raw: dict, item: dict) -> None:
    """How many answers, or entries of a group, there must and may be."""
    for ours, name in (("least", "questionnaire-minOccurs"), ("most", "questionnaire-maxOccurs")):
        found = shapes.number(shapes.extension(raw, name))
        if isinstance(found, int) and found > 1 - (ours == "most") and item.get("repeats"):
            item[ours] = found


def _bound(raw: dict, item: dict, ours: str, name: str, note) -> None:
    value = shapes.extension(raw, name)
    if value is None:
        if any(url.endswith("/" + name) for url, _entry in shapes.extensions(raw)):
            note("degraded", name, _("The limit is a formula; it is not checked."))
        return
    typed = values.stored(item["type"], value) if item["type"] in NUMBERS | {"date", "dateTime"} else None
    if typed is None:
        note("degraded", name, _("This limit does not fit the question; it is not checked."))
    else:
        item[ours] = typed


def _amount(raw: dict, item: dict, ours: str, name: str, note) -> None:
    """A limit with a unit of its own: it binds amounts in the first unit of the question."""
    given = shapes.extension(raw, name, shapes.SDC)
    if given is None:
        return
    typed = values.stored("quantity", given) if item["type"] == "quantity" else None
    own = {words(mapping(given).get(each)) for each in ("code", "unit")} - {""}
    unit = item.get("unit", {})
    if typed is None or (own and not own & {unit.get("code"), unit.get("unit")}):
        note("degraded", name, _("This limit does not fit the question; it is not checked."))
    else:
        item[ours] = typed


def _pattern(raw: dict, item: dict, note) -> None:
    """The form an answer has to have. Some write it between strokes, as in a program: /[0-9]+/."""
    found = shapes.extension(raw, "regex")
    if found is None:
        return
    pattern = re.sub(r"\A/(.+)/\Z", r"\1", words(found), flags=re.DOTALL)
    if item["type"] not in WORDS | {"integer", "decimal"} or not patterns.is_readable(pattern):
        note("degraded", "regex", _("The pattern cannot be checked here; any answer is accepted."))
    else:
        item["pattern"] = pattern


def _unit(raw: dict, item: dict, sets: Sets, note) -> None:
    """The unit a number is asked in: one is printed beside the box, of several for an amount one is chosen.

    They are named one by one, or by the address of a list.
    """
    units = [shapes.extension(raw, "questionnaire-unit")]
    units += [
        shapes.choice_of(e)[1]
        for url, e in shapes.extensions(raw)
        if url.endswith("/questionnaire-unitOption")
    ]
    units += _units_of_list(raw, sets, note)
    units = [unit for unit in map(mapping, units) if words(unit.get("display")) or words(unit.get("code"))]
    labels = {words(unit.get("display")) or words(unit.get("code")) for unit in units}
    if not units:
        if item["type"] == "quantity":
            note("degraded", "quantity", _("Asked as a number without a unit."))
        return
    unit = item["unit"] = _as_ours(units[0])
    if len(labels) > 1 and item["type"] == "quantity" and not item.get("repeats"):
        item["units"] = [{"key": f"u{n}", **_as_ours(one)} for n, one in enumerate(_distinct(units), 1)]
    elif len(labels) > 1:
        why = _("Asked in %(unit)s only; the other units are not offered.") % {"unit": unit["unit"]}
        note("degraded", "questionnaire-unitOption", why)


def _units_of_list(raw: dict, sets: Sets, note) -> list[dict]:
    address = shapes.extension(raw, "questionnaire-unitValueSet")
    if address is None:
        return []
    found = sets.codings(words(address))
    if not found:
        told = _("The list of units is kept elsewhere (%(address)s) and is not offered.")
        note("degraded", "questionnaire-unitValueSet", told % {"address": words(address)[:300]})
    elif title := value_sets.bundled_title(words(address)):
        told = _("Units bundled with the product: %(title)s (%(address)s).")
        note("added", "questionnaire-unitValueSet", told % {"title": title, "address": words(address)[:300]})
    return found or []


def _as_ours(coding: dict) -> dict:
    unit = {"unit": words(coding.get("display")) or words(coding.get("code"))}
    return unit | {name: words(coding.get(name)) for name in ("system", "code") if words(coding.get(name))}


def _distinct(codings: list[dict]) -> list[dict]:
    found: dict[str, dict] = {}
    for coding in codings:
        found.setdefault(_as_ours(coding)["unit"], coding)
    return list(found.values())
