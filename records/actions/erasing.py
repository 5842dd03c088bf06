"""Being forgotten: asked for, decided, done in two steps. Rows stay, emptied; nothing is deleted, or comes back."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

import audit
from outbox.actions import post
from outbox.registry import language_about
from records import contract, retention
from records.actions import requests
from records.actions.alone import alone_with
from records.actions.joining.standing import lift
from records.joining.trail import ids_of
from records.models import Erasure, LegalHold, Patient
from records.takeout.forgetting import shut_out
from tray.actions import put, take


class Held(Exception):
    """A legal hold is on the record: nothing of it goes."""


class TooEarly(Exception):
    """The law wants the rest kept for longer, or what was joined can still be parted."""


@transaction.atomic
def ask(patient, *, by, at, by_patient, email="") -> Erasure:
    """Ask that a record be erased. It waits in the clinic's tray; asking twice is asking once. What somebody else
    asked is the patient's own request from the moment in which they ask it too."""
    alone_with(patient)
    waiting = Erasure.objects.open().filter(patient=patient).first()
    if waiting:
        if by_patient and waiting.asked_by_id != by.pk:
            requests.take_over(waiting, by=by, at=at, email=email or patient.email)
        return waiting
    return _open(patient, by=by, at=at, asked_by_id=by.pk, by_patient=by_patient, email=email)


def _open(patient, *, by, at, asked_by_id, by_patient, email) -> Erasure:
    asked = Erasure.objects.create(
        patient=patient,
        asked_at=at,
        asked_by_id=asked_by_id,
        by_patient=by_patient,
        email=email or patient.email,
    )
    put("erasure_asked", clinic=patient.clinic_id, target=asked, patient=patient, by=by, at=at)
    audit.record("erasure.asked", by=by, target=asked, patient=patient, clinic=patient.clinic_id)
    return asked


def ask_again(kept, gone, *, by, at) -> Erasure | None:
    """Two records were joined, and of the closed one it was decided that it goes: what it held is the kept one's now,
    so somebody decides about that one as well. None where nothing is promised, or the kept one is asked about already.
    """
    promised = Erasure.objects.promised().filter(patient__in=ids_of(gone.pk)).order_by("asked_at").first()
    of_kept = Erasure.objects.filter(patient=kept)
    if promised is None or of_kept.open().exists() or of_kept.promised().exists():
        return None
    asker = {"asked_by_id": promised.asked_by_id, "by_patient": promised.by_patient, "email": promised.email}
    return _open(kept, by=by, at=at, **asker)


def take_back(asked, *, by, at) -> None:
    """The records were parted again before anybody decided: the promise stands for the other one. Nobody is told."""
    decided = {"decided_at": at, "decided_by": by, "accepted": False}
    decided["reason"] = _("The two records were parted again. The request stands for the other one.")
    for one in Erasure.objects.open().filter(pk__in=asked).select_related("patient"):
        Erasure.objects.filter(pk=one.pk).update(**decided)
        take("erasure_asked", target=one, by=by, at=at)
        audit.record("erasure.declined", by=by, target=one, patient=one.patient, clinic=one.patient.clinic_id)


@transaction.atomic
def accept(erasure, *, by, at) -> bool:
    """What need not be kept goes now, and nobody sees the record in the portal any more. Raises Held.

    The mail about it is on its way before the address is forgotten. Accepting twice changes nothing.
    """
    patient = erasure.patient
    alone_with(patient)
    if retention.is_held(patient):
        raise Held
    decided = {
        "decided_at": at,
        "decided_by": by,
        "accepted": True,
        "keep_until": retention.keep_until(patient),
    }
    if not Erasure.objects.open().filter(pk=erasure.pk).update(**decided):
        return False
    language = _language_of(erasure)  # as long as it is on file
    with _erasing():
        for each in _with_joined(patient):
            for room in contract.answerers():
                room.forget(each, by=by, at=at)
    take("erasure_asked", target=erasure, by=by, at=at)
    audit.record("erasure.accepted", by=by, target=erasure, patient=patient, clinic=patient.clinic_id)
    _tell(erasure, language, at=at)
    return True


@transaction.atomic
def decline(erasure, *, by, at, reason: str) -> bool:
    """Nothing goes, and the patient is told why."""
    decided = {"decided_at": at, "decided_by": by, "accepted": False, "reason": reason}
    if not Erasure.objects.open().filter(pk=erasure.pk).update(**decided):
        return False
    take("erasure_asked", target=erasure, by=by, at=at)
    patient = erasure.patient
    audit.record("erasure.declined", by=by, target=erasure, patient=patient, clinic=patient.clinic_id)
    _tell(erasure, _language_of(erasure), at=at)
    return True


