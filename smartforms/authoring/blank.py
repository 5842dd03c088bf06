"""What a new form begins with."""

from smartforms.fhir.shapes import EXTENSION

CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"


def control(code: str) -> dict:
    """The value of itemControl."""
    return {"coding": [{"system": CONTROLS, "code": code}]}


def a_page(item_id: str, link: str, title: str) -> dict:
    """A page without questions."""
    shown = {"url": EXTENSION + "questionnaire-itemControl", "valueCodeableConcept": control("page")}
    return {"id": item_id, "linkId": link, "type": "group", "text": title, "extension": [shown]}


def a_form(title: str, page: str, language: str = "") -> dict:
    """A questionnaire with one empty page, called as given."""
    head = {"resourceType": "Questionnaire", "status": "active", "title": title}
    if language:
        head["language"] = language
    return head | {"subjectType": ["Patient"], "item": [a_page("i1", "page-1", page)]}
