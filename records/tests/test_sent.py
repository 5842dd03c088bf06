"""Files sent to the clinic: in the tray until somebody decides, once; who sees them; what is said by mail."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

import audit
from audit.models import Event
from common import files
from common.tests.clamd import clamd
from common.tests.hostile import EICAR, image
from common.tests.moment import AT
from common.tests.pictures import picture
from outbox.delivery import drain
from outbox.models import Message
from records.actions import lock_down, sent
from records.actions.grants import revoke
from records.models import Document, SentFile, Upload
from records.models.access import Scope
from records.models.kinds import Kind
from records.tests.factories import regranted
from tray.models import Item

LATER = AT + timedelta(hours=1)
WHAT = {"kind": Kind.INSURANCE, "title": "Card", "dated_on": AT.date()}


def send(cast, by=None, patient=None, file=None, batch=None, **more):
    given = {"kind": Kind.INSURANCE, "batch": batch or uuid.uuid4(), "at": AT} | more
    return sent.send(
        file or picture("Card.png"), patient=patient or cast.ana_record, by=by or cast.ana, **given
    )


def waiting() -> list[str]:
    return list(Item.objects.filter(kind=sent.KIND, done_at=None).values_list("target", flat=True))


def verbs(patient) -> list[str]:
    mine = Event.objects.filter(patient=patient.pk).exclude(verb__contains="changed")
    return list(mine.order_by("pk").values_list("verb", flat=True))


def bytes_of(upload) -> bool:
    return default_storage.exists(upload.stored_as)


def test_it_waits_in_the_tray(cast):
    one = send(cast, note="Front", confidential=True)
    assert (one.upload.name, one.upload.account, one.note) == ("Card.png", cast.ana, "Front")
    assert waiting() == [f"records.sentfile:{one.pk}"]
    assert verbs(cast.ana_record) == ["file.handed_in"]
    assert bytes_of(one.upload)


def test_pressed_twice_it_is_one_file(cast):
    batch = uuid.uuid4()
    one, again, second = send(cast, batch=batch), send(cast, batch=batch), send(cast, batch=batch, nth=1)
    assert one == again != second
    assert Upload.objects.count() == 2


def test_one_that_is_refused_leaves_nothing(cast):
    with pytest.raises(files.Refused):
        send(cast, file=SimpleUploadedFile("x.svg", b"<svg/>"))
    assert (SentFile.objects.count(), Upload.objects.count(), waiting()) == (0, 0, [])


def test_without_its_place_in_the_tray_nothing_is_kept(cast, monkeypatch):
    def fails(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(sent.tray, "put", fails)
    with pytest.raises(IntegrityError):
        send(cast)
    assert (SentFile.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_virus_is_written_down_without_a_name(cast, settings):
    with clamd() as scanner:
        settings.CLAMD = scanner.address
        with pytest.raises(files.Infected):
            send(cast, file=SimpleUploadedFile("secret.jpg", image() + EICAR))
    assert verbs(cast.ana_record) == ["file.infected"]
    assert "secret" not in str(list(Event.objects.values()))
    assert Upload.objects.count() == 0


def test_while_the_scanner_is_silent_nothing_is_kept(cast, settings):
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(files.Refused, match="can’t be checked right now"):
        send(cast)
    assert (SentFile.objects.count(), Upload.objects.count(), waiting()) == (0, 0, [])


def test_who_sees_it(cast):
    anas, bens, kits = send(cast), send(cast, by=cast.ben), send(cast, by=cast.ben, patient=cast.kit_record)
    private = send(cast, confidential=True)

    def seen(account):
        return set(SentFile.objects.visible_to(account, at=AT))

    assert seen(cast.ana) == {anas, private}  # limited: her own
    assert seen(cast.ben) == {anas, bens, kits}  # full with records; not what is between her and the clinic
    assert seen(cast.cleo) == seen(cast.dov) == seen(cast.zoe) == seen(cast.nora) == set()
    regranted(cast.ana_grant, level="full", basis="clinic", granted_by=cast.nora)
    assert seen(cast.ana) == {anas, bens, private}
    regranted(cast.ben_grant, scopes=[Scope.FORMS])
    assert seen(cast.ben) == {bens, kits}  # own always
    assert set(Upload.objects.visible_to(cast.ben, at=AT)) == {bens.upload, kits.upload}
    assert set(SentFile.objects.of(cast.lakeside)) == set()


def test_access_that_ends_takes_it_along(cast):
    send(cast)
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert not SentFile.objects.visible_to(cast.ana, at=AT).exists()


def test_its_sender_takes_it_back_while_it_waits(cast, django_capture_on_commit_callbacks):
    one = send(cast)
    with django_capture_on_commit_callbacks(execute=True):
        assert sent.take_back(one, by=cast.ana, at=AT)
        assert not sent.take_back(one, by=cast.ana, at=AT)
    assert (bytes_of(one.upload), waiting()) == (False, [])
    assert not sent.decline(one, reason="Blurred", by=cast.nora, at=AT)
    assert list(SentFile.objects.of(cast.harbour)) == []


def test_filed_it_is_a_document(cast):
    one = send(cast)
    document = sent.file_into_record(one, by=cast.nora, at=LATER, share=True, **WHAT)
    one.refresh_from_db()
    assert (one.outcome, one.document, one.decided_by) == ("filed", document, cast.nora)
    assert (document.title, document.upload, document.shared_at) == ("Card", one.upload, LATER)
    assert waiting() == []
    assert verbs(cast.ana_record) == [
        "file.handed_in",
        "document.added",
        "document.shared",
        "sent_file.filed",
    ]
    assert not sent.take_back(one, by=cast.ana, at=LATER)


def test_what_its_sender_keeps_private_stays_so_as_a_document(cast):
    one = send(cast, confidential=True)
    assert sent.file_into_record(one, by=cast.nora, at=LATER, confidential=False, **WHAT).confidential
    assert not SentFile.objects.visible_to(cast.ben, at=AT).exists()


def test_the_second_to_decide_changes_nothing(cast):
    one = send(cast)
    assert sent.decline(one, reason="Blurred", by=cast.nora, at=LATER)
    assert sent.file_into_record(one, by=cast.finn, at=LATER, **WHAT) is None
    assert not sent.decline(one, reason="Wrong person", by=cast.finn, at=LATER)
    one.refresh_from_db()
    assert (one.outcome, one.reason, one.decided_by) == ("declined", "Blurred", cast.nora)
    assert Document.objects.count() == 0


def test_reopened_the_same_day_it_waits_again(cast):
    one = send(cast)
    document = sent.file_into_record(one, by=cast.nora, at=LATER, **WHAT)
    assert sent.reopen(one, by=cast.finn, at=LATER)
    assert not sent.reopen(one, by=cast.finn, at=LATER)
    assert waiting() == [f"records.sentfile:{one.pk}"]
    assert not Document.objects.kept().filter(pk=document.pk).exists()
    assert sent.file_into_record(one, by=cast.nora, at=LATER, **WHAT) != document


def test_the_next_day_it_stays_as_it_is(cast):
    one = send(cast)
    sent.decline(one, reason="Blurred", by=cast.nora, at=AT)
    assert not sent.reopen(one, by=cast.nora, at=AT + timedelta(days=1))


def test_of_another_of_the_family_it_waits_there(cast):
    one = send(cast, by=cast.ben)
    assert sent.give_to(one, cast.kit_record, by=cast.finn, at=LATER)
    assert [item.patient for item in Item.objects.filter(kind=sent.KIND, done_at=None)] == [
        cast.kit_record.pk
    ]
    assert Upload.objects.get(sent=one).patient == cast.kit_record
    assert verbs(cast.kit_record) == ["sent_file.received"]
    assert not sent.give_to(one, cast.zoe_record, by=cast.finn, at=LATER)


def test_what_was_not_accepted_is_deleted_after_a_month_and_its_row_stays(cast):
    old, filed = send(cast), send(cast)
    sent.decline(old, reason="Blurred", by=cast.nora, at=AT)
    sent.file_into_record(filed, by=cast.nora, at=AT, **WHAT)
    assert sent.forget_refused(at=AT + timedelta(days=29)) == 0
    assert sent.forget_refused(at=AT + timedelta(days=30)) == 1
    assert sent.forget_refused(at=AT + timedelta(days=31)) == 0
    assert (bytes_of(old.upload), bytes_of(filed.upload)) == (False, True)
    assert SentFile.objects.visible_to(cast.ana, at=AT).get(pk=old.pk).reason == "Blurred"


@pytest.mark.parametrize(
    "change",
    [
        {"decided_at": AT}, {"outcome": "filed"}, {"reason": "Blurred"}, {"kind": Kind.OTHER}, {"sent_at": LATER},
        {"note": "else"}, {"taken_back_at": AT - timedelta(days=1)},
    ],
)  # fmt: skip
def test_the_database_keeps_who_what_and_when_together(cast, change):
    one = send(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        SentFile.objects.filter(pk=one.pk).update(**change)


# The mail -----------------------------------------------------------------------------------------


def mails(at=LATER + timedelta(hours=1)):
    drain(at=at)
    return [(one.to, one.subject) for one in mail.outbox]


TOLD = ("ana@example.org", "The clinic has looked at what you sent")


def test_one_mail_for_all_that_was_sent_at_once(cast):
    batch = uuid.uuid4()
    one, two = send(cast, batch=batch), send(cast, batch=batch, nth=1, kind=Kind.RESULT)
    sent.decline(one, reason="Blurred", by=cast.nora, at=LATER)
    assert not Message.objects.exists()
    sent.file_into_record(two, by=cast.nora, at=LATER, **WHAT)
    assert mails() == [([TOLD[0]], TOLD[1])]
    told = mail.outbox[0].body + str(mail.outbox[0].alternatives)
    assert not [word for word in ("Blurred", "Card", "Insurance", "Ana", "accepted") if word in told]


def test_no_mail_where_it_was_opened_again_or_access_ended(cast):
    one, two = send(cast), send(cast, by=cast.ben)
    sent.decline(one, reason="Blurred", by=cast.nora, at=LATER)
    sent.reopen(one, by=cast.nora, at=LATER)
    sent.decline(two, reason="Blurred", by=cast.nora, at=LATER)
    revoke(cast.ben_grant, by=cast.nora, at=LATER)
    assert mails() == [(["ben@example.org"], "Access to a record has ended")]
    assert set(Message.objects.filter(kind="records.sent_answered").values_list("dropped_because", flat=True)) == {
        "opened again", "access over",
    }  # fmt: skip


def test_the_act_fails_where_it_cannot_be_written_down(cast, monkeypatch):
    one = send(cast)

    def fails(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(IntegrityError):
        sent.decline(one, reason="Blurred", by=cast.nora, at=LATER)
    one.refresh_from_db()
    assert one.waits
