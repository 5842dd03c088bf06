"""Which calculated items are totals, so that a score is worked out though its formula cannot be.

The rule, kept simple on purpose. A calculatedExpression counts as a total when, with the variables it names
written out,

1. it speaks of option scores (ordinalValue, itemWeight, ordinal() or weight()), and
2. everything left after its quoted texts is a word of plain adding up (list below): no product, no
   difference, no mean, no rounding, no comparison beyond finding a question by its linkId, and
3. every quoted text is a linkId of the form, the start of one (`startsWith`), or the address of a score.

It adds up the scored questions whose linkIds it quotes (or whose linkIds start with what `startsWith` quotes);
when it names only groups, the scored questions in them; when it names none, all scored questions of the form.
The total of nothing answered is no value at all.
"""

import re

from smartforms.definition import Outline, walk
from smartforms.fhir import shapes
from smartforms.fhir.shapes import EXTENSION, SDC, mapping, words

LONGEST = 20_000
_TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'")
_STARTS = re.compile(r"startsWith\(\s*'((?:[^'\\]|\\.)*)'")
_VARIABLE = re.compile(r"%([A-Za-z_]\w*)")
_WORD = re.compile(r"[A-Za-z_]\w*")
_ADDING = {
    "resource", "questionnaire", "item", "answer", "answerOption", "value", "valueCoding", "valueDecimal",
    "valueInteger", "code", "extension", "where", "url", "linkId", "startsWith", "repeat", "descendants", "select",
    "sum", "iif", "exists", "or", "and", "ordinal", "weight", "context", "empty", "not", "aggregate", "this", "total",
    "toDecimal", "ofType", "Coding",
}  # fmt: skip
_PUNCTUATION = re.compile(r"[\s.,()+=$%{}|]|\b0\b")


def expression_of(raw: dict) -> str | None:
    """The text of an item's calculatedExpression; None when it has none."""
    value = shapes.extension(raw, "sdc-questionnaire-calculatedExpression", SDC)
    if value is None:
        return None
    return words(mapping(value).get("expression"))


def variables_of(element) -> dict[str, str]:
    """The variables an element declares: name and expression."""
    found = {}
    for url, entry in shapes.extensions(element):
        if url == EXTENSION + "variable":
            expression = mapping(entry.get("valueExpression"))
            found[words(expression.get("name"))] = words(expression.get("expression"))
    return found


def scored_in(outline: Outline) -> tuple[dict[str, str], dict[str, list[str]]]:
    """linkId → key of every question whose options carry scores; group's linkId → the scored keys inside."""
    scored, inside = {}, {}
    for key, item in outline.items.items():
        if any("score" in option for option in item.get("options", ())):
            scored.setdefault(item["linkId"], key)
    for item in outline.items.values():
        if item["type"] == "group":
            keys = [one["key"] for one in walk(item.get("items", [])) if one["key"] in scored.values()]
            inside.setdefault(item["linkId"], keys)
    return scored, inside


def questions_added(
    expression: str, variables: dict[str, str], scored: dict[str, str], groups: dict[str, list[str]]
) -> list[str] | None:
    """The keys of the questions a formula adds up, or None when it does more than add up scores.

    `scored` and `groups` are what `scored_in` tells of the form.
    """
    expanded = _written_out(expression, variables)
    if expanded is None:
        return None
    quoted = set(_TEXT.findall(expanded))
    bare = _TEXT.sub(" ", expanded)
    spoken = set(_WORD.findall(bare))
    addresses = {text for text in quoted if text.endswith(("/ordinalValue", "/itemWeight"))}
    if not (addresses or spoken & {"ordinal", "weight"}):
        return None
    if spoken - _ADDING or _PUNCTUATION.sub("", _WORD.sub("", bare)):
        return None
    starts = {text for text in _STARTS.findall(expanded) if text}
    if quoted - addresses - starts - scored.keys() - groups.keys():
        return None
    named = [key for link, key in scored.items() if link in quoted or link.startswith(tuple(starts))]
    inside = [key for link in groups if link in quoted for key in groups[link]]
    return named or inside or list(scored.values())


def _written_out(expression: str, variables: dict[str, str]) -> str | None:
    """The formula with its variables replaced by what they stand for; None when that never ends."""
    for _round in range(12):
        names = [n for n in _VARIABLE.findall(_TEXT.sub(" ", expression)) if n in variables]
        if not names:
            return expression
        for name in set(names):
            pattern = re.compile(rf"%{re.escape(name)}\b")
            expression = pattern.sub(lambda _m, n=name: f"({variables[n]})", expression)
            if len(expression) > LONGEST:
                return None
    return None
