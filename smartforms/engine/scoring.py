"""Scores: option values added up on the server. A browser's sum is never believed."""

from decimal import Decimal

from smartforms.definition import Outline


def score_of(item: dict, given: list) -> Decimal | None:
    """What one question counts: the sum over the options chosen, None when none of them carries a score."""
    by_key = {option["key"]: option["score"] for option in item.get("options", ()) if "score" in option}
    scores = [
        Decimal(str(by_key[answer])) for answer in given if isinstance(answer, str) and answer in by_key
    ]
    return sum(scores) if scores else None


def add_up(outline: Outline, item: dict, given: dict[str, list]) -> int | str | None:
    """The value of a total item: a whole number for integers, else digits; None while nothing is answered.

    `given` holds the answers that count of each question added. The rule is in `smartforms/fhir/totals.py`.
    """
    scores = [score_of(outline[key], given.get(key, [])) for key in item["total"]["over"]]
    scores = [score for score in scores if score is not None]
    if not scores:
        return None
    total = sum(scores)
    return int(total) if item["type"] == "integer" else format(total.normalize() + 0, "f")


def totals(outline: Outline, answers: dict, on: set[str]) -> dict[str, list]:
    """The answers of all total items that are asked, to be stored with the rest."""
    counted = {key: given for key, given in answers.items() if key in on}
    found = {}
    for key, item in outline.items.items():
        if "total" in item and key in on:
            value = add_up(outline, item, counted)
            if value is not None:
                found[key] = [value]
    return found
