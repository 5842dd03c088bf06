"""Ours → FHIR R4: the questionnaire as it came with what makes it ours, and the answers to it."""

import json

from smartforms import addenda
from smartforms.definition import is_question
from smartforms.fhir import ours, signing, values

FLAGS = {"required": "required", "repeats": "repeats", "readonly": "readOnly"}
VALID_STATUS = ("draft", "active", "retired", "unknown")


def canonical_of(version) -> tuple[str, str]:
    """(address, version) that a response names: the file's own where it has them."""
    source = json.loads(version.source) if version.source else {}
    template = version.template
    url = source.get("url") if isinstance(source.get("url"), str) and source["url"].strip() else None
    number = (
        source.get("version")
        if isinstance(source.get("version"), str) and source["version"].strip()
        else None
    )
    return url or f"urn:anteroom:{template.clinic.slug}:{template.slug}", number or str(version.number)


def export_questionnaire(version) -> dict:
    """The R4 Questionnaire of a version: the imported file untouched, but for what R4 demands and it lacked.

    Added where missing or invalid: status, url, version, and a linkId for every item.
    """
    source = json.loads(version.source) if version.source else _rebuilt(version.definition)
    url, number = canonical_of(version)
    source |= {"url": url, "version": number}
    if source.get("status") not in VALID_STATUS:
        source["status"] = "active"
    _number_items(source.get("item"), iter(range(1, 1_000_000)))
    return source


def _number_items(listed, positions) -> None:
    """Give items without a linkId the one we used: our key, made from the place in the file."""
    for raw in listed if isinstance(listed, list) else ():
        key = f"q{next(positions)}"
        if not isinstance(raw, dict):
            continue
        if not isinstance(raw.get("linkId"), str) or not raw["linkId"].strip("\x00"):
            raw["linkId"] = key
        _number_items(raw.get("item"), positions)


def _rebuilt(definition: dict) -> dict:
    """A questionnaire that was never a file: what our definition itself says."""
    head = {"resourceType": "Questionnaire", "status": "active", "title": definition["title"]}
    return head | {"item": [_rebuilt_item(item) for item in definition["items"]]}


def _rebuilt_item(item: dict) -> dict:
    kind = {"signature": "display", "file": "attachment"}.get(item["type"], item["type"])
    raw = {"linkId": item["linkId"], "type": kind, "text": item["text"]}
    raw |= {theirs: True for ours, theirs in FLAGS.items() if item.get(ours)}
    if item.get("options"):
        raw["answerOption"] = [option["value"] for option in item["options"]]
    if item.get("items"):
        raw["item"] = [_rebuilt_item(inner) for inner in item["items"]]
    return raw


def export_response(response) -> dict:
    """The R4 QuestionnaireResponse: in-progress until it was sent, then completed; unanswered items are left out."""
    assignment = response.assignment
    url, number = canonical_of(assignment.version)
    zone = assignment.clinic.zone
    sent_at = response.submitted_at or response.saved_at
    resource = {
        "resourceType": "QuestionnaireResponse",
        "id": str(response.pk),
        "questionnaire": f"{url}|{number}",
        "status": "completed" if response.submitted_at else "in-progress",
        "subject": {"reference": f"Patient/{response.patient_id}"},
    }
    if sent_at:
        resource["authored"] = sent_at.astimezone(zone).isoformat(timespec="seconds")
    outline = response.outline
    if response.language and (language := outline.definition.get("language")):
        resource["language"] = language
    signed = signing.given(outline, response.answers)
    beside = [signed[None]] if None in signed else []
    if beside := beside + [_addendum(note, zone) for note in addenda.of(response)]:
        resource["extension"] = beside
    if items := _answered(outline.definition["items"], response.answers, zone, signed):
        resource["item"] = items
    return resource


def _addendum(note, zone) -> dict:
    parts = {
        "words": {"valueString": note.words},
        "at": {"valueDateTime": note.at.astimezone(zone).isoformat(timespec="seconds")},
        "by": {"valueCode": "clinic" if note.from_clinic else "patient"},
    }
    return {"url": ours.ADDENDUM, "extension": [{"url": name, **value} for name, value in parts.items()]}


def _answered(items: list[dict], answers: dict, zone, signed: dict) -> list[dict]:
    found = []
    for item in items:
        inner = _answered(item.get("items", []), answers, zone, signed)
        given, signature = answers.get(item["key"], []), signed.get(item["key"])
        entry = {"linkId": item["linkId"]} | ({"text": item["text"]} if item["text"] else {})
        if signature:
            entry["extension"] = [signature]
        if item["type"] == "signature":
            found += [entry, *inner] if signature else inner
        elif is_question(item) and given:
            entry["answer"] = [values.as_fhir(item, answer, zone) for answer in given]
            for answer in entry["answer"] if inner else ():
                answer["item"] = inner  # asked once for all of them; R4 looks for it under each
            found.append(entry)
        elif item["type"] == "group" and (inner or signature):
            found.append(entry | ({"item": inner} if inner else {}))
        elif signature:
            found.append(entry)
        elif item["type"] == "display" or not is_question(item):
            found += inner
    return found
