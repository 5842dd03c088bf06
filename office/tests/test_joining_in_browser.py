"""Two records become one in a real browser, and two again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD
from records.models import Merge
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from tests.story import BORN, IN_TWO_DAYS, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def twice(cast):
    """Ana under a long name, with an account of her own that is the patient in full as well."""
    long = PatientFactory(
        clinic=cast.harbour, given_name="Ana-Wilhelmina-Alexandra", family_name="Cast", date_of_birth=BORN,
        address="1 Pier Road\nHalifax", made_online=True,
    )  # fmt: skip
    GrantFactory(account=cast.dov, patient=long, full=True, granted_by=cast.nora)
    GrantFactory(account=cast.ben, patient=long, relation=Relation.CARER)
    visit(cast.at_harbour, cast.quinn, long, IN_TWO_DAYS)
    return cast.ana_record, long


def place(name, *patients):
    return reverse(f"office:{name}", args=[patient.pk for patient in patients])


def test_compared_joined_and_parted(cast, twice, wide_page, enter, look, look_over):
    kept, gone = twice
    page = enter(wide_page, cast.nora)
    look_over(page, ["/office/duplicates/", place("patient", kept), place("compare", kept, gone)], staff=True)
    page.get_by_role("link", name="One person: see what joining does").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="Join two records")).to_be_visible()
    look(page, staff=True)
    page.get_by_role("button", name="Join the two records").click()
    expect(page.get_by_text("The two records are one now.")).to_be_visible()
    look(page, staff=True)
    assert Merge.objects.get().gone == gone
    page.get_by_role("link", name="Undo, until").click()
    look(page, staff=True)
    page.get_by_role("button", name="Part them").click()
    expect(page.get_by_text("Two records again.")).to_be_visible()
    assert Merge.objects.get().undone_at
