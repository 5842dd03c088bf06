"""Amounts that may be given in one of several units: asked, kept, compared, shown and exported as they were given."""

import json
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from common.tests.moment import AT
from smartforms import actions
from smartforms.engine import reading
from smartforms.engine.changes import changes
from smartforms.engine.enabling import enabled
from smartforms.engine.meaning import band_of
from smartforms.engine.typed import as_typed
from smartforms.fhir import values
from smartforms.models import Response
from smartforms.presenters import words
from smartforms.tests.forms import extension, form, question, questionnaire, read, sent, when

UCUM = "http://unitsofmeasure.org"
KG = {"system": UCUM, "code": "kg", "display": "kg"}
LB = {"system": UCUM, "code": "[lb_av]", "display": "lb"}
UNITS = [extension("questionnaire-unitOption", valueCoding=coding) for coding in (KG, LB)]
WEIGHT = question("weight", "quantity", extension=[*UNITS, extension("minValue", valueDecimal=30)])
IN_POUNDS = {"number": "160", "unit": "u2"}


def heavy(operator, value, coding):
    amount = {"value": value, "system": UCUM, "code": coding["code"]}
    return question("more", enableWhen=[when("weight", operator, answerQuantity=amount)])


def test_both_units_are_taken_and_nothing_is_said_to_be_lost():
    reading_ = read(WEIGHT)
    assert reading_.report["degraded"] == []
    assert [unit["unit"] for unit in reading_.definition["items"][0]["units"]] == ["kg", "lb"]


@pytest.mark.parametrize(
    "boxes, kept",
    [
        ({"q1": "70,5", "q1__unit": "u1"}, ["70.5"]),
        ({"q1": "160", "q1__unit": "u2"}, [IN_POUNDS]),
        ({"q1": "70"}, ["70"]),
        ({"q1": "70", "q1__unit": "u9"}, ["70"]),
        ({"q1": "", "q1__unit": "u2"}, []),
        ({"q1": "20", "q1__unit": "u1"}, []),  # the smallest is 30 kg
        ({"q1": "20", "q1__unit": "u2"}, [{"number": "20", "unit": "u2"}]),
    ],
)
def test_an_amount_is_kept_in_the_unit_it_is_given_in(boxes, kept):
    outline = form(WEIGHT)
    assert reading.read_page(outline, ["q1"], sent(["q1"], **boxes)).answers == {"q1": kept}


def test_it_stands_in_its_boxes_again_and_is_shown_and_exported_as_given():
    item = form(WEIGHT)["q1"]
    assert as_typed(item, [IN_POUNDS]) == {"": ["160"], "-unit": ["u2"]}
    assert words.answer(item, [IN_POUNDS]) == "160 lb"
    assert words.answer(item, ["70.5"]) == "70.5 kg"
    assert [unit["checked"] for unit in words.units_of(item, "u2")] == [False, True]
    quantity = values.as_fhir(item, IN_POUNDS, ZoneInfo("UTC"))
    assert quantity == {"valueQuantity": {"value": 160, "unit": "lb", "system": UCUM, "code": "[lb_av]"}}


@pytest.mark.parametrize(
    "operator, coding, answer, asked",
    [
        (">", KG, "101", True),
        (">", KG, {"number": "160", "unit": "u2"}, False),
        (">", LB, {"number": "160", "unit": "u2"}, True),
        (">", LB, "101", False),
        ("=", LB, {"number": "100.0", "unit": "u2"}, True),
        ("=", LB, "100", False),
        ("!=", LB, "100", True),
    ],
)
def test_a_condition_compares_in_its_own_unit_only(operator, coding, answer, asked):
    outline = form(WEIGHT, heavy(operator, 100, coding))
    assert ("q2" in enabled(outline, {"q1": [answer]})) == asked


def test_bands_are_about_the_first_unit_and_another_unit_is_a_change():
    outline = form(WEIGHT)
    item = outline["q1"] | {"bands": [{"low": 100, "label": "heavy", "tone": "warn"}]}
    assert band_of(item, IN_POUNDS) is None
    assert band_of(item, "160")["label"] == "heavy"
    assert [c.answers for c in changes(outline, {"q1": [IN_POUNDS]}, outline, {"q1": ["160"]})] == [
        [IN_POUNDS]
    ]


def limit(name, value, coding):
    quantity = {"value": value, "unit": coding["display"], "system": UCUM, "code": coding["code"]}
    return {
        "url": f"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{name}",
        "valueQuantity": quantity,
    }


def test_an_amount_as_a_limit_binds_the_unit_it_names():
    item = question(
        "weight", "quantity", extension=[*UNITS, limit("minQuantity", 30, KG), limit("maxQuantity", 400, LB)]
    )
    reading_ = read(item)
    assert [line["what"] for line in reading_.report["degraded"]] == ["sdc-questionnaire-maxQuantity"]

    def post(**boxes):
        return reading.read_page(form(item), ["q1"], sent(["q1"], **boxes)).answers["q1"]

    assert (post(q1="20"), post(q1="500")) == ([], ["500"])
    assert post(q1="20", q1__unit="u2") == [{"number": "20", "unit": "u2"}]


def test_a_starting_amount_keeps_its_unit():
    start = {"value": 150, "unit": "lb", "code": "[lb_av]"}
    assert form(WEIGHT | {"initial": [{"valueQuantity": start}]})["q1"]["initial"] == [
        {"number": "150", "unit": "u2"}
    ]


def test_a_patient_chooses_the_unit_beside_the_number(cast, client, sign_in):
    file = json.dumps(questionnaire(WEIGHT, url="urn:test:weight"))
    template = actions.import_questionnaire(text=file, clinic=cast.harbour, by=None, at=AT).template
    sent_ = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=AT)
    sign_in(client, cast.ana)
    url = reverse("smartforms:page", args=[sent_.patient_id, sent_.pk, 1])
    first = client.get(url)
    assert '<option value="u1">kg</option>' in first.text
    typed = {"revision": first.context["revision"], "asked": ["q1"], "q1": "160", "q1-unit": "u2"}
    client.post(url, typed | {"then": "continue"})
    assert Response.objects.get(assignment=sent_).answers == {"q1": [IN_POUNDS]}
    assert '<option value="u2" selected>lb</option>' in client.get(url).text
