"""answerExpression and answerOptionsToggleExpression: answers that a formula offers, or takes away."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from smartforms.definition import CHOICES
from smartforms.engine import naming
from smartforms.engine.bounds import MOST_WORK_OF_A_FORM, Refused, Work
from smartforms.engine.expressions import Sheet
from smartforms.engine.formulas import read as tree_of
from smartforms.fhir import conditions, formulas, options, shapes, totals, values
from smartforms.fhir.shapes import mapping, words

EMPTY = {"resourceType": "QuestionnaireResponse"}
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a list that asks for the day is made while the form is filled in


def read(raw: dict, item: dict, around: list[dict], note, *, sheet: Sheet) -> bool:
    """Put the answers onto our item that a formula offers: a list from the questionnaire itself once and for all, one
    that follows from other answers as a formula. `around` is the file and what stands around the item in it, `sheet`
    the file as formulas see it."""
    expression = formulas.of(raw, formulas.ANSWERS)
    if expression is None:
        return False
    scope = scope_of([*around, raw])
    text, why = formulas.text_of(expression), formulas.why_not(expression, scope)
    if why:
        told = _("The list of answers is a formula that is not worked out. %(why)s")
        note("degraded", "answerExpression", told % {"why": why})
        return False
    if any(naming.changes(tree_of(each)) for each in formulas.written(text, scope)):
        item["offering"] = {"formula": text}
        return True
    item["options"] = _same_for_all(text, scope, sheet)
    if not item["options"]:
        del item["options"]
        note("degraded", "answerExpression", _("The formula lists no answers."))
    return "options" in item


def remark(raw: dict, item: dict, note) -> None:
    """Say where a formula offers nothing, because its question has a list already or takes any answer."""
    if formulas.of(raw, formulas.ANSWERS) is None:
        return
    if item["type"] not in CHOICES:
        why = _(
            "Answers that a formula suggests are not offered to a question of this type; it is asked as usual."
        )
        note("degraded", "answerExpression", why)
    elif raw.get("answerOption") or ("options" in item and raw.get("answerValueSet")):
        note(
            "degraded",
            "answerExpression",
            _("The answers listed in the file are offered, not those of the formula."),
        )


def scope_of(elements: list[dict]) -> dict[str, str]:
    """The variables of these elements, from the outermost in."""
    found: dict[str, str] = {}
    for element in elements:
        found |= totals.variables_of(element)
    return found


def sheet_of(source: dict) -> Sheet:
    """A file before anybody has answered, for all lists that its formulas make once and for all."""
    return Sheet(EMPTY, at=NEVER, questionnaire=source, spent=Work(MOST_WORK_OF_A_FORM))


def _same_for_all(text: str, scope: dict[str, str], sheet: Sheet) -> list[dict]:
    try:
        found = sheet.evaluate(text, _named(text, scope, sheet, {})).values
    except Refused:
        found = ()
    listed = (_option(place, value) for place, value in enumerate(found[: options.MOST], 1))
    return [one for one in listed if one["label"]]


def _named(text: str, scope: dict[str, str], sheet: Sheet, known: dict[str, list]) -> dict[str, list]:
    """The values of the variables a formula names; `known` keeps them, for each is worked out once."""
    names = naming.names(tree_of(text)) & scope.keys()
    for name in sorted(names - known.keys()):
        known[name] = sheet.nodes(scope[name], _named(scope[name], scope, sheet, known))
    return {name: known[name] for name in names}


def _option(place: int, value) -> dict:
    if isinstance(value, dict):
        coding = value.get("valueCoding", value)
        return options.option(place, "valueCoding", coding, value)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return options.option(
        place, "valueInteger" if is_whole else "valueString", value if is_whole else str(value), {}
    )


def read_toggles(raw: dict, item: dict, around: list[dict], note) -> None:
    """Which options are offered while a formula is true."""
    scope, known = scope_of([*around, raw]), _by_name(item.get("options", ()))
    for url, entry in shapes.extensions(raw):
        if url != formulas.TOGGLES:
            continue
        parts = shapes.extensions(entry)
        given = next((shapes.choice_of(part)[1] for name, part in parts if name == "expression"), None)
        named = [shapes.choice_of(part) for name, part in parts if name == "option"]
        meant = {
            option["key"]
            for one in named
            for name in _names(*one)
            for option in known.get(name, ())
            if conditions.matches(option["value"], "=", *one)
        }
        keys = [option["key"] for option in item.get("options", ()) if option["key"] in meant]
        if why := formulas.why_not(mapping(given), scope):
            told = _("These answers are offered always. %(why)s")
            note("degraded", "answerOptionsToggleExpression", told % {"why": why})
        elif not keys or "offering" in item:
            why = _("It names answers that are not among those offered; it is left out.")
            note("degraded", "answerOptionsToggleExpression", why)
        else:
            toggle = {"options": keys, "formula": formulas.text_of(mapping(given))}
            item.setdefault("toggles", []).append(toggle)


def _by_name(listed) -> dict[str, list[dict]]:
    """Options by all they may be named by; of 2,000 only those few are compared."""
    found: dict[str, list[dict]] = {}
    for option in listed:
        for name in _names(*shapes.choice_of(option["value"])):
            found.setdefault(name, []).append(option)
    return found


def _names(kind: str, value) -> set[str]:
    """What an option can be named by: its code or display, else its value as it is stored."""
    if isinstance(value, dict):
        return {words(value.get("code")), words(value.get("display"))} - {""}
    as_number, as_time = shapes.number(value), values.stored("time", value)
    return {words(value), as_time or "", "" if as_number is None else str(as_number)} - {""}
