"""What a question begins with, for answers that are typed; of a choice each answer says so itself (`options`)."""

from smartforms.authoring.kinds import kind_of
from smartforms.authoring.tree import Place
from smartforms.authoring.units import first_unit
from smartforms.fhir import shapes, values
from smartforms.fhir.shapes import mapping, sequence

# How FHIR calls the value of each kind.
NAMES = {
    "line": "valueString", "text": "valueString", "url": "valueUri", "yesno": "valueBoolean", "whole": "valueInteger",
    "decimal": "valueDecimal", "amount": "valueQuantity", "date": "valueDate", "moment": "valueDateTime",
    "time": "valueTime",
}  # fmt: skip


class Unfitting(ValueError):
    """The question cannot begin with this."""


def name_for(place: Place) -> str:
    """`value[x]` of this question's starting values; empty where it has none that is typed."""
    code = kind_of(place).code
    if code == "slider":
        code = "whole" if place.item.get("type") == "integer" else "decimal"
    return NAMES.get(code, "")


def start_of(item: dict) -> str:
    """The starting values as they are typed, one a line."""
    return "\n".join(_typed(shapes.choice_of(entry)[1]) for entry in sequence(item.get("initial")))


def _typed(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    value = mapping(value).get("value", "") if isinstance(value, dict) else value
    return str(value if value is not None else "").replace("\n", " ")


def read(place: Place, text: str) -> list[dict]:
    """The starting values typed for a question, one a line where it takes several. Raises Unfitting."""
    lines = text.splitlines() if place.item.get("repeats") is True else [text]
    return [{name_for(place): _value(place, line.strip())} for line in lines if line.strip()]


def set_start(place: Place, text: str) -> None:
    """The question begins with this; with nothing where it is empty. Raises Unfitting."""
    if text == start_of(place.item):
        return
    place.item["initial"] = read(place, text)
    if not place.item["initial"]:
        del place.item["initial"]


def _value(place: Place, text: str):
    name = name_for(place)
    if name == "valueBoolean":
        value = {"yes": True, "no": False}.get(text)
    elif name in ("valueInteger", "valueDecimal", "valueQuantity"):
        value = values.stored("integer" if name == "valueInteger" else "decimal", text.replace(",", "."))
        value = None if value is None else values.json_number(value)
        if name == "valueQuantity" and value is not None:
            value = {"value": value, **first_unit(place.item)}
    elif name in ("valueDate", "valueDateTime"):
        value = text if values.is_date(text) else None  # FHIR wants a zone with a clock time; a form has none
    else:
        value = values.time_text(text) if name == "valueTime" else text
    if value is None:
        raise Unfitting(text)
    return value
