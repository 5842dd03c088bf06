"""Files sent to the clinic: they wait in the tray; staff file them, decline them, or find where else they belong."""

import uuid
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

import audit
import outbox
from common.files import Refused
from records.actions import documents, uploads
from records.keeping import held, washed
from records.models import SentFile, Upload
from records.models.sent import KEPT_AFTER_REFUSAL, Outcome
from records.models.upload import FOR_CLINIC
from tray import actions as tray

KIND = "file.sent"
FILED_BY_MISTAKE = "Filed by mistake"
A_MOMENT_TO_UNDO = timedelta(minutes=3)


def send(file, *, patient, kind, batch, by, at, nth=0, note="", confidential=False) -> SentFile:
    """Keep a file for the clinic and put it in the tray. Raises files.Refused, and OSError where there is no room.

    The same file of the same press (`batch`, `nth`) that arrives twice is sent once. Another file, or one that was
    taken back or went to another patient since, is a press of its own.
    """
    while True:
        try:
            if (
                before := SentFile.objects.select_related("upload", "patient")
                .filter(batch=batch, nth=nth)
                .first()
            ):
                if _is_again(before, file, patient=patient, by=by):
                    return before
                # The next press is told by this one, so that what arrives twice of it is sent once, too.
                batch = uuid.uuid5(batch, f"{patient.pk}")
                continue
            said = {"kind": kind, "note": note, "confidential": confidential, "batch": batch, "nth": nth}
            return _send(file, patient=patient, by=by, at=at, **said)
        except IntegrityError:
            if not SentFile.objects.filter(batch=batch, nth=nth).exists():
                raise
            file.seek(0)  # somebody was faster, at this very moment


def _is_again(before, file, *, patient, by) -> bool:
    """Whether this very file was sent already and is still there."""
    if before.taken_back_at or before.patient_id != patient.pk or before.upload.account_id != by.pk:
        return False
    try:
        same = washed(file).sha256 == before.upload.sha256
    except Refused:
        same = False  # said where it is kept
    file.seek(0)
    return same


def _send(file, *, patient, by, at, **said) -> SentFile:
    sent = SentFile(patient=patient, sent_at=at, **said)

    def along(upload):
        sent.upload = upload
        sent.save(force_insert=True)
        _wait(sent, at=at)

    uploads.keep(file, patient=patient, for_what=FOR_CLINIC, by=by, at=at, waits=True, along=along)
    return sent


def _wait(sent, *, at) -> None:
    tray.put(KIND, clinic=sent.patient.clinic_id, target=sent, patient=sent.patient_id, at=at)


@transaction.atomic
def take_back(sent, *, by, at) -> bool:
    """Its sender does not want it looked at any more; its bytes go at once, but under a hold.

    Not once staff decided; twice: nothing.
    """
    if not SentFile.objects.waiting().filter(pk=sent.pk).update(taken_back_at=at):
        return False
    tray.take(KIND, target=sent, by=by, at=at)
    belongs = {"patient": sent.patient_id, "for_what": FOR_CLINIC}
    return uploads.take_back(sent.upload_id, **belongs, by=by, at=at)


@transaction.atomic
def file_into_record(sent, *, by, at, confidential=False, **what):
    """Make it a document of the record (`what` it is: kind, title, dated_on, labels, share); returns the document.

    None, and nothing happens, where somebody decided otherwise meanwhile. Raises OSError.
    """
    locked = _still_waiting(sent)
    if locked is None:
        return None
    private = confidential or locked.confidential
    document = documents.from_upload(locked.upload, confidential=private, by=by, at=at, **what)
    _decided(locked, Outcome.FILED, document=document, by=by, at=at)
    audit.record("sent_file.filed", by=by, **_about(locked))
    return document


@transaction.atomic
def put_into_form(sent, *, into, by, at) -> bool:
    """It belongs to a form: `into(upload)` puts a copy there and returns it, or raises, and then it waits as before.

    False, and nothing happens, where somebody decided otherwise meanwhile.
    """
    locked = _still_waiting(sent)
    if locked is None:
        return False
    _decided(locked, Outcome.IN_FORM, form_copy=into(locked.upload), by=by, at=at)
    audit.record("sent_file.put_into_form", by=by, **_about(locked))
    return True


