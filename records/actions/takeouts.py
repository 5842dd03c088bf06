"""Taking a record out: asked for, made by a worker, handed out for a day, gone."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

import audit
from common import workers
from outbox.actions import post
from records.actions.alone import alone_with
from records.models import Grant, TakeOut
from records.takeout.holding import sees_all_of
from records.takeout.reader import Reader
from records.takeout.sight import sight_of

LIFE = timedelta(hours=24)


class NoAccount(Exception):
    """There is nobody to deliver it to: the patient has no account that sees all of the record."""


@transaction.atomic
def ask(grant, *, by, at, language="") -> TakeOut:
    """Begin a take-out for the account that holds this grant. Asking again while one is made changes nothing; what
    was ready before is gone. `by` is that account, or a member of the team who does it for the patient."""
    patient = grant.patient
    alone_with(patient)
    mine = TakeOut.objects.filter(patient=patient, account=grant.account)
    if running := mine.running().first():
        return running
    for old in mine.filter(ended_at=None):
        end(old, because="replaced", at=at)
    made = TakeOut.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        account=grant.account,
        grant=grant,
        sight=sight_of(grant),
        language=language or grant.account.language,
        asked_at=at,
        asked_by=by,
    )
    verb = "takeout.asked" if by == grant.account else "takeout.asked_for_patient"
    audit.record(verb, by=by, target=made, patient=patient, clinic=patient.clinic_id)
    transaction.on_commit(wake)
    return made


def ask_for_patient(patient, *, by, at) -> TakeOut:
    """The same by the clinic, at the patient's request: it goes to the patient's own account. Raises NoAccount."""
    grant = own_grant(patient, at=at)
    if grant is None:
        raise NoAccount
    return ask(grant, by=by, at=at)


def own_grant(patient, *, at) -> Grant | None:
    """The grant by which the patient sees their own record in full, with a proved address; None without one."""
    own = Grant.objects.live(at=at).filter(patient=patient, relation="self", level="full")
    grant = own.filter(account__is_active=True, account__verified_at__isnull=False).select_related("account")
    found = grant.first()
    if found:
        found.patient = patient
    return found


def wake() -> None:
    """Ask a worker to look. Beat looks too."""
    from records.tasks import make_take_outs

    workers.wake(make_take_outs)


def why_not_hand_out(taken, *, at) -> str | None:
    """Why a take-out must not be made or handed out now: `gone` access ended, `changed` it covers something else, or
    something that it holds was kept from this account since."""
    live = Grant.objects.live(at=at).filter(pk=taken.grant_id, account=taken.account_id)
    grant = live.select_related("patient__clinic").first()
    if grant is None or not taken.account.is_active:
        return "gone"
    reader = Reader(grant.patient, at, account=taken.account, grant=grant)
    same = sight_of(grant) == list(taken.sight) and sees_all_of(taken.holds, reader)
    return None if same else "changed"


@transaction.atomic
def deliver(taken, *, size: int, sha256: str, at) -> bool:
    """It is ready, unless its access ended or changed meanwhile: then its file goes at once."""
    if reason := why_not_hand_out(taken, at=at):
        end(taken, because=reason, at=at)
        return False
    ready = {"ready_at": at, "expires_at": at + LIFE, "size": size, "sha256": sha256}
    if not TakeOut.objects.running().filter(pk=taken.pk).update(**ready):
        _forget_file(taken)
        return False
    audit.record("takeout.ready", by=None, target=taken, patient=taken.patient_id, clinic=taken.clinic_id)
    post(
        "records.takeout_ready",
        clinic=taken.clinic_id,
        account=taken.account,
        patient=taken.patient_id,
        about={"takeout": taken.pk},
        dedupe_key=f"takeout:{taken.pk}",
        at=at,
    )
    return True


@transaction.atomic
def note_download(taken, *, by, at) -> None:
    """Somebody is handed the file."""
    TakeOut.objects.filter(pk=taken.pk, downloaded_at=None).update(downloaded_at=at)
    audit.record("takeout.downloaded", by=by, target=taken, patient=taken.patient_id, clinic=taken.clinic_id)


@transaction.atomic
def end(taken, *, because: str, at, by=None) -> bool:
    """No more of it: its file goes, the row stays. Ending twice changes nothing."""
    ended = {"ended_at": at, "ended_because": because}
    if not TakeOut.objects.filter(pk=taken.pk, ended_at=None).update(**ended):
        return False
    audit.record("takeout.ended", by=by, target=taken, patient=taken.patient_id, clinic=taken.clinic_id)
    transaction.on_commit(lambda: _forget_file(taken))
    return True


def sweep(*, at) -> int:
    """Delete the files of what is over, expired or not allowed any more; returns how many ended just now."""
    standing = TakeOut.objects.filter(ended_at=None, ready_at__isnull=False).select_related("account")
    ended = 0
    for taken in standing.iterator(chunk_size=200):
        because = "expired" if taken.expires_at <= at else why_not_hand_out(taken, at=at)
        ended += bool(because and end(taken, because=because, at=at))
    for taken in TakeOut.objects.filter(Q(ended_at__lte=at), swept_at=None):
        _forget_file(taken)
        TakeOut.objects.filter(pk=taken.pk).update(swept_at=at)
    return ended


def _forget_file(taken) -> None:
    default_storage.delete(taken.stored_as)
