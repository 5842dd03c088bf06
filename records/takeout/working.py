"""What the worker does: takes a job, makes its file onto a disk and from there into the storage, says how far it is."""

import hashlib
import json
import logging
import tempfile
import zipfile
from datetime import timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import translation

import audit
from common.workers import claimed
from records.actions import exports, takeouts
from records.models import ClinicExport, Grant, Patient, TakeOut
from records.takeout.holding import hold, seen_now
from records.takeout.packing import BLOCK, Packing
from records.takeout.reader import Reader

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=1)
NOTED_AT_ONCE = 500


class Over(Exception):
    """The job ended while it was at work, or its access did."""


def make_all(*, now) -> int:
    """Make what waits, one after the other; returns how many are ready. `now` tells the time, for work takes some."""
    made = 0
    while (taken := claim(TakeOut, at=now())) is not None:
        made += make(taken, now=now)
    return made


def claim(model, *, at, waiting=None):
    """The next job that nobody works on. Two workers never get the same one; one that died three times fails."""
    rows = model.objects.filter(ready_at=None, ended_at=None)
    rows = rows.filter(waiting) if waiting is not None else rows
    return claimed(rows, at=at, most=model.TRIES, give_up=lambda job: fail(job, at=at), steps_done=0)


def fail(job, *, at) -> None:
    """It does not work: said on its page, for the clinic to be asked."""
    if isinstance(job, TakeOut):
        takeouts.end(job, because="failed", at=at)
    else:
        exports.end(job, because="failed", at=at)


class Progress:
    """Counts steps; every second says that the worker lives, and asks whether it may go on."""

    def __init__(self, job, *, now, may_go_on):
        self.job, self.now, self.may_go_on = job, now, may_go_on
        self.steps, self.said_at = 0, now()

    def __call__(self, at_once=False, steps=1) -> None:
        self.steps += steps
        at = self.now()
        if not at_once and at - self.said_at < EVERY:
            return
        self.said_at = at
        said = {"seen_at": at, "steps_done": self.steps}
        mine = type(self.job).objects.filter(
            pk=self.job.pk, tries=self.job.tries, ready_at=None, ended_at=None
        )
        if not mine.update(**said) or not self.may_go_on(at):
            raise Over


def make(taken, *, now) -> bool:
    """Make one take-out. Returns whether it is ready."""
    progress = Progress(taken, now=now, may_go_on=lambda at: not takeouts.why_not_hand_out(taken, at=at))

    def write(packed):
        at = now()
        grant = Grant.objects.live(at=at).select_related("patient__clinic").get(pk=taken.grant_id)
        reader = Reader(grant.patient, at, account=taken.account, grant=grant)
        taken.steps = steps_of(reader)
        TakeOut.objects.filter(pk=taken.pk).update(steps=taken.steps)
        taken.holds = {}  # of a worker that died: its file is no more
        hold(taken, seen_now(reader))
        Packing(packed, tick=progress).pack(reader)
        hold(taken, reader.read)  # also what came while it was packed, and was kept again

    if reason := takeouts.why_not_hand_out(taken, at=now()):
        takeouts.end(taken, because=reason, at=now())
        return False
    with translation.override(taken.language or taken.clinic.language):
        kept = in_storage(taken, write, progress)
    if kept is None:
        takeouts.end(taken, because=takeouts.why_not_hand_out(taken, at=now()) or "replaced", at=now())
        return False
    return kept and takeouts.deliver(taken, size=kept[0], sha256=kept[1], at=now())


def make_exports(*, now) -> int:
    """Make the released exports of clinics; returns how many are ready."""
    made = 0
    while (export := claim(ClinicExport, at=now(), waiting=Q(released_at__isnull=False))) is not None:
        made += make_export(export, now=now)
    return made


def make_export(export, *, now) -> bool:
    """Every patient of the clinic in a folder of their own, with a note for each that they were in it."""
    patients = Patient.objects.of(export.clinic).order_by("pk")
    progress = Progress(export, now=now, may_go_on=lambda at: not exports.why_not_go_on(export))
    ClinicExport.objects.filter(pk=export.pk).update(steps=patients.count())

    def note(each):
        audit.record_each("export.included", each, by=export.asked_by, clinic=export.clinic)

    def write(packed):
        number, noted, known = 0, [], {"named": {}, "people": {}}
        for patient in patients.iterator(chunk_size=500):
            patient.clinic = export.clinic
            folder = f"patients/{patient.pk}/"
            reader = Reader(patient, now(), **known)
            Packing(packed, folder=folder, tick=lambda: progress(steps=0)).pack(reader)
            number, noted = number + 1, [*noted, (patient, patient)]
            if len(noted) == NOTED_AT_ONCE:
                note(noted)
                noted = []
            progress()
        note(noted)
        head = {"clinic": export.clinic.name, "made_at": now().isoformat(), "patients": number}
        packed.writestr("manifest.json", json.dumps(head | {"format": "anteroom-export/1"}, indent=1))

    if reason := exports.why_not_go_on(export):
        exports.end(export, because=reason, at=now())
        return False
    kept = in_storage(export, write, progress)
    if kept is None and (reason := exports.why_not_go_on(export)):
        exports.end(export, because=reason, at=now())
    return bool(kept) and exports.deliver(export, size=kept[0], sha256=kept[1], at=now())


def steps_of(reader) -> int:
    """About how many pieces will be written: each row as data, as resource and as words, each file by its blocks."""
    rows = sum(sheet.rows(reader).count() for sheet in reader.sheets.values() if reader.columns_of(sheet))
    return 3 * rows + 20


def in_storage(job, write, progress) -> tuple[int, str] | None | bool:
    """(size, fingerprint) of the file that `write` made; None where it was told to stop, False where it failed.

    It grows on the local disk, and goes into the storage in blocks.
    """
    try:
        with tempfile.NamedTemporaryFile(prefix="takeout-", suffix=".zip") as onto:
            with zipfile.ZipFile(onto, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
                write(packed)
            progress(at_once=True)
            onto.flush()
            onto.seek(0)
            digest = hashlib.sha256()
            for block in iter(lambda: onto.read(BLOCK), b""):
                digest.update(block)
            size = onto.tell()
            onto.seek(0)
            default_storage.delete(job.stored_as)  # what a worker left behind that died at the last step
            default_storage.save(job.stored_as, File(onto))
    except Over:
        return None
    except Exception:  # whatever it is: the row stays, and is tried again in a while
        log.exception("take-out %s could not be made", job.pk)
        return False
    return size, digest.hexdigest()
