"""Small questionnaires and posted pages for tests."""

import json
from pathlib import Path

from django.http import QueryDict

from smartforms.definition import Outline
from smartforms.fhir.importer import read_questionnaire

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json") if path.stem != "manifest")


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text()


def outline_of(name: str) -> Outline:
    return Outline(read_questionnaire(fixture(name)).definition, fixture(name))


def questionnaire(*items: dict, **head) -> dict:
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": "Test form",
        "item": list(items),
        **head,
    }


def question(link: str, kind: str = "string", **more) -> dict:
    return {"linkId": link, "type": kind, "text": f"What about {link}?", **more}


def choice(link: str, *codes: str, **more) -> dict:
    options = [{"valueCoding": {"code": code, "display": code.title()}} for code in codes]
    return question(link, "choice", answerOption=options, **more)


def when(link: str, operator: str, **answer) -> dict:
    return {"question": link, "operator": operator, **answer}


def extension(name: str, **value) -> dict:
    return {"url": f"http://hl7.org/fhir/StructureDefinition/{name}", **value}


def formula(name: str, text: str, **more) -> dict:
    """An SDC extension that holds a formula: calculatedExpression, enableWhenExpression, answerExpression."""
    url = f"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{name}"
    return {"url": url, "valueExpression": {"language": "text/fhirpath", "expression": text, **more}}


def toggle(text: str, *codes: str) -> dict:
    """These options are offered while the formula is true."""
    expression = {"language": "text/fhirpath", "expression": text}
    options = [{"url": "option", "valueCoding": {"code": code}} for code in codes]
    name = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerOptionsToggleExpression"
    return {"url": name, "extension": [*options, {"url": "expression", "valueExpression": expression}]}


def calculated(text: str, **more) -> dict:
    return formula("calculatedExpression", text, **more)


def variable(name: str, text: str) -> dict:
    given = {"name": name, "language": "text/fhirpath", "expression": text}
    return extension("variable", valueExpression=given)


def rule(text: str, human: str = "No", severity: str = "error") -> dict:
    """A questionnaire-constraint: a formula that must not come to no."""
    parts = [
        {"url": "key", "valueId": "r"},
        {"url": "severity", "valueCode": severity},
        {"url": "expression", "valueString": text},
        {"url": "human", "valueString": human},
    ]
    return extension("questionnaire-constraint", extension=parts)


def read(*items: dict, **head):
    return read_questionnaire(json.dumps(questionnaire(*items, **head)))


def form(*items: dict, **head) -> Outline:
    """The outline of a form of these items, which must import."""
    reading = read(*items, **head)
    return Outline(reading.definition, reading.source)


def sent(keys=(), **values) -> QueryDict:
    """A posted page: `q1="o2"`, `q2=["o1", "o3"]`, `q3__day="4"`; `keys` and all keys named were on it."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    data.setlist("asked", sorted({*keys, *(name.split("__")[0] for name in values)}))
    return data
