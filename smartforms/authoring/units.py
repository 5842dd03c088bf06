"""The units a number is asked in, as they stand in the file."""

from smartforms.authoring import parts
from smartforms.fhir import shapes
from smartforms.fhir.shapes import EXTENSION, mapping, words

UNIT, UNITS = EXTENSION + "questionnaire-unit", EXTENSION + "questionnaire-unitOption"


def units_of(item: dict) -> dict[str, dict]:
    """The codings of the units by what people read, in their order."""
    found = [shapes.choice_of(e)[1] for url in (UNIT, UNITS) for e in parts.every(item, url)]
    units: dict[str, dict] = {}
    for one in map(mapping, found):
        if name := words(one.get("display")) or words(one.get("code")):
            units.setdefault(name, one)
    return units


def first_unit(item: dict) -> dict:
    """The unit of an amount as a Quantity says it; empty without one."""
    for name, coding in units_of(item).items():
        return {"unit": name} | {
            part: words(coding[part]) for part in ("system", "code") if words(coding.get(part))
        }
    return {}


def set_units(item: dict, names: list[str]) -> None:
    """These are the units; those that were there keep their codes."""
    known = units_of(item)
    codings = [known.get(name, {"display": name}) for name in dict.fromkeys(names)]
    several = [{"url": UNITS, "valueCoding": one} for one in codings] if len(codings) > 1 else []
    parts.put_all(item, UNITS, several)
    parts.put(item, UNIT, "valueCoding", codings[0] if len(codings) == 1 else None)
