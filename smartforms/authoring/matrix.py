"""A table of questions: the rows, and the answers all of them share."""

from copy import deepcopy

from django.utils.text import slugify

from smartforms.authoring.options import Row, offered, rows_of, set_options
from smartforms.authoring.tree import Place, free_id, free_link, is_help, places, title_of
from smartforms.authoring.wording import set_text
from smartforms.fhir.shapes import sequence


def questions_of(item: dict) -> list[dict]:
    """The rows of a table."""
    inside = [one for one in sequence(item.get("item")) if isinstance(one, dict)]
    return [one for one in inside if one.get("type") in ("choice", "open-choice") and not is_help(one, item)]


def answers_of(source: dict, item: dict) -> list[Row]:
    """The answers of its first row, which all share."""
    rows = questions_of(item)
    return rows_of(source, rows[0]) if rows else []


def is_even(source: dict, item: dict) -> bool:
    """Whether all rows offer the same answers, so that they can be edited together."""
    lists = [[one["label"] for one in offered(source, row)] for row in questions_of(item)]
    return all(one == lists[0] for one in lists)


def set_rows(source: dict, place: Place, wanted: list[tuple[str, str]]) -> None:
    """(id, words) of each row, in order; an empty id is a new row, and a row that is not named goes."""
    there = {row.get("id"): row for row in questions_of(place.item)}
    free = {
        title_of(row): row_id for row_id, row in there.items() if row_id not in {one for one, _text in wanted}
    }
    wanted = [
        (row_id or free.pop(text, ""), text) for row_id, text in wanted
    ]  # saved meanwhile, without its page
    inside = place.item.setdefault("item", [])
    first = next(iter(there.values()), {})
    rest = [one for one in inside if one.get("id") not in there]
    ordered = []
    for row_id, text in wanted:
        row = there.get(row_id)
        if row is None:
            row = {
                "id": free_id(source),
                "linkId": free_link(source, slugify(text)[:40] or "row"),
                "type": "choice",
                "text": text,
            }
            for name in ("answerOption", "answerValueSet", "required"):
                if name in first:
                    row[name] = deepcopy(first[name])
            inside.append(row)  # so that the next free id is another
        set_text(row, text)
        ordered.append(row)
    place.item["item"] = rest[: _before(rest)] + ordered + rest[_before(rest) :]
    if not place.item["item"]:
        del place.item["item"]


def _before(rest: list[dict]) -> int:
    """Texts that introduce a table stay above it."""
    return sum(1 for one in rest if one.get("type") == "display")


def set_answers(source: dict, place: Place, rows: list[Row]) -> None:
    """The answers of every row."""
    ids = {row.get("id") for row in questions_of(place.item)}
    for one in list(places(source)):
        if one.id in ids and one.parent is place.item:
            set_options(source, one, rows)
