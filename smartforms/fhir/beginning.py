"""initialExpression: starting values that a formula makes, and the launch contexts they may name."""

import re

from django.utils.translation import gettext as _

from smartforms.definition import HANDED, is_question, is_worked_out
from smartforms.engine import naming
from smartforms.engine.formulas import read as tree_of
from smartforms.fhir import formulas, shapes
from smartforms.fhir.shapes import mapping, words

KNOWN = frozenset({"patient", "today"})
# What `smartforms.mapping.as_fhir` tells of the record.
KEPT = {"name", "birthDate", "telecom", "address"}
_OF_PATIENT = re.compile(r"%patient\s*\.\s*([A-Za-z]\w*)\b(?!\s*\()")


def read(raw: dict, item: dict, scope: dict[str, str], note) -> None:
    """Put onto a question the formula it begins with; one that looks at the record is offered, not filled in."""
    expression = formulas.of(raw, formulas.INITIAL)
    if expression is None:
        return
    if not is_question(item) or item["type"] in HANDED or is_worked_out(item) or item.get("unanswerable"):
        note("degraded", "initialExpression", _("Not filled in beforehand: it has no answer to begin with."))
    elif why := formulas.why_not(expression, scope, KNOWN):
        note("degraded", "initialExpression", _("Not filled in beforehand. %(why)s") % {"why": why})
    elif raw.get("initial"):
        note("degraded", "initialExpression", _("It begins with its fixed value; the formula is set aside."))
    else:
        _take(item, formulas.text_of(expression), note)


def _take(item: dict, text: str, note) -> None:
    starts = {"formula": text}
    if "patient" in naming.names(tree_of(text)):
        if unkept := next((name for name in _OF_PATIENT.findall(text) if name not in KEPT), ""):
            why = _("Not filled in beforehand: the record does not keep “%(field)s”.") % {
                "field": unkept[:60]
            }
            note("degraded", "initialExpression", why)
            return
        if item.get("readonly") or item.get("hidden"):
            why = _(
                "Not filled in beforehand: what the record says is offered only where somebody can look at it."
            )
            note("degraded", "initialExpression", why)
            return
        starts["of_record"] = True
    item["starts"] = starts


def remark(source: dict, note) -> None:
    """Say which launch contexts of a form nothing is known of here."""
    for url, entry in shapes.extensions(source):
        if url != formulas.CONTEXT:
            continue
        parts = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
        name = words(parts.get("name")) or words(mapping(parts.get("name")).get("code"))
        if name != "patient":
            why = _("Nothing is known here of %%%(name)s; what it would fill in is asked.") % {
                "name": name[:60]
            }
            note("degraded", "launchContext", why)
