"""A file that is sent again, or kept between the patient and the clinic: once, and as private as its sender wanted."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.tests.moment import AT
from records.actions import documents, sent
from records.models import Document, SentFile
from records.tests.test_documents import paper
from records.tests.test_sent import LATER, WHAT, send


def test_a_press_is_the_same_only_with_the_same_file_of_the_same_patient(cast):
    batch, other = uuid.uuid4(), SimpleUploadedFile("other.txt", b"else")
    one = send(cast, by=cast.ben, batch=batch)
    two = send(cast, by=cast.ben, batch=batch, file=other)
    other.seek(0)
    assert send(cast, by=cast.ben, batch=batch, file=other) == two != one
    sent.give_to(one, cast.kit_record, by=cast.finn, at=AT)
    three = send(cast, by=cast.ben, batch=batch)
    assert three.patient == cast.ana_record and three not in (one, two)
    sent.take_back(three, by=cast.ben, at=AT)
    four = send(cast, by=cast.ben, batch=batch)
    assert four.waits and four not in (one, two, three)
    assert send(cast, by=cast.ben, batch=batch) == four
    assert send(cast, by=cast.ana, batch=batch).upload.account == cast.ana
    assert send(cast, by=cast.ben, patient=cast.kit_record, batch=batch).patient == cast.kit_record


def test_a_pdf_pressed_twice_is_one_file(cast):
    batch, content = uuid.uuid4(), paper().read()
    one, again = (send(cast, batch=batch, file=SimpleUploadedFile("x.pdf", content)) for _press in range(2))
    assert one == again


def test_the_document_is_kept_as_private_as_its_sender_wanted(cast):
    one = send(cast, confidential=True)
    document = sent.file_into_record(one, by=cast.nora, at=LATER, share=True, **WHAT)
    with pytest.raises(documents.KeptPrivate):
        documents.correct(document, by=cast.nora, at=LATER, confidential=False)
    assert documents.correct(document, by=cast.nora, at=LATER, title="Front") == ["title"]
    assert Document.objects.get().confidential


def test_what_becomes_private_as_a_document_is_so_among_what_was_sent(cast):
    one = send(cast)
    document = sent.file_into_record(one, by=cast.nora, at=LATER, share=True, **WHAT)
    assert SentFile.objects.visible_to(cast.ben, at=LATER).exists()
    documents.correct(document, by=cast.nora, at=LATER, confidential=True)
    assert list(SentFile.objects.visible_to(cast.ben, at=LATER)) == []
    assert list(SentFile.objects.visible_to(cast.ana, at=LATER)) == [one]
    assert sent.reopen(one, by=cast.nora, at=LATER)
    assert list(SentFile.objects.visible_to(cast.ben, at=LATER)) == []


def test_what_the_team_made_private_it_may_show_again(cast):
    one = send(cast)
    document = sent.file_into_record(one, by=cast.nora, at=LATER, confidential=True, **WHAT)
    assert list(SentFile.objects.visible_to(cast.ben, at=LATER)) == []
    assert documents.correct(document, by=cast.nora, at=LATER, confidential=False) == ["confidential"]
    assert list(SentFile.objects.visible_to(cast.ben, at=LATER)) == [one]
