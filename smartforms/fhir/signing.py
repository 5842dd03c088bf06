"""signatureRequired: where a form wants a signature, and the signature that was given, as FHIR has it."""

import base64

from django.utils.translation import gettext as _

from smartforms.engine.signing import drawing, path
from smartforms.fhir import ours, shapes, translating
from smartforms.fhir.shapes import EXTENSION, SDC, mapping, sequence, words

REQUIRED = (EXTENSION + "questionnaire-signatureRequired", SDC + "sdc-questionnaire-signatureRequired")
TAKEN = {*REQUIRED, ours.TYPED_ONLY}
GIVEN = EXTENSION + "questionnaireresponse-signature"
# ASTM E1762: whoever signs stands for what they wrote. What the form itself names goes before it.
AUTHOR = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.1",
    "display": "Author's Signature",
}


def is_wanted(element) -> bool:
    """Whether this item, or this form, asks for a signature."""
    return any(url in REQUIRED for url, _entry in shapes.extensions(element))


def item(key: str, raw: dict, *, link: str, language: str, text: str = "") -> dict:
    """A signature as an item of ours. Without a text of its own it is called that in the form's language."""
    with translating.speaking(language):
        text = text or _("Signature")
    found = {"key": key, "linkId": link, "type": "signature", "text": text, "required": True}
    if any(
        url == ours.TYPED_ONLY and entry.get("valueBoolean") is not False
        for url, entry in shapes.extensions(raw)
    ):
        found["typed_only"] = True
    if purpose := _purpose(raw):
        found["purpose"] = purpose
    return found


def _purpose(raw: dict) -> dict:
    """The kind of signature the form names: consent, witness and so on."""
    for url, entry in shapes.extensions(raw):
        if url in REQUIRED:
            for coding in map(mapping, sequence(mapping(entry.get("valueCodeableConcept")).get("coding"))):
                if words(coding.get("code")) and words(coding.get("system")):
                    return {name: words(coding[name]) for name in AUTHOR if words(coding.get(name))}
    return {}


def add(items: list[dict], source: dict, reader) -> list[dict]:
    """The items with a signature in every group, after every question and below the form that asks for one."""
    language = words(source.get("language"))

    def signature(of: str | None, key: str, raw: dict, link: str) -> dict:
        return item(key, raw, link=link, language=language) | {"of": of}

    def within(listed: list[dict]) -> list[dict]:
        found = []
        for one in listed:
            if one.get("items"):
                one["items"] = within(one["items"])
            found.append(one)
            raw = reader.raws[one["key"]]
            if one["type"] == "signature" or not is_wanted(raw):
                continue
            sign = signature(one["key"], one["key"] + "s", raw, one["linkId"])
            if one["type"] == "group":
                one["items"] = [*one.get("items", ()), sign]
            else:
                found.append(
                    sign | {name: one[name] for name in ("when", "when_formula", "hidden") if name in one}
                )
        return found

    signed = within(items)
    return [*signed, signature(None, "s0", source, "")] if is_wanted(source) else signed


def given(outline, answers: dict) -> dict[str | None, dict]:
    """The signatures that were given, as FHIR has them, by the item they belong to; None is the whole form."""
    return {
        sign.get("of", key): as_extension(sign, answers[key][0])
        for key, sign in outline.items.items()
        if sign["type"] == "signature" and answers.get(key)
    }


def as_extension(sign: dict, given: dict) -> dict:
    """A signature that was given, for the item of the response it belongs to."""
    signature = {
        "type": [sign.get("purpose") or AUTHOR],
        "when": given["at"],
        "who": {"display": given["name"]},
    }
    if given.get("strokes"):
        drawn = base64.b64encode(drawing(path(given)).encode()).decode()
        signature |= {"sigFormat": "image/svg+xml", "data": drawn}
    return {"url": GIVEN, "valueSignature": signature}
