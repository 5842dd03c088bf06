"""initialExpression: starting values that a formula makes, and the launch contexts they may name."""

import json
import re

from django.utils.translation import gettext as _

from smartforms.definition import HANDED, is_question, is_worked_out
from smartforms.engine import naming
from smartforms.engine.formulas import read as tree_of
from smartforms.fhir import formulas, shapes
from smartforms.fhir.shapes import mapping, words

# What `smartforms.mapping.as_fhir` tells of the record.
KEPT = {"name", "birthDate", "telecom", "address"}


def contexts(source: dict) -> list[tuple[str, bool]]:
    """(name, whether it is the patient) of each launch context a form declares: %patient, or %Patient, or %pat."""
    found = []
    for url, entry in shapes.extensions(source):
        if url == formulas.CONTEXT:
            parts = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
            name = words(parts.get("name")) or words(mapping(parts.get("name")).get("code"))
            found.append((name, name == "patient" or parts.get("type") == "Patient"))
    return found


def names_of_patient(source: dict) -> frozenset[str]:
    """The names under which the formulas of a form may speak of the patient."""
    return frozenset({"patient", *(name for name, is_patient in contexts(source) if is_patient and name)})


def read(raw: dict, item: dict, scope: dict[str, str], patient: frozenset[str], note) -> None:
    """Put onto a question the formula it begins with; one that looks at the record is offered, not filled in."""
    expression = formulas.of(raw, formulas.INITIAL)
    if expression is None:
        return
    if not is_question(item) or item["type"] in HANDED or is_worked_out(item) or item.get("unanswerable"):
        note("degraded", "initialExpression", _("Not filled in beforehand: it has no answer to begin with."))
    elif why := formulas.why_not(expression, scope, patient | {"today"}):
        note("degraded", "initialExpression", _("Not filled in beforehand. %(why)s") % {"why": why})
    elif raw.get("initial"):
        note("degraded", "initialExpression", _("It begins with its fixed value; the formula is set aside."))
    else:
        _take(item, formulas.text_of(expression), patient, note)


def _take(item: dict, text: str, patient: frozenset[str], note) -> None:
    starts = {"formula": text}
    if named := sorted(naming.names(tree_of(text)) & patient):
        members = re.findall(rf"%(?:{'|'.join(map(re.escape, named))})\s*\.\s*([A-Za-z]\w*)\b(?!\s*\()", text)
        if unkept := next((name for name in members if name not in KEPT), ""):
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
        starts["of_record"] = named
    item["starts"] = starts


def remark(source: dict, note) -> None:
    """Say which launch contexts that a form uses nothing is known of here."""
    text = json.dumps(source)
    used = {*re.findall(r"%(\w+)", text), *re.findall(r"%([\w-]+)", text)}
    for name, is_patient in contexts(source):
        if not is_patient and name in used:
            why = _("Nothing is known here of %%%(name)s; what it would fill in is asked.") % {
                "name": name[:60]
            }
            note("degraded", "launchContext", why)
