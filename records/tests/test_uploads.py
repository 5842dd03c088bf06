"""Files that were handed in: row and file together or neither, and who sees them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit
from audit.models import Event
from common.files import Refused
from common.tests.pictures import picture
from records import keeping
from records.actions import uploads
from records.models import Upload


@pytest.fixture
def keep(cast, at):
    def keep(name="../x.png", content=None, by=None, patient=None):
        file = picture() if content is None else SimpleUploadedFile("x", content)
        file._name = name
        patient = patient or cast.ana_record
        return uploads.keep(
            file, patient=patient, for_what="smartforms.assignment:1", by=by or cast.ana, at=at
        )

    return keep


def take_back(upload, cast, at, **how):
    how = {"patient": cast.ana_record, "for_what": "smartforms.assignment:1"} | how
    return uploads.take_back(upload.pk, by=cast.ana, at=at, **how)


def stored() -> set[str]:
    return set(default_storage.listdir("uploads")[1]) if default_storage.exists("uploads") else set()


@pytest.fixture(autouse=True)
def empty_storage():
    for name in stored():
        default_storage.delete(f"uploads/{name}")
    for name in default_storage.listdir("documents")[1] if default_storage.exists("documents") else ():
        default_storage.delete(f"documents/{name}")


def test_a_file_is_kept_under_its_own_id_with_a_clean_name(keep, cast, at):
    upload = keep()
    assert stored() == {str(upload.pk)}
    with default_storage.open(upload.stored_as) as file:
        content = file.read()
    assert (upload.name, upload.content_type, upload.size) == ("x.png", "image/png", len(content))
    assert list(Event.objects.filter(verb="file.handed_in").values_list("actor", "patient", "target")) == [
        (cast.ana.pk, cast.ana_record.pk, str(upload.pk))
    ]


def test_what_is_refused_leaves_nothing(keep):
    with pytest.raises(Refused):
        keep(content=b"<svg/>")
    assert (Upload.objects.count(), stored()) == (0, set())


def test_a_full_disk_leaves_no_row(keep, monkeypatch):
    def full(name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(OSError, match="No space"):
        keep()
    assert Upload.objects.count() == 0


def test_a_row_that_fails_leaves_no_file(keep, monkeypatch):
    def fails(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(IntegrityError):
        keep()
    assert (Upload.objects.count(), stored()) == (0, set())


def test_the_sweep_takes_files_without_a_row_and_nothing_else(keep):
    upload = keep()
    default_storage.save("uploads/0f0f0f0f-0000-4000-8000-000000000000", BytesIO(b"lost"))
    default_storage.save("uploads/half", BytesIO(b"lost"))
    now = timezone.now()
    assert keeping.sweep(at=now) == 0  # they may be on their way
    assert keeping.sweep(at=now + timedelta(hours=2)) == 2
    assert stored() == {str(upload.pk)}


def test_taken_back_it_is_gone_and_twice_changes_nothing(keep, cast, at, django_capture_on_commit_callbacks):
    upload = keep()
    assert not take_back(upload, cast, at, patient=cast.kit_record)
    assert not take_back(upload, cast, at, for_what="smartforms.assignment:2")
    with django_capture_on_commit_callbacks(execute=True):
        assert take_back(upload, cast, at)
    assert not take_back(upload, cast, at)
    assert (stored(), list(Upload.objects.of(cast.harbour))) == (set(), [])


def test_who_sees_it(keep, cast, at):
    own, bens, kits = keep(), keep(by=cast.ben), keep(by=cast.ben, patient=cast.kit_record)

    def seen(account):
        return set(Upload.objects.visible_to(account, at=at))

    assert seen(cast.ana) == {own}  # limited: what she handed in herself
    assert seen(cast.ben) == {own, bens, kits}  # full access to Ana and Kit
    assert seen(cast.dov) == seen(cast.cleo) == seen(cast.omar) == seen(cast.nora) == set()
    assert set(Upload.objects.of(cast.lakeside)) == set()


@pytest.mark.parametrize(
    "change", [{"name": "other.png"}, {"sha256": "0" * 64}, {"size": 1}, {"for_what": "else"}, {"size": 0}]
)
def test_the_database_refuses_to_make_it_another_file(keep, change):
    upload = keep()
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(**change)


def test_it_is_not_given_back_once_removed_and_not_removed_before_it_came(keep, cast, at):
    upload = keep()
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(removed_at=at - timedelta(days=1))
    take_back(upload, cast, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(removed_at=None)
