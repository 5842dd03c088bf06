"""Which questions are asked, given the answers so far.

Read as FHIR R5 spells it out (R4's own text for the orderings has a copying error): a question that may be
answered several times counts when any answer fits; `!=` holds when no answer is equal, so also when there is
none; what is not asked has no answers; what stands under something not asked is not asked either. A circle of
conditions is cut where it closes: there the item counts as asked.
"""

from smartforms.comparing import holds, is_equal
from smartforms.definition import Outline
from smartforms.engine import fitting, scoring


def enabled(
    outline: Outline, answers: dict, *, worked_out: dict | None = None, truths: dict | None = None
) -> set[str]:
    """The keys of all items asked under these answers.

    `worked_out` are the answers of calculated items, `truths` what formulas say of items that hang on one; an item
    whose formula says nothing is asked. `standing` finds both; without them this is about conditions alone.
    """
    known: dict[str, bool] = {}
    if worked_out:
        answers = answers | worked_out

    def given(key: str) -> list:
        """The answers that count: none from a question that is not asked; a total is added up."""
        if not known.get(key, True):
            return []
        item = outline[key]
        if "total" in item:
            total = scoring.add_up(outline, item, {over: given(over) for over in item["total"]["over"]})
            return [] if total is None else [total]
        return answers.get(key) or []

    for key in outline.order:
        known[key] = (truths or {}).get(key, True) and _is_on(outline, key, known, given)
    on: set[str] = set()
    for key in outline.items:  # parents come first; a circle may have let a child through
        if known[key] and (outline.parents[key] is None or outline.parents[key] in on):
            on.add(key)
    return on


def _is_on(outline: Outline, key: str, known: dict, given) -> bool:
    item, parent = outline[key], outline.parents[key]
    if parent is not None and not known.get(parent, True):
        return False
    under_question = parent is not None and outline[parent]["type"] not in ("group", "display")
    if under_question and item["type"] != "display" and not given(parent):
        return False
    when = item.get("when")
    if not when:
        return True
    met = (_is_met(outline[c["key"]], c, _counting(c, given)) for c in when["conditions"])
    return all(met) if when["all"] else any(met)


def _counting(condition: dict, given) -> list:
    """The answers a condition is about: of a question in a group answered several times all of them."""
    return [answer for key in (condition["key"], *condition.get("also", ())) for answer in given(key)]


def _is_met(source: dict, condition: dict, given: list) -> bool:
    operator = condition["operator"]
    if operator == "exists":
        return bool(given) == condition["value"]
    if operator == "!=":
        return not any(_fits(source, condition, "=", answer) for answer in given)
    return any(_fits(source, condition, operator, answer) for answer in given)


def _fits(source: dict, condition: dict, operator: str, answer) -> bool:
    if isinstance(answer, dict) and source["type"] != "quantity":
        is_same = is_equal("string", answer.get("words", ""), condition.get("value"))
        is_meant = "value" in answer and "is" in condition and fitting.is_meant(answer, condition["is"])
        return operator == "=" and (is_same or is_meant)
    if "options" in condition:
        return answer in condition["options"]
    kind = "string" if source["type"] in ("choice", "open-choice") else source["type"]
    return holds(kind, operator, answer, condition["value"])
