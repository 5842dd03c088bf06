"""Reports in a real browser: filtered and sorted by keyboard and without a script's help, accessible at both widths."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common.tests.moment import AT
from outbox.tests.factories import MessageFactory
from records.tests.bulk import patient
from tests.story import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "",
    "missed/",
    "uptake/",
    "utilisation/",
    "mails/",
    "forms-outstanding/",
    "duplicate-emails/",
    "patients/",
]


@pytest.fixture
def busy(cast):
    """A visit that nobody came to, a long name, an address twice, a mail."""
    long = patient(cast.harbour, "Ana-Wilhelmina-Alexandra " + "Longname" * 8, 40, "a" * 50 + "@example.org")
    patient(cast.harbour, "Twin Roy", 40, long.email)
    visit(cast.at_harbour, cast.petra, long, AT - timedelta(days=40), no_show_at=AT)
    MessageFactory(kind="booking.reminder", clinic_id=cast.harbour.pk, patient_id=long.pk)


def test_looked_at_filtered_and_sorted(cast, busy, wide_page, enter, look, look_over):
    page = enter(wide_page, cast.nora)
    look_over(page, [f"/office/reports/{one}" for one in PAGES], staff=True)
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Patient", exact=True).fill("roy")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("1 record")
    page.get_by_role("link", name="Patient: contains “roy”").click()
    expect(page.get_by_role("status")).to_have_text("4 records")
    page.get_by_role("link", name="Born", exact=True).click()
    expect(page.get_by_role("columnheader", name="Born")).to_have_attribute("aria-sort", "ascending")
    page.complaints.expect("422")
    page.goto("/office/reports/patients/?born_from=x&sort=no")
    expect(page.get_by_role("alert")).to_contain_text("There are two things to fix")
    look(page, staff=True)
