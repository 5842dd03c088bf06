"""Formulas of a file: which of them we work out, and why not the others."""

import re

from django.utils.translation import gettext as _

from smartforms.engine import formulas, naming
from smartforms.engine.bounds import Reason, Refused
from smartforms.fhir import shapes
from smartforms.fhir.shapes import EXTENSION, SDC, mapping, words

CALCULATED = SDC + "sdc-questionnaire-calculatedExpression"
ENABLED_WHEN = SDC + "sdc-questionnaire-enableWhenExpression"
ANSWERS = SDC + "sdc-questionnaire-answerExpression"
TOGGLES = SDC + "sdc-questionnaire-answerOptionsToggleExpression"
VARIABLE = EXTENSION + "variable"
RULES = (EXTENSION + "questionnaire-constraint", EXTENSION + "targetConstraint")
INITIAL = SDC + "sdc-questionnaire-initialExpression"
CONTEXT = SDC + "sdc-questionnaire-launchContext"
TAKEN = {CALCULATED, ENABLED_WHEN, INITIAL, CONTEXT, ANSWERS, TOGGLES, VARIABLE, *RULES}
FHIRPATH = ("text/fhirpath", "")
_SCORES = re.compile(r"ordinalValue|itemWeight|\b(ordinal|weight)\(")
DEEPEST = 20  # variables that name variables


def of(element, url: str) -> dict | None:
    """The expression of the first extension with this address; None where there is none."""
    for address, entry in shapes.extensions(element):
        if address == url:
            return mapping(shapes.choice_of(entry)[1])
    return None


def text_of(expression: dict) -> str:
    """The formula itself, as text."""
    return words(expression.get("expression"))


def variables(element, around: dict[str, str], note) -> dict[str, str]:
    """The variables an element declares that can be worked out: name and formula. `around` are those it sees."""
    declared = {}
    for url, entry in shapes.extensions(element):
        if url == VARIABLE:
            expression = mapping(entry.get("valueExpression"))
            declared[words(expression.get("name"))] = expression
    texts = {name: text_of(expression) for name, expression in declared.items()}
    found, heights = {}, {}
    for name, expression in declared.items():
        if why := why_not(expression, around | texts, heights=heights):
            note(
                "degraded",
                "variable",
                _("“%(name)s” is not worked out. %(why)s") % {"name": name[:60], "why": why},
            )
        elif name:
            found[name] = texts[name]
    return found


def why_not(
    expression: dict, scope: dict[str, str], known=frozenset(), *, heights: dict[str, int] | None = None
) -> str | None:
    """Why a formula cannot be worked out, in a sentence; None when it can. `scope` are the variables it sees, `known`
    the names it may use besides. `heights` keeps what was found out about the variables of one scope."""
    language = words(expression.get("language"))
    if language not in FHIRPATH:
        return _("It is written in %(language)s, not in FHIRPath.") % {"language": language[:40]}
    try:
        return _why_not(text_of(expression), scope, (), {} if heights is None else heights, known)
    except RecursionError:
        return _("Its formula is too long.")


def _why_not(text: str, scope: dict[str, str], around: tuple, heights: dict, known=frozenset()) -> str | None:
    # Each variable is looked at once, however many ways lead to it: `heights` tells how many stand on each other in it.
    if not text:
        return _("There is no formula in it.")
    tree = formulas.read(text)
    if isinstance(tree, Refused):
        return _of_refusal(tree)
    for name in sorted(naming.names(tree)):
        if name in around or len(around) + heights.get(name, 0) >= DEEPEST:
            return _("Its variables need each other in a circle: %(names)s.") % {
                "names": " → ".join([*around, name])
            }
        if name in scope:
            if name not in heights:
                if why := _why_not(scope[name], scope, (*around, name), heights):
                    return why
                named = naming.names(formulas.read(scope[name])) & heights.keys()
                heights[name] = 1 + max((heights[one] for one in named), default=-1)
        elif name not in naming.OF_THE_SHEET | known:
            return _("It names %%%(name)s, which is not known here.") % {"name": name[:60]}
    return None


def _of_refusal(refusal: Refused) -> str:
    if refusal.reason in (Reason.TOO_LONG, Reason.TOO_DEEP, Reason.TOO_MANY_OPERATIONS):
        return _("Its formula is too long.")
    if refusal.reason == Reason.UNKNOWN_FUNCTION:
        return _("It calls %(name)s(), which is not worked out here.") % {"name": refusal.detail[:60]}
    return _("Its formula cannot be read.")


def written(text: str, scope: dict[str, str]) -> list[str]:
    """A formula, and those of all variables it leads to."""
    found, seen = [text], set()
    for each in found:  # grows by what its variables name
        tree = formulas.read(each)
        if not isinstance(tree, Refused):
            named = sorted(naming.names(tree) & scope.keys() - seen)
            seen.update(named)
            found += [scope[name] for name in named]
    return found


def links_sought(text: str, scope: dict[str, str]) -> set[str]:
    """The linkIds, or beginnings of them, that a formula and its variables look for among the answers."""
    trees = (formulas.read(each) for each in written(text, scope))
    return set().union(*(naming.links_sought(tree) for tree in trees if not isinstance(tree, Refused)))


def is_about_scores(text: str, scope: dict[str, str]) -> bool:
    """Whether a formula counts what options are worth."""
    return any(_SCORES.search(each) for each in written(text, scope))
