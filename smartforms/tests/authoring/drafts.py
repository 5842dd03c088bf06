"""Small drafts for tests."""

import json

from smartforms.authoring import opening
from smartforms.authoring.tree import places
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.forms import questionnaire


def group(link, *items):
    return {"linkId": link, "type": "group", "text": link.title(), "item": list(items)}


def draft(*items, **head) -> dict:
    """A draft whose ids are its linkIds."""
    source = questionnaire(*items, **head)
    opening.opened(source)
    for place in places(source):
        place.item["id"] = place.item["linkId"]
    return source


def shape(source) -> str:
    """'a(b c) d': how the items stand in each other."""

    def of(items):
        return " ".join(i["linkId"] + (f"({of(i['item'])})" if i.get("item") else "") for i in items)

    return of(source["item"])


def compiled(source):
    return read_questionnaire(json.dumps(source)).definition
