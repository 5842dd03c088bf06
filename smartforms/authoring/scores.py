"""A score: which answers it adds up, and what its value means."""

import re
from dataclasses import dataclass

from smartforms.authoring import parts
from smartforms.authoring.options import offered
from smartforms.authoring.tree import Place, places
from smartforms.fhir import formulas, shapes
from smartforms.fhir.ours import BAND
from smartforms.fhir.shapes import words

# The idiom that `fhir.totals` knows as plain adding up.
ALL = "%resource.descendants().answer.value.ordinal().sum()"
SOME = "%resource.descendants().where({links}).answer.value.ordinal().sum()"
_LINK = re.compile(r"linkId = '((?:[^'\\]|\\.)*)'")
TONES = ("ok", "warn", "bad")


@dataclass(frozen=True)
class Band:
    """What values from `low` to `high` mean; either end may be open."""

    low: int | float | None
    high: int | float | None
    label: str
    tone: str = "ok"
    alert: bool = False


def scored(source: dict) -> list[Place]:
    """The questions whose answers count something."""
    return [p for p in places(source) if any("score" in one for one in offered(source, p.item))]


def formula_of(item: dict) -> str:
    return formulas.text_of(formulas.of(item, formulas.CALCULATED) or {})


def over(source: dict, item: dict) -> list[str] | None:
    """The ids of the questions it adds up; empty for all of the form, None for a formula of its own."""
    text = formula_of(item)
    if text in (ALL, ""):
        return []
    links = [_unquoted(link) for link in _LINK.findall(text)]
    if not links or _formula(links) != text:
        return None
    ids = {place.item.get("linkId"): place.id for place in reversed(list(places(source)))}
    return [ids[link] for link in links if link in ids]


def set_score(source: dict, place: Place, ids: list[str]) -> None:
    """Add up these questions; all of the form where none is named."""
    known = {one.id: one.item["linkId"] for one in places(source)}
    text = _formula([known[one] for one in ids if one in known]) if ids else ALL
    if text != formula_of(place.item):
        parts.put(place.item, formulas.CALCULATED, "valueExpression", expression(text))
    place.item["readOnly"] = True


def expression(text: str) -> dict:
    """A formula as FHIR carries it."""
    return {"language": "text/fhirpath", "expression": text}


def _formula(links: list[str]) -> str:
    return SOME.format(links=" or ".join(f"linkId = '{_quoted(link)}'" for link in links))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _unquoted(text: str) -> str:
    return text.replace("\\'", "'").replace("\\\\", "\\")


def bands_of(item: dict) -> list[Band]:
    """The bands of a number, in the order of the file."""
    found = []
    for entry in parts.every(item, BAND):
        given = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
        tone = given.get("tone") if given.get("tone") in TONES else "ok"
        ends = (shapes.number(given.get("low")), shapes.number(given.get("high")))
        found.append(Band(*ends, words(given.get("label")), tone, given.get("alert") is True))
    return found


def labels_of(item: dict) -> list[dict]:
    """The words of each band, as they stand in the file with their translations beside them."""
    found = [
        part for entry in parts.every(item, BAND) for n, part in shapes.extensions(entry) if n == "label"
    ]
    return [part for part in found if words(part.get("valueString"))]


def set_bands(item: dict, bands: list[Band]) -> None:
    """These are the bands; words that stay keep their translations."""
    if bands != bands_of(item):
        beside = {words(part["valueString"]): part.get("_valueString") for part in labels_of(item)}
        parts.put_all(item, BAND, [_band(band, beside.get(band.label)) for band in bands])


def _band(band: Band, beside: dict | None) -> dict:
    given = [
        ("low", "valueDecimal", band.low),
        ("high", "valueDecimal", band.high),
        ("label", "valueString", band.label),
    ]
    given += [("tone", "valueCode", band.tone), ("alert", "valueBoolean", band.alert or None)]
    written = [{"url": n, kind: value} for n, kind, value in given if value not in (None, "")]
    for part in written:
        if part["url"] == "label" and beside:
            part["_valueString"] = beside
    return {"url": BAND, "extension": written}