@transaction.atomic
def complete(erasure, *, by, at) -> bool:
    """The time is over: words, files and names go too. Raises Held, TooEarly; twice changes nothing."""
    patient = erasure.patient
    alone_with(patient)
    match retention.why_not_complete(erasure, at=at):
        case "held":
            raise Held
        case "too_early" | "may_part":
            raise TooEarly
        case "done" | "not_accepted":
            return False
    done = {"completed_at": at, "completed_by": by, "email": ""}
    if not Erasure.objects.filter(pk=erasure.pk, completed_at=None).update(**done):
        return False
    whole = _with_joined(patient)
    # What was promised of records that were joined into this one is kept with it.
    Erasure.objects.promised().filter(patient__in=whole[1:]).update(**done)
    with _erasing():
        for each in whole:
            for room in contract.answerers():
                room.forget(each, by=by, at=at)  # what was entered since it was accepted
                room.forget_all(each, by=by, at=at)
    audit.record("erasure.completed", by=by, target=erasure, patient=patient, clinic=patient.clinic_id)
    return True


@transaction.atomic
def hold(patient, *, by, at, reason: str) -> LegalHold:
    """Nothing of this record goes until the hold is lifted. The patient is not told."""
    alone_with(patient)
    fact, made = LegalHold.objects.get_or_create(
        patient=patient, lifted_at=None, defaults={"at": at, "by": by, "reason": reason}
    )
    if made:
        audit.record("hold.placed", by=by, target=fact, patient=patient, clinic=patient.clinic_id)
    return fact


@transaction.atomic
def lift_hold(patient, *, by, at, which=None) -> None:
    """What the law keeps may go again when its time is over, unless another hold stands: of a record that was joined
    into this one. `which` is the id of one, as text; without it, the record's own."""
    if lift(LegalHold, patient, by=by, at=at, which=which):
        audit.record("hold.lifted", by=by, patient=patient, clinic=patient.clinic_id)


def keep_promises(merge, moved: list, *, by, at) -> None:
    """Two records are parted. What was accepted since they were one was about both: each keeps the promise. What was
    accepted of the closed one alone, while it was empty, is done again now that it has its own. `moved` are the ids of
    the requests that came along."""
    since = Erasure.objects.filter(accepted=True, decided_at__gte=merge.at)
    alone = since.filter(patient=merge.gone).exclude(pk__in=moved)
    if alone.exists():
        _forget_unless_held(merge, by=by, at=at)
    about_both = since.filter(Q(patient=merge.patient) | Q(pk__in=moved, patient=merge.gone))
    for one in about_both.order_by("decided_at"):
        for record in (merge.patient, merge.gone):
            _promise_too(one, record)


def _forget_unless_held(merge, *, by, at) -> None:
    """A hold that was placed since keeps what there is; it lets nobody see it."""
    if any(retention.holds_on(each) for each in (merge.patient, merge.gone)):
        shut_out(merge.gone, by=by, at=at)
        return
    with _erasing():
        for room in contract.answerers():
            room.forget(merge.gone, by=by, at=at)


def _promise_too(erasure, record) -> None:
    """The same promise of another record, unless there is one already."""
    own = Erasure.objects.filter(patient=record, accepted=True)
    if own.filter(decided_at__gte=erasure.decided_at).exists() or own.promised().exists():
        return
    requests.copied(erasure, patient_id=record.pk, email="")


def _with_joined(patient) -> list[Patient]:
    """The record and those that were joined into it: they still say whose they were."""
    joined = Patient.objects.filter(pk__in=ids_of(patient.pk)).exclude(pk=patient.pk)
    return [patient, *joined.select_related("clinic")]


@contextmanager
def _erasing():
    """While this lasts, the database lets words be emptied that it otherwise keeps as they were sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anteroom.erasing', 'on', true)")
        yield
        cursor.execute("SELECT set_config('anteroom.erasing', '', true)")


def _language_of(erasure) -> str:
    """The asker's own where the patient asked, else the one on file for the patient."""
    own = erasure.asked_by.language if erasure.by_patient else ""
    return own or language_about(erasure.patient_id)


def _tell(erasure, language, *, at) -> None:
    if erasure.email:
        post(
            "records.erasure_decided",
            clinic=erasure.patient.clinic_id,
            about={"erasure": erasure.pk},
            dedupe_key=f"erasure:{erasure.pk}",
            locale=language,
            at=at,
        )
