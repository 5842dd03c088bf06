"""Two of the team at the same moment: one upload becomes one document, one sharing is one, whoever was first."""

from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError

from audit.models import Event
from common.tests.moment import AT
from records.actions import documents
from records.models import Document, EndedSharing
from records.models.kinds import Kind
from records.tests.factories import DocumentFactory, UploadFactory
from records.tests.test_at_once import together

ROUNDS = 6
SAID = {"kind": Kind.OTHER, "dated_on": AT.date(), "at": AT}

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def copied_twice(cast) -> tuple[set, list]:
    """Which documents came of one upload, and which files are there beside its own."""
    upload, made = UploadFactory(patient=cast.ana_record), []

    def copy(by):
        made.append(documents.from_upload(upload, by=by, **SAID).pk)

    together(lambda: copy(cast.finn), lambda: copy(cast.petra_account))
    kept = set(Document.objects.filter(upload=upload).values_list("pk", flat=True))
    assert set(made) == kept
    return kept, [name for name in default_storage.listdir("documents")[1] if name in map(str, made)]


def test_one_upload_becomes_one_document(cast):
    for _round in range(ROUNDS):
        kept, files = copied_twice(cast)
        assert len(kept) == len(files) == 1


def test_the_control_without_the_second_look_somebody_meets_an_error(cast, monkeypatch):
    """Red: were a lost race not looked at again, the second would fall over."""

    class Unheard(Exception):
        pass

    monkeypatch.setattr(documents, "IntegrityError", Unheard)
    with pytest.raises(IntegrityError):
        for _round in range(ROUNDS * 5):
            copied_twice(cast)


def test_shared_and_ended_by_two_it_is_one_sharing(cast):
    for number in range(1, ROUNDS + 1):
        document = DocumentFactory(patient=cast.ana_record)
        for act in (documents.share, documents.unshare):
            together(*(partial(act, document, by=by, at=AT) for by in (cast.finn, cast.nora)))
        assert EndedSharing.objects.count() == number
        told = Event.objects.filter(target=str(document.pk), verb__startswith="document.").order_by("id")
        noted = told.values_list("verb", flat=True)
        assert list(noted) == ["document.shared", "document.unshared"]
