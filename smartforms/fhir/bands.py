"""Bands: what a number of a form means, such as “10 to 14, moderate”."""

from django.utils.translation import gettext as _

from smartforms.definition import NUMBERS
from smartforms.fhir import ours, shapes, translating
from smartforms.fhir.shapes import words

TONES = {"ok", "warn", "bad"}


def read(raw: dict, item: dict, note) -> None:
    """Put the bands of a number onto our item, the lowest first; say of each that cannot be used."""
    found = []
    for url, entry in shapes.extensions(raw):
        if url != ours.BAND:
            continue
        band = _band(entry)
        if item["type"] not in NUMBERS:
            note("degraded", "band", _("Only a number falls into bands; it is left out."))
        elif band is None:
            note("degraded", "band", _("A band needs words, and numbers in their order; it is left out."))
        else:
            found.append(band)
    if found:
        item["bands"] = sorted(found, key=lambda band: band.get("low", float("-inf")))


def _band(entry: dict) -> dict | None:
    parts = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
    label, low, high = (
        words(parts.get("label"))[:200],
        *(shapes.number(parts.get(n)) for n in ("low", "high")),
    )
    if not label or (low is None and high is None) or (None not in (low, high) and low > high):
        return None
    band = {"label": label} | {name: n for name, n in (("low", low), ("high", high)) if n is not None}
    if translated := next(
        (translating.of(p, "valueString") for n, p in shapes.extensions(entry) if n == "label"), {}
    ):
        band["in"] = translated
    if parts.get("tone") in TONES:
        band["tone"] = parts["tone"]
    if parts.get("alert") is True:
        band["alert"] = True
    return band
