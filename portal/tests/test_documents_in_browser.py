"""Documents in the portal on a phone: read, opened, saved, with axe on every page."""

import pytest
from django.urls import reverse

from portal.tests.family import ana_in_full
from records.tests.factories import DocumentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papers(cast, live_server):
    """A long title, a picture, one that is new."""
    ana_in_full(cast)
    of_ana = {"patient": cast.ana_record, "shared": True}
    long = "Wilhelmina-Alexandra" * 7
    return [
        DocumentFactory(title="Letter", dated_on="2026-11-18", **of_ana),
        DocumentFactory(title="Knee", content_type="image/png", dated_on="2026-11-16", **of_ana),
        DocumentFactory(title=long, confidential=True, practitioner=cast.petra, **of_ana),
    ]


def test_the_patient_opens_and_saves(papers, cast, phone_page, enter, look_over):
    page = enter(phone_page, cast.ana)
    one = [cast.ana_record.pk]
    look_over(
        page,
        [
            reverse("portal:patient", args=one),
            reverse("portal:documents", args=one),
            *(reverse("portal:document", args=[*one, paper.pk]) for paper in papers),
        ],
    )
    page.goto(reverse("portal:documents", args=one))
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download Letter").click()
    assert saved.value.suggested_filename == "Letter.pdf"
    assert saved.value.path().read_bytes() == b"%PDF Letter"
