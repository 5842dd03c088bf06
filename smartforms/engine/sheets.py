"""Our answers as the QuestionnaireResponse that formulas look through."""

from datetime import tzinfo
from decimal import Decimal

from smartforms.definition import is_question
from smartforms.fhir import values


def response_of(items: list[dict], answers: dict, zone: tzinfo) -> tuple[dict, dict[str, dict]]:
    """The response, and the node of each item in it by our key. What has no answer is left out, as in an export."""
    nodes: dict[str, dict] = {}
    return {"resourceType": "QuestionnaireResponse", "item": _nodes(items, answers, zone, nodes)}, nodes


def _nodes(items: list[dict], answers: dict, zone, nodes: dict) -> list[dict]:
    found = []
    for item in items:
        inner = _nodes(item.get("items", ()), answers, zone, nodes)
        given, node = answers.get(item["key"]), {"linkId": item["linkId"]}
        if item["type"] == "signature":
            continue  # no answer in FHIR, and formulas do not look for one
        if is_question(item) and given:
            node["answer"] = [_exact(values.as_fhir(item, answer, zone)) for answer in given]
            if inner:
                node["answer"][0]["item"] = inner
        elif item["type"] == "group" and inner:
            node["item"] = inner
        else:
            found += [] if is_question(item) else inner
            continue
        nodes[item["key"]] = node
        found.append(node)
    return found


def _exact(value):
    """Numbers as decimals: 0.1 + 0.2 is 0.3 in a score."""
    if isinstance(value, dict):
        return {name: _exact(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_exact(inner) for inner in value]
    return Decimal(str(value)) if isinstance(value, float) else value
