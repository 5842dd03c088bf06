"""When an item is asked: which question, which comparison, which answer."""

from copy import deepcopy
from dataclasses import dataclass

from smartforms.authoring import options
from smartforms.authoring.kinds import kind_of
from smartforms.authoring.tree import Place, by_link, places
from smartforms.comparing import OPERATORS
from smartforms.fhir import conditions as importer
from smartforms.fhir import shapes, values
from smartforms.fhir.shapes import mapping, sequence, words

ANSWERED, UNANSWERED = "exists", "missing"
ORDERED = ("whole", "decimal", "amount", "slider", "date", "moment", "time", "score")


class Unfitting(ValueError):
    """The question cannot have such an answer."""


@dataclass(frozen=True)
class Row:
    """One condition as people edit it: the question's id, an operator, and an option's key, "yes", "no" or a text."""

    question: str
    operator: str
    value: str = ""


def operators(place: Place) -> list[str]:
    """The comparisons that make sense for the answers of a question."""
    order = [">", ">=", "<", "<="] if kind_of(place).code in ORDERED else []
    plain = kind_of(place).code in ("file", "signature")
    return [ANSWERED, UNANSWERED] if plain else ["=", "!=", *order, ANSWERED, UNANSWERED]


def before(source: dict, item_id: str) -> list[Place]:
    """The questions a condition of this item may look at: those that come earlier, and not the groups around it."""
    found = []
    for place in places(source):
        if place.id == item_id:
            break
        if place.number and (kind_of(place).asks or kind_of(place).code == "score"):
            found.append(place)
    return found


def rows_of(source: dict, item: dict) -> list[tuple[Row, dict]]:
    """Each condition as a row, with the raw one behind it. A question that is not there is an empty id."""
    links = by_link(source)
    found = []
    for raw in map(mapping, sequence(item.get("enableWhen"))):
        place = links.get(raw.get("question")) if isinstance(raw.get("question"), str) else None
        operator, given = words(raw.get("operator")), shapes.choice_of(raw, "answer")
        if operator == "exists":
            operator, value = (UNANSWERED if given[1] is False else ANSWERED), ""
        else:
            value = _shown(source, place, *given)
        found.append((Row(place.id if place else "", operator, value), raw))
    return found


def _shown(source: dict, place: Place | None, name: str, value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if place is not None and (offered := options.offered(source, place.item)):
        picked = [one["key"] for one in offered if importer.matches(one["value"], "=", name, value)]
        return picked[0] if picked else ""
    if isinstance(value, dict):
        value = value.get("value", value.get("display") or value.get("code") or "")
    return str(value if value is not None else "")


def set_conditions(source: dict, place: Place, rows: list[Row], *, is_all: bool) -> None:
    """These decide whether the item is asked; without any it always is. Raises Unfitting with the row's position."""
    there = rows_of(source, place.item)
    known = {p.id: p for p in places(source)}
    listed, free = [], list(there)
    for position, row in enumerate(rows):
        same = next((one for one in free if one[0] == row), None)
        if same is not None:  # untouched: whatever else the file says of it stays
            free.remove(same)
            listed.append(same[1])
        elif row.question in known:
            try:
                listed.append(_written(source, known[row.question], row))
            except Unfitting:
                raise Unfitting(position) from None
        else:
            raise Unfitting(position)
    if not listed:
        for name in ("enableWhen", "enableBehavior"):
            place.item.pop(name, None)
        return
    place.item["enableWhen"] = listed
    if len(listed) > 1:
        place.item["enableBehavior"] = "all" if is_all else "any"
    elif len(there) > 1:
        place.item.pop("enableBehavior", None)


def _written(source: dict, place: Place, row: Row) -> dict:
    raw = {"question": place.item.get("linkId"), "operator": row.operator}
    if row.operator in (ANSWERED, UNANSWERED):
        return raw | {"operator": "exists", "answerBoolean": row.operator == ANSWERED}
    if row.operator not in OPERATORS:
        raise Unfitting
    code = kind_of(place).code
    if code in ("yesno", "consent"):
        if row.value not in ("yes", "no"):
            raise Unfitting
        return raw | {"answerBoolean": row.value == "yes"}
    if offered := options.offered(source, place.item):
        picked = next((one for one in offered if one["key"] == row.value), None)
        if picked is None:
            raise Unfitting
        name, value = shapes.choice_of(picked["value"])
        value = deepcopy(value)
        if isinstance(value, dict):
            value = {part: value[part] for part in ("system", "code", "display") if part in value}
        return raw | {"answer" + name[len("value") :]: value}
    return raw | _typed(place, code, row.value.strip())


def _typed(place: Place, code: str, text: str) -> dict:
    kind = {
        "whole": "integer",
        "amount": "quantity",
        "decimal": "decimal",
        "date": "date",
        "moment": "dateTime",
        "time": "time",
    }
    wanted = kind.get(code, place.item.get("type") if code in ("slider", "score") else "string")
    typed = values.stored(wanted, text.replace(",", ".") if wanted in ("decimal", "quantity") else text)
    if typed is None or not text:
        raise Unfitting
    if wanted == "integer":
        return {"answerInteger": typed}
    if wanted in ("decimal", "quantity"):
        number = values.json_number(typed)
        return {"answerQuantity": {"value": number}} if wanted == "quantity" else {"answerDecimal": number}
    if wanted in ("date", "dateTime", "time"):
        return {"answer" + {"date": "Date", "dateTime": "DateTime", "time": "Time"}[wanted]: typed}
    return {"answerString": text}
