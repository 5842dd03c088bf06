"""How a clinic signs what it sends and prints."""

import pytest

from clinic.letterhead import on_paper
from clinic.tests.factories import ClinicFactory


@pytest.mark.parametrize(("zone", "paper"), [("America/Halifax", "us-letter"), ("Europe/Paris", "a4")])
def test_a_printed_page_names_the_clinic_and_fits_its_paper(zone, paper):
    clinic = ClinicFactory.build(timezone=zone, address="12 Harbour Street")
    assert on_paper(clinic) == {
        "clinic": {"name": clinic.name, "address": "12 Harbour Street", "phone": clinic.phone},
        "paper": paper,
    }
