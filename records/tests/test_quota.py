"""What one account may send: counted with the files of forms, and also when much is sent side by side."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import files
from common.tests.at_once import at_once, errors
from common.tests.moment import AT
from common.tests.pictures import picture
from records import quota
from records.actions import sent, uploads
from records.models import SentFile, Upload
from records.models.kinds import Kind
from records.tests.factories import UploadFactory


def send(cast, by=None, at=AT, file=None):
    file = file or picture("Card.png")
    return sent.send(
        file, patient=cast.ana_record, kind=Kind.INSURANCE, batch=uuid.uuid4(), by=by or cast.ana, at=at
    )


def test_what_waits_has_an_end(cast, settings):
    settings.UPLOADS_WAITING = 2
    first = send(cast)
    send(cast)
    with pytest.raises(files.Refused, match="2 of your files still wait for the clinic"):
        send(cast, at=AT + timedelta(days=3))
    send(cast, by=cast.ben)  # counted for each account
    sent.decline(first, reason="Blurred", by=cast.nora, at=AT)
    send(cast, at=AT + timedelta(days=3))


def test_a_day_has_an_end_also_for_what_was_taken_back(cast, settings):
    settings.UPLOADS_A_DAY = 2
    send(cast)
    sent.take_back(send(cast), by=cast.ana, at=AT)
    with pytest.raises(files.Refused, match="You have sent 2 files within a day"):
        send(cast)
    with pytest.raises(files.Refused):  # a form’s file counts as well
        uploads.keep(
            picture(), patient=cast.ana_record, for_what="smartforms.assignment:1", by=cast.ana, at=AT
        )
    uploads.keep(picture(), patient=cast.ana_record, for_what="x:1", by=cast.ana, at=AT, counted=False)
    send(cast, at=AT + timedelta(hours=25))


def test_megabytes_have_an_end(cast, settings):
    settings.UPLOADS_MEGABYTES = 1
    UploadFactory(patient=cast.ana_record, account=cast.ana, size=(1 << 20) - 10, created_at=AT)
    with pytest.raises(files.Refused, match="larger than 1 MB"):
        send(cast)
    assert Upload.objects.count() == 1
    send(cast, at=AT + timedelta(hours=25))


def test_it_is_refused_before_it_is_washed(cast, settings, monkeypatch):
    settings.UPLOADS_A_DAY = 0
    monkeypatch.setattr(files, "accept", lambda *args, **kwargs: pytest.fail("washed"))
    with pytest.raises(files.Refused):
        send(cast)


def test_whoever_has_no_account_is_not_counted(cast, settings):
    settings.UPLOADS_A_DAY = 0
    uploads.keep(picture(), patient=cast.ana_record, for_what="x:1", by=None, at=AT)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_side_by_side_nobody_passes_it(cast, settings, monkeypatch, guarded):
    """Six at once for the last two places; the red control counts without the lock."""
    settings.UPLOADS_WAITING = 2
    kept = files.Accepted(b"x", "x.txt", "text/plain")
    monkeypatch.setattr(files, "accept", lambda *args, **kwargs: kept)
    if not guarded:
        monkeypatch.setattr(quota, "one_at_a_time", lambda what: None)
    most = 0
    for _round in range(1 if guarded else 20):
        answers = at_once(*[lambda: send(cast, file=SimpleUploadedFile("x.txt", b"x"))] * 6)
        assert {type(one) for one in errors(answers)} <= {files.Refused}
        waiting = SentFile.objects.waiting()
        most = max(most, waiting.count())
        if most > 2:
            break
        for one in waiting:
            sent.take_back(one, by=cast.ana, at=AT)
    assert (most == 2) is guarded
