"""answerExpression: answers offered by a formula, as far as they are the same for everybody."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from smartforms.engine import naming
from smartforms.engine.bounds import Refused
from smartforms.engine.expressions import Sheet
from smartforms.engine.formulas import read as tree_of
from smartforms.fhir import formulas, options, totals

EMPTY = {"resourceType": "QuestionnaireResponse"}
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a formula that asks for the day is not taken


def read(raw: dict, source: dict, note) -> list[dict]:
    """The options a formula lists from the questionnaire itself. What follows from answers is left out, in words."""
    expression = formulas.of(raw, formulas.ANSWERS)
    if expression is None:
        return []
    scope = totals.variables_of(source) | totals.variables_of(raw)
    text, why = formulas.text_of(expression), formulas.why_not(expression, scope)
    if not why and any(naming.changes(tree_of(each)) for each in formulas.written(text, scope)):
        why = _("It depends on other answers.")
    if why:
        told = _("The list of answers is a formula that is not worked out. %(why)s")
        note("degraded", "answerExpression", told % {"why": why})
        return []
    sheet = Sheet(EMPTY, at=NEVER, questionnaire=source)
    try:
        found = sheet.evaluate(text, _named(text, scope, sheet)).values
    except Refused:
        found = ()
    listed = (_option(place, value) for place, value in enumerate(found[: options.MOST], 1))
    offered = [one for one in listed if one["label"]]
    if not offered:
        note("degraded", "answerExpression", _("The formula lists no answers."))
    return offered


def _named(text: str, scope: dict[str, str], sheet: Sheet) -> dict[str, list]:
    names = naming.names(tree_of(text)) & scope.keys()
    return {name: sheet.nodes(scope[name], _named(scope[name], scope, sheet)) for name in names}


def _option(place: int, value) -> dict:
    if isinstance(value, dict):
        coding = value.get("valueCoding", value)
        return options.option(place, "valueCoding", coding, value)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return options.option(
        place, "valueInteger" if is_whole else "valueString", value if is_whole else str(value), {}
    )
