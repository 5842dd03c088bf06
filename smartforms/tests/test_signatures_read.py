"""Signatures where they are read: on the copy, in the office, on paper and in the export."""

import base64
import json

import pytest
from django.urls import reverse
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from common.tests import paper
from smartforms.engine import signing
from smartforms.fhir.exporter import export_response
from smartforms.papers import blank_paper, sent_paper
from smartforms.tests.forms import choice, question
from smartforms.tests.kinds import post, response_of, url
from smartforms.tests.scriptless import Scriptless
from smartforms.tests.test_signatures import AT, PLAIN, SIGN, STROKES, WANTED


@pytest.fixture
def signed(sent_to_ana, ana_in, cast, at):
    """Ana signed by hand and sent; Petra reads."""
    one = sent_to_ana(choice("a", "yes", "no"), SIGN)
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q1", "q2", q1="o1", q2__name="Ana <b>Cast", q2__strokes=json.dumps(STROKES))
    assert ana_in.post(url(one, "check")).status_code == 302
    return one


PATH = "M100 200L300 100 500 200M600 150L600 150"


def test_it_is_drawn_back_for_the_patient_and_the_clinic(signed, ana_in, client, sign_in, cast, at):
    copy = ana_in.get(url(signed, "sent")).text
    assert f'<path d="{PATH}"/>' in copy and "Ana &lt;b&gt;Cast, Tuesday 17 November 2026, 9:00 am" in copy
    from records.actions import begin_care

    begin_care(practitioner_id=cast.petra.pk, patient=cast.ana_record, at=at, why="form")
    sign_in(client, cast.petra_account)
    office = client.get(reverse("office:answers", args=[signed.patient_id, signed.pk])).text
    assert f'<path d="{PATH}"/>' in office and "Ana &lt;b&gt;Cast" in office


def test_it_is_on_paper_and_a_blank_form_has_room_for_it(signed, at):
    printed = sent_paper(response_of(signed), sender="Ana", at=at).content
    assert "Sign here Ana <b>Cast, Tuesday 17 November 2026, 9:00 am" in paper.words(printed)
    assert paper.words(blank_paper(signed.version, at=at).content).count("Signature Name Date") == 1


def test_it_is_exported_on_its_item(signed, at):
    exported = json.loads(json.dumps(export_response(response_of(signed))))
    QuestionnaireResponse.model_validate(exported)
    item = exported["item"][1]
    signature = item["extension"][0]["valueSignature"]
    assert (item["linkId"], signature["who"], signature["when"]) == ("sign", {"display": "Ana <b>Cast"}, AT)
    assert base64.b64decode(signature["data"]).decode() == signing.drawing(PATH)


def test_signatures_of_groups_questions_and_forms_are_exported_where_they_belong(sent_to_ana, ana_in):
    group = question("g", "group", item=[question("c")], extension=[PLAIN])
    one = sent_to_ana(question("a", extension=[WANTED]), group, extension=[PLAIN])
    ana_in.get(url(one, "open"))
    keys = [key for key in one.version.outline.items if key != "q2"]
    for number, page in enumerate(one.version.outline.pages, 1):
        here = {item["key"] for item in one.version.outline.under(page["keys"])}
        signed = {f"{key}__name": "Ana Cast" for key in keys if key in here and key.endswith(("s", "s0"))}
        post(ana_in, one, *here, number=number, **signed)
    ana_in.post(url(one, "check"))
    exported = json.loads(json.dumps(export_response(response_of(one))))
    QuestionnaireResponse.model_validate(exported)
    found = {
        item["linkId"]: item["extension"][0]["valueSignature"]["type"][0]["code"] for item in exported["item"]
    }
    assert found == {"a": "1.2.840.10065.1.12.1.7", "g": "1.2.840.10065.1.12.1.1"}
    assert exported["extension"][0]["valueSignature"]["who"] == {"display": "Ana Cast"}


def test_somebody_without_scripts_signs_at_random(sent_to_ana, ana_in):
    one = sent_to_ana(question("a"), SIGN)
    page = Scriptless(ana_in, one.version.outline, 1).fill(url(one, "page", 1), url(one, "check"))
    assert "Not provided" not in page.split("Sign here")[1]
    assert ana_in.post(url(one, "check")).status_code == 302
