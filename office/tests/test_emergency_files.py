"""In an emergency files are looked at: nothing is taken along, and nothing that was sent is decided (D4)."""

import pytest
from django.urls import reverse

from records.models import Document, SentFile
from records.models.kinds import Kind
from records.tests.factories import BrokenGlassFactory, DocumentFactory, SentFileFactory

SAID = {"kind": "referral", "title": "Referral", "dated_on": "2026-11-17", "reason": "unreadable"}


@pytest.fixture
def quinn(client, sign_in, cast):
    """Ana's record, open in an emergency for somebody who does not care for her."""
    BrokenGlassFactory(patient=cast.ana_record, membership=cast.quinn_account.memberships.get())
    return sign_in(client, cast.quinn_account)


def test_a_document_is_looked_at_and_not_saved(quinn, cast):
    letter = DocumentFactory(patient=cast.ana_record, kind=Kind.LETTER)
    codes = {
        name: quinn.get(reverse(f"office:{name}", args=[cast.ana_record.pk, letter.pk])).status_code
        for name in ("document", "document_view", "document_file", "document_correction", "document_removal")
    }
    assert codes == {
        "document": 200, "document_view": 200, "document_file": 403, "document_correction": 403,
        "document_removal": 403,
    }  # fmt: skip
    page = quinn.get(reverse("office:documents", args=[cast.ana_record.pk]))
    assert [row["file_url"] for row in page.context["rows"]] == [""]


def test_what_was_sent_is_looked_at_and_not_decided(quinn, cast):
    sent = SentFileFactory(patient=cast.ana_record, by=cast.ben, kind=Kind.REFERRAL)
    of_it = [cast.ana_record.pk, sent.pk]
    page, view = (reverse(f"office:{name}", args=of_it) for name in ("sent_file", "sent_file_view"))
    shown = quinn.get(page)
    assert (shown.status_code, shown.context["decides"], shown.context["save_url"]) == (200, False, "")
    assert (quinn.get(view).status_code, quinn.get(f"{view}?save=").status_code) == (200, 403)
    ways = ("filing", "placing", "declining", "giving", "reopening")
    codes = {
        way: quinn.post(reverse(f"office:sent_file_{way}", args=of_it), SAID).status_code for way in ways
    }
    assert codes == dict.fromkeys(ways, 403)
    assert SentFile.objects.get(pk=sent.pk).waits and not Document.objects.filter(upload=sent.upload).exists()
