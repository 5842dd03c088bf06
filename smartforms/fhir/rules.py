"""The author's extra rules (questionnaire-constraint, targetConstraint): formulas that must not come to no."""

from django.utils.translation import gettext as _

from smartforms.definition import is_asked
from smartforms.fhir import formulas, shapes, translating
from smartforms.fhir.shapes import mapping, words

LONGEST_MESSAGE = 500


def read(calculating) -> None:
    """Hang each rule that can be checked on the question beside which it is told."""
    _of_element(calculating, calculating.source, None, calculating.note)
    for item in calculating.outline.items.values():
        _of_element(calculating, calculating.reader.raws[item["key"]], item, calculating.note_for(item))


def _of_element(calculating, element: dict, item: dict | None, note) -> None:
    of = item["key"] if item else None
    for url, entry in shapes.extensions(element):
        if url not in formulas.RULES:
            continue
        what = url.rsplit("/", 1)[1]
        parts = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
        given = parts.get("expression")
        expression = {"expression": given} if isinstance(given, str) else mapping(given)
        message = words(parts.get("human"))[:LONGEST_MESSAGE]
        beside = _beside(calculating, of, formulas.text_of(expression))
        if words(parts.get("severity")) == "warning":
            note("degraded", what, _("A rule that only warns is not told."))
        elif why := formulas.why_not(expression, calculating.scopes[of]):
            note("degraded", what, _("The author's extra rule is not checked. %(why)s") % {"why": why})
        elif beside is None:
            note(
                "degraded", what, _("The author's extra rule is not checked. There is no question beside it.")
            )
        else:
            rule = {"formula": formulas.text_of(expression), "of": of}
            human = next((part for name, part in shapes.extensions(entry) if name == "human"), {})
            translating.add(rule, message=translating.of(human, "valueString"))
            rule["message"] = message or _("This does not go together with your other answers")
            beside.setdefault("rules", []).append(rule)


def _beside(calculating, of: str | None, text: str) -> dict | None:
    """The question a rule is told beside: its own, else the first it looks at, else the first of its group or form."""
    outline = calculating.outline
    within = outline.under([of]) if of else list(outline.items.values())
    asked = [item for item in within if is_asked(item, outline)]
    if of and is_asked(outline[of], outline):
        return outline[of]
    everywhere = [item for item in outline.items.values() if is_asked(item, outline)]
    sought = formulas.links_sought(text, calculating.scopes[of])
    named = [item for item in everywhere if item["linkId"] in sought]
    return next(iter(named or asked), None)
