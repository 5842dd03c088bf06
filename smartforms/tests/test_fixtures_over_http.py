"""The fixtures filled at random, as somebody without scripts would: in, page by page, sent, and out again.

Every score is worked out here a second time, in plain Python from the exported answers and the file.
"""

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.urls import reverse
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from smartforms import actions
from smartforms.fhir.exporter import export_response
from smartforms.models import Response
from smartforms.tests.forms import NAMES, fixture
from smartforms.tests.scriptless import Scriptless

SCORES = tuple(f"http://hl7.org/fhir/StructureDefinition/{name}" for name in ("ordinalValue", "itemWeight"))


def items_of(element):
    for item in element.get("item", ()):
        yield item
        yield from items_of(item)
        for answer in item.get("answer", ()):
            yield from items_of(answer)


def values_of(response) -> dict:
    """linkId → the first answer, without its type."""
    return {
        item["linkId"]: next(value for name, value in item["answer"][0].items() if name.startswith("value"))
        for item in items_of(response)
        if item.get("answer")
    }


def worth(element) -> Decimal | None:
    found = [one["valueDecimal"] for one in element.get("extension", ()) if one["url"] in SCORES]
    return Decimal(str(found[0])) if found else None


def scores_of(form: dict, values: dict) -> list[Decimal]:
    """What the chosen options count, by the file."""
    found = []
    for item in items_of(form):
        for option in item.get("answerOption", ()):
            coding, given = option.get("valueCoding", {}), values.get(item["linkId"])
            score = worth(option) if worth(option) is not None else worth(coding)
            if isinstance(given, dict) and given.get("code") == coding.get("code") and score is not None:
                found.append(score)
    return found


def total(form, values):
    scores = scores_of(form, values)
    return sum(scores) if scores else None


def bmi(_form, values):
    kilos, inches = values.get("/29463-7"), values.get("/8302-2")
    if kilos is None or inches is None:
        return None
    metres = Decimal(str(inches)) * Decimal("0.0254")
    return (Decimal(str(kilos)) / metres**2).quantize(Decimal("0.1"), ROUND_HALF_UP)


def hunger(_form, values):
    codes = [values[link]["code"] for link in ("/88122-7", "/88123-5") if link in values]
    at_risk = {"LA28397-0", "LA6729-3"} & set(codes)
    return None if not codes else "LA19952-3" if at_risk else "LA19983-8"


INDEPENDENT = {
    "phq-9": ("/44261-6", total),
    "gad-7": ("anxiety-score", total),
    "audit-c": ("auditc.totalScore", total),
    "bmi-weight-height": ("/39156-5", bmi),
    "hunger-vital-sign": ("/88124-3", hunger),
}


def filled_and_sent(client, cast, name, seed, *, at):
    """The fixture filled at random by Ana, whose browser this is, and sent: its response, the check page, the copy."""
    template = actions.import_questionnaire(text=fixture(name), clinic=cast.harbour, by=None, at=at).template
    form = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    start, check = (
        reverse("smartforms:page", args=[form.patient_id, form.pk, 1]),
        reverse("smartforms:check", args=[form.patient_id, form.pk]),
    )
    page = Scriptless(client, form.version.outline, seed).fill(start, check)
    answer = client.post(check)
    assert answer.status_code == 302, [stop["message"] for stop in answer.context["stops"]]
    return Response.objects.get(assignment=form), page, client.get(answer.url).text


@pytest.fixture
def send(cast, client, sign_in, at):
    """`send(name, seed)`: see `filled_and_sent`."""
    sign_in(client, cast.ana)
    return lambda name, seed: filled_and_sent(client, cast, name, seed, at=at)


def exported_of(response) -> dict:
    """What goes out, as R4 has it. Raises pydantic's ValidationError."""
    exported = json.loads(json.dumps(export_response(response)))
    QuestionnaireResponse.model_validate(exported)
    assert exported["status"] == "completed"
    return exported


@pytest.mark.parametrize("name", NAMES)
def test_a_form_filled_at_random_is_sent_and_comes_out_as_r4(send, name):
    response, _check, _copy = send(name, 1)
    values = values_of(exported_of(response))
    if name in INDEPENDENT:
        assert_worked_out(name, values)


@pytest.mark.parametrize("seed", range(2, 4))
@pytest.mark.parametrize("name", INDEPENDENT)
def test_every_score_is_what_plain_python_finds(send, name, seed):
    response, check, copy = send(name, seed)
    values = values_of(export_response(response))
    expected = assert_worked_out(name, values)
    if expected is not None and name != "hunger-vital-sign":
        shown = f"{expected.normalize():f}"
        assert shown in check and shown in copy


def assert_worked_out(name, values):
    link, independent = INDEPENDENT[name]
    given = values.get(link)
    answers = {key: value for key, value in values.items() if key != link}
    expected = independent(json.loads(fixture(name)), answers)
    if isinstance(given, dict):
        given = given["code"]
    elif given is not None:
        given = Decimal(str(given))
    assert given == expected
    return expected
