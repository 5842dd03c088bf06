"""Posting a mail: a row now, the mail when it leaves."""

from django.db import transaction
from django.utils.translation import get_language

from common import clock, workers
from outbox import registry
from outbox.models import Message, unsent


def post(
    kind,
    *,
    dedupe_key,
    clinic=None,
    account=None,
    patient=None,
    about=None,
    at=None,
    due_at=None,
    locale=None,
):
    """Put a message in the outbox, in the caller's transaction: rolled back with it, wakes the worker on commit.

    `about` holds ids only. The same `dedupe_key` is posted once. Raises KeyError for a kind nobody composes.
    It is written in `locale`, else in the language of the account, else of the patient, else of this request.
    """
    registry.kind(kind)
    at = at or clock.now()
    patient_id = getattr(patient, "pk", patient)
    chosen = locale or getattr(account, "language", "") or registry.language_about(patient_id)
    row = {
        "kind": kind,
        "clinic_id": getattr(clinic, "pk", clinic),
        "account_id": getattr(account, "pk", account),
        "patient_id": patient_id,
        "about": {name: str(value) for name, value in (about or {}).items()},
        "locale": chosen or get_language() or "en",
        "posted_at": at,
        "due_at": due_at or at,
    }
    Message.objects.bulk_create([Message(dedupe_key=dedupe_key, **row)], ignore_conflicts=True)
    if row["due_at"] <= at:
        transaction.on_commit(wake)


def post_all(kind, rows, *, clinic, at) -> None:
    """Put many messages of one kind in the outbox with one statement; each row has `about`, `dedupe_key`, `due_at`,
    and may have a `locale`."""
    registry.kind(kind)
    common = {"kind": kind, "clinic_id": getattr(clinic, "pk", clinic), "posted_at": at}
    ours = get_language() or "en"
    messages = [
        Message(
            **common,
            locale=row.get("locale") or ours,
            about={name: str(value) for name, value in row["about"].items()},
            dedupe_key=row["dedupe_key"],
            due_at=row["due_at"],
        )
        for row in rows
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=1000)
    transaction.on_commit(wake)


def postpone(kind, *, account, patient, due_at) -> bool:
    """Put off a message about a patient that has not left to this account; False where there is none."""
    mine = unsent().filter(
        kind=kind, account_id=getattr(account, "pk", account), patient_id=getattr(patient, "pk", patient)
    )
    return bool(mine.update(due_at=due_at))


@transaction.atomic
def bring_forward(kind, *, account, patient, due_at, at) -> bool:
    """Let a message about a patient that has not left to this account leave by then; False where none still may.

    One that a worker has in hand is waited for and then looked at again: it may have been dropped. One that a gate
    holds back for good, as after a lock-down, is dropped here, so that whoever asks posts another.
    """
    mine = unsent().filter(
        kind=kind, account_id=getattr(account, "pk", account), patient_id=getattr(patient, "pk", patient)
    )
    standing = [message for message in mine.select_for_update().order_by("pk") if _may_leave(message, at=at)]
    late = [message.pk for message in standing if message.due_at > due_at]
    if late:
        Message.objects.filter(pk__in=late).update(due_at=due_at)
        transaction.on_commit(wake)
    return bool(standing)


def _may_leave(message, *, at) -> bool:
    try:
        registry.pass_gates(message, at=at)
    except registry.ReasonGone as gone:
        message.drop(str(gone), at=at)
        message.save()
        return False
    return True


@transaction.atomic
def hand_over(source, target) -> list:
    """What has not left yet about one record is about another from now on; returns the ids, for `hand_back`.

    One that is leaving at this very moment is let go.
    """
    waiting = unsent().filter(patient_id=source).select_for_update(skip_locked=True)
    ids = [message.pk for message in waiting.order_by("pk")]
    Message.objects.filter(pk__in=ids).update(patient_id=target)
    return ids


def hand_back(ids, source) -> None:
    """What still has not left is about the first record again."""
    unsent().filter(pk__in=ids).update(patient_id=source)


def wake() -> None:
    """Ask a worker to look at the outbox. A broker that is down costs the request nothing: beat looks too."""
    from outbox.tasks import drain_outbox

    workers.wake(drain_outbox)
