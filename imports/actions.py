"""What people do with an import: hand a file in, say what its columns are, let it in, take it back, give it up."""

import uuid
from datetime import timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q

import audit
from common import workers
from imports import columns as of_columns
from imports.models import Import, Kind, Work
from imports.reading import Read
from records.keeping import swept

# How long a file stays: after it was let in, or given up on, and when nobody went on with it.
KEEPS_FILE, LEFT_LYING = timedelta(days=14), timedelta(days=14)


class NotNow(Exception):
    """It cannot be done as the import stands: it is running, over, or not ready."""


def keep_file(clinic, read: Read, *, kind, name, number: uuid.UUID, by, at) -> Import | None:
    """A file came in. `number` names the press of the button, so that pressing twice keeps one.

    None for the number of somebody else's.
    """
    if Import.objects.filter(pk=number).exists():
        return _of_the_first_press(number, clinic)
    batch = Import(
        pk=number, clinic=clinic, kind=kind, name=name, sha256=read.sha256, size=read.size, rows=read.rows,
        delimiter=read.delimiter, encoding=read.encoding, headings=read.headings,
        columns=of_columns.guessed(kind, read.headings), uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    try:
        # The row first: of two presses at once the second waits here, and never touches the file of the first.
        with transaction.atomic():
            batch.save(force_insert=True)
            _keep_file(batch, read, by=by)
    except IntegrityError:
        return _of_the_first_press(number, clinic)
    return batch


def _keep_file(batch, read, *, by) -> None:
    try:
        default_storage.save(batch.stored_as, File(read.file))
        audit.record("import.uploaded", by=by, target=batch, clinic=batch.clinic)
    except BaseException:
        default_storage.delete(batch.stored_as)
        raise


def _of_the_first_press(number, clinic) -> Import | None:
    there = Import.objects.filter(pk=number).first()
    return there if there and there.clinic_id == clinic.pk else None


@transaction.atomic
def set_columns(batch, *, columns: dict[str, str], order: str, by, at) -> None:
    """Say what each column is. What was looked over with other columns is looked over anew. Raises NotNow."""
    batch = _locked(batch)
    _still_open(batch)
    batch.columns, batch.order, batch.checked_at = columns, order, None
    batch.save(update_fields=["columns", "order", "checked_at"])
    audit.record("import.described", by=by, target=batch, clinic=batch.clinic_id)


@transaction.atomic
def set_names(batch, names: dict, *, by, at) -> None:
    """Say who and what is meant by the names in the file. Raises NotNow."""
    batch = _locked(batch)
    _still_open(batch)
    batch.names, batch.checked_at = names, None
    batch.save(update_fields=["names", "checked_at"])
    audit.record("import.described", by=by, target=batch, clinic=batch.clinic_id)


@transaction.atomic
def ask_check(batch, *, language, by, at) -> None:
    """Have every row looked over; nothing of it is written into a record. Raises NotNow."""
    batch = _locked(batch)
    _still_open(batch)
    batch.checked_at = None
    _ask(batch, Work.CHECK, language=language, by=by, at=at)


@transaction.atomic
def let_in(batch, *, adds_alike: bool, tells: bool, language, by, at) -> bool:
    """Say yes: a worker adds the rows. Saying it twice says it once. Raises NotNow."""
    batch = _locked(batch)
    if batch.has_begun and not batch.undone_at:
        return False
    if not batch.is_checked:
        raise NotNow
    batch.adds_alike, batch.tells, batch.let_in_by = adds_alike, tells and batch.kind == Kind.VISITS, by
    _ask(batch, Work.LET_IN, language=language, by=by, at=at)
    audit.record("import.begun", by=by, target=batch, clinic=batch.clinic_id)
    return True


@transaction.atomic
def undo(batch, *, language, by, at) -> bool:
    """Take back what was added, but for what has been used since. Twice changes nothing. Raises NotNow."""
    batch = _locked(batch)
    if batch.work == Work.UNDO:
        return False
    if not batch.has_begun or batch.is_running:
        raise NotNow
    _ask(batch, Work.UNDO, language=language, by=by, at=at)
    audit.record("import.undo_asked", by=by, target=batch, clinic=batch.clinic_id)
    return True


@transaction.atomic
def drop(batch, *, by, at) -> bool:
    """Give it up before anything was added: the file goes at once. Twice changes nothing. Raises NotNow."""
    batch = _locked(batch)
    if batch.dropped_at:
        return False
    if batch.has_begun:
        raise NotNow
    batch.work, batch.dropped_at = "", at
    batch.save(update_fields=["work", "dropped_at"])
    batch.lines.all().delete()
    forget_file(batch, at=at)
    audit.record("import.dropped", by=by, target=batch, clinic=batch.clinic_id)
    return True


@transaction.atomic
def try_again(batch, *, by, at) -> bool:
    """Go on with what a worker gave up on. Twice changes nothing."""
    again = Import.objects.filter(pk=batch.pk, failed_at__isnull=False).exclude(work="")
    if not again.update(failed_at=None, tries=0, seen_at=None):
        return False
    audit.record("import.tried_again", by=by, target=batch, clinic=batch.clinic_id)
    transaction.on_commit(wake)
    return True


def forget_file(batch, *, at) -> None:
    """Delete the file; the import stays, without a word of it."""
    if Import.objects.filter(pk=batch.pk, file_gone_at=None).update(file_gone_at=at):
        transaction.on_commit(lambda: default_storage.delete(batch.stored_as))


def sweep(*, at) -> None:
    """Delete the files of what is over for a while, or was left lying; and those without a row."""
    swept("imports", Import.objects.filter(file_gone_at=None), at=at)
    there = Import.objects.filter(file_gone_at=None, work="")
    over = Q(let_in_at__lte=at - KEEPS_FILE) | Q(let_in_at=None, uploaded_at__lte=at - LEFT_LYING)
    for batch in there.filter(over):
        forget_file(batch, at=at)


def wake() -> None:
    """Ask a worker to look. Beat looks too."""
    from imports.tasks import work

    workers.wake(work)


def _locked(batch) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=batch.pk)


def _still_open(batch) -> None:
    if not batch.is_open:
        raise NotNow


def _ask(batch, work, *, language, by, at) -> None:
    batch.work, batch.asked_at, batch.asked_by, batch.language = work, at, by, language
    batch.seen_at = batch.failed_at = None
    batch.tries = batch.rows_done = 0
    batch.save()
    transaction.on_commit(wake)
