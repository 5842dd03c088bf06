"""Forms are called in the language of whoever reads the list, where their file has it."""

import json

import pytest
from django.urls import reverse

from common.tests.moment import AT
from office.tests.test_booking import TEN_IN_MINUTES, look
from smartforms import actions
from smartforms.tests.forms import question, questionnaire
from smartforms.tests.test_translating import said

FORMS = "/office/forms/"


def publish(cast, name, french):
    text = json.dumps(
        questionnaire(question("q"), title=name, url=f"urn:test:{name}", _title=said(fr=french))
    )
    return actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=AT).template


@pytest.fixture
def allergies(cast):
    return publish(cast, "Allergies and sensitivities", "Allergies et sensibilités")


@pytest.fixture
def in_french(finn):
    finn.cookies["django_language"] = "fr"
    return finn


def titles(page):
    return [row["title"] for row in page.context["rows"]]


def test_the_forms_of_the_clinic(cast, finn, allergies):
    assert titles(finn.get(FORMS)) == ["Allergies and sensitivities", "Harbour intake"]
    finn.cookies["django_language"] = "fr"
    assert titles(finn.get(FORMS)) == ["Allergies et sensibilités", "Harbour intake"]
    one = finn.get(f"{FORMS}{allergies.pk}/")
    assert one.context["title"] == "Allergies et sensibilités"


def test_a_longer_list_costs_no_more_questions(cast, in_french, allergies, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    in_french.get(FORMS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        in_french.get(FORMS)
    for n in range(4):
        publish(cast, f"Form {n}", f"Formulaire {n}")
    with django_assert_num_queries(len(few)):
        assert "Formulaire 3" in titles(in_french.get(FORMS))


def test_the_forms_to_choose_from_and_those_of_a_patient(cast, in_french, allergies):
    sending = in_french.get(reverse("office:form_sending", args=[cast.ana_record.pk]))
    assert "Allergies et sensibilités" in sending.text and "Allergies and sensitivities" not in sending.text
    visit = look(in_french, cast, start=TEN_IN_MINUTES)
    assert "Allergies et sensibilités" in visit.text and "Allergies and sensitivities" not in visit.text
    actions.assign(template=allergies, patient=cast.ana_record, account=cast.ana, by=None, at=AT)
    page = in_french.get(reverse("office:patient_forms", args=[cast.ana_record.pk]))
    assert "Allergies et sensibilités" in page.text and "Allergies and sensitivities" not in page.text


def test_a_new_version_is_called_by_its_own_words(cast, in_french, allergies):
    publish(cast, "Allergies and sensitivities", "Vos allergies")
    assert titles(in_french.get(FORMS))[0] == "Vos allergies"
