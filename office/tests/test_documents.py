"""Documents in the office: who sees which, shared and no more, corrected, taken out (D4)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from audit.tests.factories import EventFactory
from common.tests.moment import AT
from office.tests.people import billing, place
from records.actions import documents as acts
from records.models import AccessRules, Document, EndedSharing
from records.models.kinds import Kind
from records.tests.factories import DocumentFactory

QUERIES = 16
PAGES = ("document", "document_view", "document_file", "document_correction", "document_removal")
HOUR = timedelta(hours=1)


@pytest.fixture
def petra(cast, client, sign_in):
    """Ana is one of hers."""
    return sign_in(client, cast.petra_account)


@pytest.fixture
def letter(cast):
    return DocumentFactory(patient=cast.ana_record, title="Qletter", kind="letter", labels=["Qlabel"])


@pytest.fixture
def card(cast):
    return DocumentFactory(patient=cast.ana_record, title="Qcard", kind="insurance", labels=["Sun"])


def at_address(name, document):
    return place(name, document.patient, document.pk)


def rows(client, cast, query="") -> list:
    return [row["title"] for row in client.get(place("documents", cast.ana_record) + query).context["rows"]]


# Who sees which -------------------------------------------------------------------------------------


def test_who_cares_sees_all_and_the_desk_what_is_administrative(cast, client, sign_in, letter, card):
    assert set(rows(sign_in(client, cast.petra_account), cast)) == {"Qletter", "Qcard"}
    for account in (cast.finn, cast.nora):
        page = sign_in(client, account).get(place("documents", cast.ana_record))
        assert {row["title"] for row in page.context["rows"]} == {"Qcard", "Letter"}
        assert "Qletter" not in page.text and "Qlabel" not in page.text and str(letter.pk) not in page.text
        assert {client.get(at_address(name, letter)).status_code for name in PAGES} == {403}
        assert {client.get(at_address(name, card)).status_code for name in PAGES} == {200}
        for name in ("document_sharing", "document_unsharing"):
            assert client.post(at_address(name, letter)).status_code == 403
    for account in (cast.quinn_account, billing(cast)):
        assert sign_in(client, account).get(place("documents", cast.ana_record)).status_code == 403
        assert {client.get(at_address(name, card)).status_code for name in PAGES} == {403}
    assert sign_in(client, cast.omar).get(place("documents", cast.ana_record)).status_code == 404


def test_a_label_says_what_it_is_about_and_finds_nothing_for_the_desk(cast, finn, letter, card):
    page = finn.get(place("documents", cast.ana_record) + "?label=Qlabel")
    assert page.context["rows"] == [] and page.context["labels"][-1]["label"] == "Sun"
    assert rows(finn, cast, "?label=Sun") == ["Qcard"]
    assert rows(finn, cast, "?kind=letter") == ["Letter"], "kind and date are theirs to know"


def test_they_are_chosen_by_kind_and_label(cast, petra, letter, card):
    DocumentFactory(patient=cast.ana_record, title="Both", kind="letter", labels=["Sun", "Qlabel"])
    assert set(rows(petra, cast, "?kind=letter")) == {"Qletter", "Both"}
    assert rows(petra, cast, "?kind=letter&label=Sun") == ["Both"]
    page = petra.get(place("documents", cast.ana_record) + "?kind=result&label=%00")
    assert page.context["rows"] == [] and "No document is like this." in page.text
    assert set(rows(petra, cast, "?kind=nonsense&page=x")) == {"Qletter", "Both", "Qcard"}
    choices = petra.get(place("documents", cast.ana_record) + "?kind=letter").context
    assert [(one["label"], one["current"]) for one in choices["kinds"]] == [
        ("All", False), ("Letter", True), ("Insurance card", False),
    ]  # fmt: skip
    assert choices["labels"][1]["url"] == "?kind=letter&label=Qlabel"


def test_another_patient_s_document_is_not_there(cast, petra, letter):
    DocumentFactory(patient=cast.zoe_record)
    for document in (DocumentFactory(patient=cast.kit_record), DocumentFactory(patient=cast.zoe_record)):
        for name in PAGES:
            assert petra.get(place(name, cast.ana_record, document.pk)).status_code == 404


def test_every_look_and_every_refusal_is_noted(cast, petra, client, sign_in, letter):
    for name in ("document", "document_view", "document_file"):
        petra.get(at_address(name, letter))
    sign_in(client, cast.finn).get(at_address("document", letter))
    noted = Event.objects.filter(patient=cast.ana_record.pk).values_list("verb", "actor", "target")
    assert set(noted) == {
        ("document.opened", cast.petra_account.pk, str(letter.pk)),
        ("document.downloaded", cast.petra_account.pk, str(letter.pk)),
        ("documents.opened", cast.petra_account.pk, str(cast.ana_record.pk)),
        ("documents.refused", cast.finn.pk, str(cast.ana_record.pk)),
    }


# Shared, and who saw it -----------------------------------------------------------------------------


def test_it_is_shared_and_no_more_with_its_history(cast, petra, letter, client, sign_in):
    assert petra.get(at_address("document_sharing", letter)).status_code == 405
    petra.post(at_address("document_sharing", letter))
    petra.post(at_address("document_sharing", letter))
    assert letter in Document.objects.visible_to(cast.ben, at=AT)
    page = petra.get(at_address("document", letter))
    assert page.context["sharings"] == ["Since Today, 9:00 am, shared by Petra Cast"]
    assert (page.context["share_url"], page.context["tags"][0]["label"]) == ("", "Shared")
    petra.post(at_address("document_unsharing", letter))
    assert letter not in Document.objects.visible_to(cast.ben, at=AT)
    page = petra.get(at_address("document", letter))
    assert page.context["sharings"] == [
        "From Today, 9:00 am, shared by Petra Cast, to Today, 9:00 am, ended by Petra Cast"
    ]
    assert EndedSharing.objects.count() == 1


def test_a_kind_the_clinic_hides_is_said_to_be_kept_from_patients(cast, petra, letter):
    AccessRules.objects.create(clinic=cast.harbour, hidden_kinds=["letter"])
    acts.share(letter, by=cast.nora, at=AT)
    page = petra.get(at_address("document", letter))
    assert page.context["is_hidden"] and "nobody sees it in the portal" in page.text
    (row,) = petra.get(place("documents", cast.ana_record)).context["rows"]
    assert row["tag_label"] == "Kept from patients"


def test_seen_by_names_accounts_with_access_and_not_the_team(cast, petra, letter):
    acts.share(letter, by=cast.nora, at=AT)
    about = {"patient": cast.ana_record.pk, "target": str(letter.pk)}
    EventFactory(actor=cast.ben.pk, verb="document.opened", at=AT - HOUR, **about)
    EventFactory(actor=cast.ben.pk, verb="document.downloaded", at=AT, **about)
    EventFactory(actor=cast.cleo.pk, verb="document.opened", at=AT - 30 * HOUR, **about)
    EventFactory(actor=cast.quinn_account.pk, verb="document.opened", at=AT, **about)
    EventFactory(
        actor=cast.petra_account.pk, on_behalf_of=cast.ana.pk, verb="document.opened", at=AT, **about
    )
    EventFactory(actor=cast.ana.pk, verb="documents.listed", at=AT, **about)
    (row,) = petra.get(place("documents", cast.ana_record)).context["rows"]
    assert row["seen"]["rows"] == [("Ben Cast", "Today"), ("Cleo Cast", "Yesterday")]
    page = petra.get(at_address("document", letter))
    assert [name for name, _when in page.context["seen"]] == ["Ben Cast", "Cleo Cast"]


# Corrected, taken out -------------------------------------------------------------------------------


def test_it_is_corrected(cast, petra, letter):
    page = petra.get(at_address("document_correction", letter))
    assert page.context["form"].initial["labels"] == "Qlabel"
    day = {"dated_on_day": "3", "dated_on_month": "11", "dated_on_year": "2026"}
    said = {"kind": "referral", "title": "Better", "labels": ""} | day
    assert petra.post(at_address("document_correction", letter), said).url == at_address("document", letter)
    letter.refresh_from_db()
    assert (letter.kind, letter.title, letter.labels) == ("referral", "Better", [])
    answer = petra.post(at_address("document_correction", letter), said | {"title": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title"])


def test_the_desk_makes_no_card_a_clinical_paper_nor_reads_one(cast, finn, card):
    day = {"dated_on_day": "3", "dated_on_month": "11", "dated_on_year": "2026"}
    said = {"kind": "result", "title": "x"} | day
    assert finn.post(at_address("document_correction", card), said).status_code == 422
    assert finn.post(at_address("document_correction", card), said | {"kind": "identity"}).status_code == 302


def test_it_is_taken_out_and_gone_for_all(cast, petra, letter):
    asked = petra.get(at_address("document_removal", letter))
    assert "It cannot be put back." in asked.text
    answer = petra.post(at_address("document_removal", letter), {"reason": "Of another patient"})
    assert answer.url == place("documents", cast.ana_record)
    assert rows(petra, cast) == [] and petra.get(at_address("document", letter)).status_code == 404
    letter.refresh_from_db()
    assert letter.removed_because == "Of another patient" and default_storage.exists(letter.stored_as)


def test_hostile_words_stay_words(cast, petra):
    hostile = '"><script>alert(1)</script>{{7*7}}'
    document = DocumentFactory(patient=cast.ana_record, title=hostile, labels=["<b>", "&"])
    page = petra.get(place("documents", cast.ana_record))
    assert "<script>alert" not in page.text and "{{7*7}}" in page.text and "&lt;b&gt;" in page.text
    assert "<script>alert" not in petra.get(at_address("document", document)).text


# Many -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["petra_account", "finn"])
def test_many_cost_no_more(cast, client, sign_in, who):
    sign_in(client, getattr(cast, who))
    address = place("documents", cast.ana_record)
    fields = {
        "patient": cast.ana_record, "title": "x", "dated_on": AT.date(), "name": "x.pdf", "size": 1,
        "content_type": "application/pdf", "sha256": "", "created_at": AT, "labels": ["Knee"],
    }  # fmt: skip
    kinds = list(Kind)
    Document.objects.bulk_create(Document(kind=kinds[n % len(kinds)], **fields) for n in range(10))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Document.objects.bulk_create(Document(kind=kinds[n % len(kinds)], **fields) for n in range(3000))
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert (len(page.context["rows"]), page.context["page"].paginator.count) == (30, 3010)
    assert len(many) == len(few) <= QUERIES
