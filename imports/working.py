"""What the worker does with an import: takes it, goes through its rows, says how far it is.

What is done of a row and that it is done are written together, so a worker that dies has lost nothing and done nothing
twice: whoever takes it next goes on with the rows that are left.
"""

import logging
from contextlib import contextmanager
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

import audit
from booking.actions.holding import things_of
from common.workers import claimed
from imports.checking import Judge, Within
from imports.letting_in import let_in_patients, let_in_visits
from imports.models import WAITING, Import, Kind, Outcome, Row, Work
from imports.reading import rows
from imports.undoing import take_back

log = logging.getLogger(__name__)
AT_ONCE = {Work.CHECK: 500, Work.LET_IN: 50, Work.UNDO: 100}


class Over(Exception):
    """Somebody else works on it now, or it was given up."""


def work_all(*, now) -> int:
    """Do what waits, one after the other; returns how many were done. `now` tells the time, for work takes some."""
    done = 0
    while (batch := claim(at=now())) is not None:
        done += work(batch, now=now)
    return done


def claim(*, at) -> Import | None:
    """The next import that nobody works on. Two workers never get the same one; one that died too often is given up."""
    waiting = Import.objects.filter(failed_at=None).exclude(work="").select_related("clinic")

    def give_up(batch):
        Import.objects.filter(pk=batch.pk).update(failed_at=at)

    return claimed(waiting, at=at, most=Import.TRIES, give_up=give_up)


def work(batch, *, now) -> bool:
    """Do one import's work. Returns whether it is done; whatever goes wrong, the row stays and is tried again."""
    with translation.override(batch.language or batch.clinic.language):
        try:
            {Work.CHECK: _check, Work.LET_IN: _let_in, Work.UNDO: _undo}[Work(batch.work)](batch, now)
        except Over:
            return False
        except Exception:  # whatever it is: the row stays, and is tried again in a while
            log.exception("import %s: %s stopped", batch.pk, batch.work)
            return False
    return True


@contextmanager
def mine(batch, *, at, done=None):
    """A piece of the work in one transaction, if it is still this worker's. Raises Over."""
    with transaction.atomic():
        held = Import.objects.select_for_update(no_key=True).filter(
            pk=batch.pk, tries=batch.tries, work=batch.work, failed_at=None
        )
        if not held.exists():
            raise Over
        yield
        said = {"seen_at": at} | ({"rows_done": done} if done is not None else {})
        Import.objects.filter(pk=batch.pk).update(**said)


def _in_pieces(batch):
    """The rows of the file without its headings, some hundred at a time."""
    with default_storage.open(batch.stored_as) as file:
        found = rows(file, batch.delimiter)
        next(found, None)
        while piece := list(islice(found, AT_ONCE[batch.work])):
            yield piece


def _end(batch, *, at, **facts) -> None:
    Import.objects.filter(pk=batch.pk).update(work="", **facts)


def _check(batch, now) -> None:
    """From the first row each time: nothing of it counts before it is whole."""
    with mine(batch, at=now(), done=0):
        batch.lines.all().delete()
    done, within = 0, Within()
    for piece in _in_pieces(batch):
        at = now()
        done += len(piece)
        with mine(batch, at=at, done=done):
            judged = Judge(batch, at=at).judged(piece)
            for row, wish in judged:
                if batch.kind == Kind.VISITS and wish and row.outcome == Outcome.NEW:
                    within.judge(row, wish, things_of(batch.clinic, wish.service, wish.practitioner.pk))
            Row.objects.bulk_create([row for row, _what in judged], batch_size=500)
    with mine(batch, at=now()):
        _end(batch, at=now(), checked_at=now())
        audit.record("import.checked", by=batch.asked_by, target=batch, clinic=batch.clinic_id)


def _let_in(batch, now) -> None:
    one_by_one = batch.kind == Kind.VISITS
    let = let_in_visits if one_by_one else let_in_patients
    done = 0
    for piece in _in_pieces(batch):
        numbers = [number for number, _cells in piece]
        left = Row.objects.filter(batch=batch, number__in=numbers, outcome__in=batch.lets_in)
        rows_left = {row.number: row for row in left}
        wanted = [one for one in piece if one[0] in rows_left]
        done += len(piece) - len(wanted)
        # Visits take hours that others want at the same moment: each is let go of before the next.
        for part in [[one] for one in wanted] if one_by_one else [wanted] if wanted else []:
            done += len(part)
            with mine(batch, at=now(), done=done):
                let(batch, part, rows_left, at=now())
    with mine(batch, at=now(), done=batch.rows):
        _leave_out(batch)
        _end(batch, at=now(), let_in_at=now())
        audit.record("import.done", by=batch.let_in_by, target=batch, clinic=batch.clinic_id)


def _leave_out(batch) -> None:
    """What nobody said yes to stays out, now that it is over."""
    batch.lines.filter(outcome__in=WAITING).update(outcome=Outcome.LEFT_OUT)


def _undo(batch, now) -> None:
    """The youngest first: what came later may lean on what came before. What was used since is passed by, and stays."""
    last, done = None, 0
    while True:
        with mine(batch, at=now(), done=done):
            left = batch.lines.filter(outcome=Outcome.ADDED)
            left = left.filter(number__lt=last) if last is not None else left
            piece = list(left.order_by("-number")[: AT_ONCE[Work.UNDO]])
            take_back(batch, piece, at=now())
        if not piece:
            break
        last, done = piece[-1].number, done + len(piece)
    with mine(batch, at=now()):
        facts = {} if batch.let_in_at else {"let_in_at": now()}
        _leave_out(batch)
        _end(batch, at=now(), undone_at=now(), **facts)
        audit.record("import.undone", by=batch.asked_by, target=batch, clinic=batch.clinic_id)
