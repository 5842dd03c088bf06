"""Documents: put there with their file or not at all, shown and no more, corrected, taken out (cases C57, C63)."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit
from audit.models import Event
from common.files import Refused
from common.tests.moment import AT
from common.tests.pictures import picture
from records import keeping
from records.actions import documents, uploads
from records.models import AccessRules, Document, EndedSharing, Upload
from records.models.kinds import ADMINISTRATIVE, Kind
from records.tests.factories import DocumentFactory, GrantFactory, UploadFactory

LATER = AT + timedelta(days=1)


def paper(pages=2, name="Letter.pdf") -> SimpleUploadedFile:
    made, out = pikepdf.new(), BytesIO()
    for _page in range(pages):
        made.add_blank_page(page_size=(200, 200))
    made.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def add(cast):
    def add(file=None, **fields):
        known = {"kind": Kind.LETTER, "title": "To your doctor", "dated_on": date(2026, 11, 1)}
        known |= {"patient": cast.ana_record, "by": cast.petra_account, "at": AT}
        return documents.add([file or paper()], **known | fields)[0]

    return add


def stored(folder="documents") -> set[str]:
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


@pytest.fixture(autouse=True)
def empty_storage():
    for folder in ("documents", "uploads"):
        for name in stored(folder):
            default_storage.delete(f"{folder}/{name}")


def verbs(document) -> list[str]:
    return list(Event.objects.filter(target=str(document.pk)).order_by("id").values_list("verb", flat=True))


# Put there ------------------------------------------------------------------------------------------


def test_it_is_kept_under_its_own_id_with_its_pages_counted(add, cast):
    document = add(
        paper(3, name="../../x.pdf"), labels=["Knee", " knee ", "", "Stage  1"], practitioner=cast.petra
    )
    assert stored() == {str(document.pk)}
    assert (document.name, document.content_type, document.pages) == ("x.pdf", "application/pdf", 3)
    assert (document.labels, document.created_by, document.shared_at) == (
        ["Knee", "Stage 1"], cast.petra_account, None,
    )  # fmt: skip
    assert document.size == len(keeping.content_of(document))
    assert verbs(document) == ["document.added"]


def test_a_picture_has_no_pages_and_a_file_without_a_title_is_called_by_its_name(add):
    document = add(picture(), title="", kind=Kind.IMAGE)
    assert (document.pages, document.content_type) == (None, "image/png")
    assert (document.title, document.name) == ("Knee", "Knee.png")


def test_shared_at_once_it_is_added_and_shared(add, cast):
    document = add(share=True)
    assert verbs(document) == ["document.added", "document.shared"]
    assert set(Document.objects.visible_to(cast.ben, at=AT)) == {document}


def test_several_are_added_all_or_none(cast, monkeypatch):
    said = {"patient": cast.ana_record, "kind": Kind.IMAGE, "dated_on": AT.date(), "by": cast.nora, "at": AT}
    named = documents.add([paper(name="a.pdf"), picture("b.png")], title="Knee", **said)
    unnamed = documents.add([paper(name="a.pdf"), picture("b.png")], **said)
    assert [one.title for one in named + unnamed] == ["Knee, 1", "Knee, 2", "a", "b"]
    with pytest.raises(Refused):
        documents.add([paper(), SimpleUploadedFile("x.pdf", b"<html>")], **said)
    save, times = default_storage.save, []

    def full(name, content):
        times.append(name)
        if len(times) == 2:
            raise OSError(28, "No space left on device")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(OSError):
        documents.add([paper(), paper()], **said)
    assert stored() == {str(one.pk) for one in named + unnamed} and Document.objects.count() == 4


def test_what_is_refused_leaves_nothing(add):
    with pytest.raises(Refused):
        add(SimpleUploadedFile("x.pdf", b"<html>"))
    assert (Document.objects.count(), stored()) == (0, set())


def test_a_full_disk_leaves_no_row_and_no_half_file(add, monkeypatch):
    save = default_storage.save

    def full(name, content):
        save(name, BytesIO(b"half"))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(keeping.NotKept, match="No space"):
        add()
    assert (Document.objects.count(), stored()) == (0, set())


def test_a_storage_that_is_down_altogether_says_so_and_leaves_no_row(add, monkeypatch):
    class Down(Exception):
        """Whatever a storage far away raises; no OSError."""

    def down(*args, **kwargs):
        raise Down("no answer")

    monkeypatch.setattr(default_storage, "save", down)
    monkeypatch.setattr(default_storage, "delete", down)
    with pytest.raises(OSError, match="no answer"):
        add()
    assert Document.objects.count() == 0


def test_a_row_that_fails_leaves_no_file(add, monkeypatch):
    def fails(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(IntegrityError):
        add()
    assert (Document.objects.count(), stored()) == (0, set())


def test_the_sweep_takes_files_without_a_row_and_nothing_else(add, cast):
    keeping.sweep(at=timezone.now() + timedelta(hours=2))  # what other tests left
    kept, removed = add(), add()
    documents.remove(removed, why="Wrong patient", by=cast.nora, at=LATER)
    default_storage.save("documents/0f0f0f0f-0000-4000-8000-000000000000", BytesIO(b"lost"))
    default_storage.save("uploads/half", BytesIO(b"lost"))
    now = timezone.now()
    assert keeping.sweep(at=now) == 0  # they may be on their way
    assert keeping.sweep(at=now + timedelta(hours=2)) == 2
    assert (stored(), stored("uploads")) == ({str(kept.pk), str(removed.pk)}, set())


# From what was handed in ----------------------------------------------------------------------------


def test_an_upload_is_copied_into_the_record_once(cast):
    file = paper(2, name="Referral.pdf")
    handed_in = uploads.keep(file, patient=cast.ana_record, for_what="tray", by=cast.ana, at=AT)
    fields = {"kind": Kind.REFERRAL, "title": "", "dated_on": AT.date(), "by": cast.finn, "at": AT}
    document = documents.from_upload(handed_in, **fields)
    assert documents.from_upload(handed_in, **fields) == document
    assert (document.patient, document.upload, document.title) == (cast.ana_record, handed_in, "Referral")
    assert (document.sha256, document.pages) == (handed_in.sha256, 2)
    assert keeping.content_of(document) == keeping.content_of(handed_in)
    assert (stored(), stored("uploads")) == ({str(document.pk)}, {str(handed_in.pk)})


def test_an_upload_whose_file_is_lost_becomes_nothing(cast):
    handed_in = UploadFactory(patient=cast.ana_record)
    default_storage.delete(handed_in.stored_as)
    with pytest.raises(OSError):
        documents.from_upload(handed_in, kind=Kind.OTHER, title="x", dated_on=AT.date(), by=cast.finn, at=AT)
    assert Document.objects.count() == 0


def test_one_upload_never_stands_for_two_documents(cast):
    handed_in = UploadFactory(patient=cast.ana_record)
    first = DocumentFactory(patient=cast.ana_record, upload=handed_in)
    with pytest.raises(IntegrityError, match="records_one_document"), transaction.atomic():
        DocumentFactory(patient=cast.ana_record, upload=handed_in)
    documents.remove(first, why="Wrong", by=cast.nora, at=AT)
    DocumentFactory(patient=cast.ana_record, upload=handed_in)


# Shown, and no more ---------------------------------------------------------------------------------


def test_shared_and_no_more_and_again_and_every_time_stays_known(add, cast):
    document = add()
    assert documents.share(document, by=cast.petra_account, at=AT)
    assert not documents.share(document, by=cast.nora, at=LATER)
    assert documents.unshare(document, by=cast.nora, at=LATER)
    assert not documents.unshare(document, by=cast.nora, at=LATER)
    assert not Document.objects.visible_to(cast.ben, at=LATER).exists()
    assert documents.share(document, by=cast.nora, at=LATER)
    assert set(Document.objects.visible_to(cast.ben, at=LATER)) == {document}
    assert list(EndedSharing.objects.values_list("shared_at", "shared_by", "ended_at", "ended_by")) == [
        (AT, cast.petra_account.pk, LATER, cast.nora.pk)
    ]
    assert verbs(document) == ["document.added", "document.shared", "document.unshared", "document.shared"]


def test_kinds_that_the_clinic_hides_are_seen_by_nobody_shared_or_not(cast):
    grant = GrantFactory(full=True)
    letter, result = (
        DocumentFactory(patient=grant.patient, kind=kind, shared=True) for kind in ("letter", "result")
    )
    rules = AccessRules.objects.create(clinic=grant.patient.clinic, hidden_kinds=["result", "image"])
    AccessRules.objects.create(clinic=cast.harbour, hidden_kinds=["letter"])
    assert set(Document.objects.visible_to(grant.account, at=AT)) == {letter}
    AccessRules.objects.filter(pk=rules.pk).update(hidden_kinds=[])
    assert set(Document.objects.visible_to(grant.account, at=AT)) == {letter, result}


def test_taken_out_it_is_shown_no_more_and_cannot_be_shared(add, cast):
    document = add(share=True)
    assert documents.remove(document, why="Filed with the\nwrong patient", by=cast.nora, at=LATER)
    assert not documents.remove(document, why="x", by=cast.finn, at=LATER)
    assert not documents.share(document, by=cast.nora, at=LATER)
    document.refresh_from_db()
    assert (document.removed_because, document.shared_at) == ("Filed with the wrong patient", None)
    assert not Document.objects.visible_to(cast.ben, at=LATER).exists() and EndedSharing.objects.count() == 1


def test_what_is_said_of_it_is_corrected_and_the_same_again_is_nothing(add, cast):
    document = add(labels=["Knee"])
    better = {"title": "Letter", "labels": ["knee ", "left"], "kind": Kind.REFERRAL}
    assert documents.correct(document, by=cast.nora, at=LATER, **better) == ["kind", "title", "labels"]
    assert documents.correct(document, by=cast.nora, at=LATER, **better) == []
    document.refresh_from_db()
    assert (document.title, document.labels, document.kind) == ("Letter", ["knee", "left"], "referral")
    assert Event.objects.get(verb="document.corrected").reason == "kind, title, labels"


def test_what_the_front_desk_may_open():
    assert {kind for kind in Kind if kind in ADMINISTRATIVE} == {Kind.INSURANCE, Kind.IDENTITY}


# Promises of the database ---------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"name": "x.pdf"}, {"sha256": "1" * 64}, {"size": 1}, {"size": 0}])
def test_the_database_refuses_to_make_it_another_file(cast, change):
    document = DocumentFactory(patient=cast.ana_record)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_the_database_refuses_to_forget_a_sharing_or_to_show_what_was_taken_out(add, cast):
    document = add(share=True)
    documents.remove(document, why="x", by=cast.nora, at=LATER)
    for act in (
        lambda: EndedSharing.objects.all().update(ended_by=cast.finn),
        lambda: EndedSharing.objects.all().delete(),
        lambda: Document.objects.filter(pk=document.pk).update(shared_at=AT, shared_by=cast.nora),
        lambda: Document.objects.filter(pk=document.pk).update(removed_at=None, removed_by=None),
        lambda: Upload.objects.create(
            patient=cast.ana_record, clinic=cast.harbour, for_what="x", name="x", size=0, created_at=AT
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
