"""Documents in the office in a real browser: chosen from the disk, shared, taken back, with axe on every page."""

import pytest

from office.tests.people import place
from records.models import Document
from records.tests.factories import DocumentFactory
from records.tests.test_documents import paper

ONE = ("document", "document_correction", "document_removal")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papers(cast, live_server, tmp_path):
    """A long title, a picture, one that is not shared; and a file to add."""
    long = "Wilhelmina-Alexandra" * 7
    of_ana = {"patient": cast.ana_record, "labels": ["Knee", "x" * 30]}
    DocumentFactory(title=long, confidential=True, practitioner=cast.petra, shared=True, **of_ana)
    DocumentFactory(title="Not yet", kind="insurance", **of_ana)
    (tmp_path / "Letter.pdf").write_bytes(paper(2).read())
    return tmp_path / "Letter.pdf"


def test_the_team_adds_and_shares(papers, cast, wide_page, enter, look_over):
    page = enter(wide_page, cast.petra_account)
    first = Document.objects.get(title="Not yet")
    look_over(
        page,
        [
            place("documents", cast.ana_record),
            place("new_documents", cast.ana_record),
            *(
                place(name, cast.ana_record, first.pk)
                for name in ("document", "document_correction", "document_removal")
            ),
        ],
        staff=True,
    )
    page.goto(place("new_documents", cast.ana_record))
    page.get_by_label("Files").set_input_files(papers)
    page.get_by_label("What it is").select_option("letter")
    page.get_by_label("Show it to the patient at once").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_text("The document is added and shared.").wait_for()
    page.get_by_role("link", name="Letter", exact=True).nth(1).click()
    page.get_by_role("button", name="Stop sharing").click()
    page.get_by_text("The document is no longer shared.").wait_for()