@transaction.atomic
def decline(sent, *, reason, by, at) -> bool:
    """Say why it is not taken; its sender reads it. False where somebody decided otherwise meanwhile."""
    locked = _still_waiting(sent)
    if locked is None:
        return False
    _decided(locked, Outcome.DECLINED, reason=reason, by=by, at=at)
    audit.record("sent_file.declined", by=by, **_about(locked))
    return True


@transaction.atomic
def give_to(sent, patient, *, by, at) -> bool:
    """It was sent for the wrong one of a family: it waits with the other's record from now on."""
    locked = _still_waiting(sent)
    if locked is None or patient.clinic_id != locked.patient.clinic_id:
        return False
    tray.take(KIND, target=locked, by=by, at=at)
    audit.record("sent_file.given_away", by=by, **_about(locked))
    Upload.objects.filter(pk=locked.upload_id).update(patient=patient)
    SentFile.objects.filter(pk=locked.pk).update(patient=patient)
    locked.patient = sent.patient = patient
    audit.record("sent_file.received", by=by, **_about(locked))
    _wait(locked, at=at)
    return True


@transaction.atomic
def reopen(sent, *, by, at, out_of_form=lambda copy: False) -> bool:
    """Undo a decision of the same day: the document goes out of the record, the file waits again.

    What was for the patient alone as a document stays so while it waits. `out_of_form(copy)` takes it out of the form
    it was put into, and says whether that could still be done.
    """
    rows = SentFile.objects.select_for_update(of=["self"])
    locked = rows.select_related("patient__clinic", "document", "form_copy").get(pk=sent.pk)
    if not may_be_reopened(locked, at=at):
        return False
    private = locked.confidential
    if locked.form_copy is not None and not out_of_form(locked.form_copy):
        return False
    if locked.document is not None:
        private = private or locked.document.confidential
        documents.remove(locked.document, why=FILED_BY_MISTAKE, by=by, at=at)
    SentFile.objects.filter(pk=locked.pk).update(
        decided_at=None,
        decided_by=None,
        outcome="",
        reason="",
        document=None,
        form_copy=None,
        confidential=private,
    )
    audit.record("sent_file.reopened", by=by, **_about(locked))
    _wait(locked, at=at)
    return True


def may_be_reopened(sent, *, at) -> bool:
    """Until the clinic's midnight."""
    if sent.decided_at is None:
        return False
    zone = sent.patient.clinic.zone
    return sent.decided_at.astimezone(zone).date() == at.astimezone(zone).date()


def forget_refused(*, at) -> int:
    """Delete the bytes of what was not accepted, a while after; returns how many. The rows stay.

    Under a legal hold nothing goes; once that is lifted, it does.
    """
    old = SentFile.objects.filter(
        outcome=Outcome.DECLINED, decided_at__lte=at - KEPT_AFTER_REFUSAL, upload__removed_at=None
    )
    gone = list(Upload.objects.filter(pk__in=old.values("upload")).exclude(patient__in=held()))
    for upload in gone:
        with transaction.atomic():
            Upload.objects.kept().filter(pk=upload.pk).update(removed_at=at)
            audit.record(
                "file.deleted", by=None, target=upload, patient=upload.patient_id, clinic=upload.clinic_id
            )
        default_storage.delete(upload.stored_as)
    return len(gone)


def _still_waiting(sent) -> SentFile | None:
    """The row, kept to ourselves until the transaction ends: of two who decide, one finds it decided."""
    waiting = SentFile.objects.waiting().select_related("patient__clinic", "upload")
    return waiting.select_for_update(of=["self"]).filter(pk=sent.pk).first()


def _decided(sent, outcome, *, by, at, **facts) -> None:
    decided = {"outcome": outcome, "decided_at": at, "decided_by": by, **facts}
    SentFile.objects.filter(pk=sent.pk).update(**decided)
    tray.take(KIND, target=sent, by=by, at=at)
    _tell(sent, at=at)


def _tell(sent, *, at) -> None:
    """One mail for all that was sent with one press, once the last of it is answered."""
    if SentFile.objects.waiting().filter(batch=sent.batch).exists() or sent.upload.account_id is None:
        return
    outbox.post(
        "records.sent_answered", clinic=sent.patient.clinic_id, account=sent.upload.account, patient=sent.patient,
        about={"batch": sent.batch}, dedupe_key=f"sent-answered:{sent.batch}", at=at, due_at=at + A_MOMENT_TO_UNDO,
    )  # fmt: skip


def _about(sent) -> dict:
    return {"target": sent, "patient": sent.patient_id, "clinic": sent.patient.clinic_id}
