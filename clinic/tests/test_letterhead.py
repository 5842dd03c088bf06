"""How a clinic signs what it sends and prints."""

import pytest

from clinic.letterhead import letterhead, on_paper
from clinic.tests.factories import ClinicFactory


@pytest.mark.parametrize(("zone", "paper"), [("America/Halifax", "us-letter"), ("Europe/Paris", "a4")])
def test_a_printed_page_names_the_clinic_and_fits_its_paper(zone, paper):
    clinic = ClinicFactory.build(timezone=zone, address="12 Harbour Street")
    assert on_paper(clinic) == {
        "clinic": {"name": clinic.name, "address": "12 Harbour Street", "phone": clinic.phone},
        "paper": paper,
    }


@pytest.mark.django_db
def test_answers_to_a_mail_arrive_where_the_clinic_says():
    clinic = ClinicFactory(email="desk@example.org")
    assert letterhead(clinic.pk).answers == "desk@example.org"
    assert letterhead(ClinicFactory().pk).answers == ""
