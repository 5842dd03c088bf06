"""Files that people hand in: kept, and taken back."""

from django.core.files.storage import default_storage
from django.db import transaction

import audit
from common import files
from records.keeping import facts_of, held, stored, washed
from records.models import Upload
from records.quota import ask_for_room, make_room


def keep(
    file, *, patient, for_what, by, at, types=(), most=files.LARGEST, counted=True, waits=False, along=None
) -> Upload:
    """Wash and keep a file that was handed in. Raises files.Refused, and OSError where there is no room.

    It is `counted` among what its account may send, unless the clinic's team adds it. `along(upload)` writes what
    belongs to it: both are there, or neither.
    """
    account = by if counted else None
    ask_for_room(account, min(file.size, most), at=at, waits=waits)
    accepted = _looked_at(file, patient, types=types, most=most, by=by)
    upload = Upload(
        clinic_id=patient.clinic_id,
        patient=patient,
        account=by,
        for_what=for_what,
        created_at=at,
        **facts_of(accepted),
    )
    with stored(upload, accepted.content):
        make_room(account, upload, at=at, waits=waits)
        audit.record("file.handed_in", by=by, target=upload, patient=patient, clinic=upload.clinic_id)
        if along is not None:
            along(upload)
    return upload


def _looked_at(file, patient, *, types, most, by) -> files.Accepted:
    """That a virus was found is written down, without the name of the file."""
    try:
        return washed(file, types=types, most=most)
    except files.Infected:
        audit.record("file.infected", by=by, target=patient, patient=patient, clinic=patient.clinic_id)
        raise


def _let_go(upload) -> None:
    """Delete the bytes, unless a legal hold is on the record: the sweep deletes them once it is lifted."""
    if not held().filter(patient=upload.patient_id).exists():
        default_storage.delete(upload.stored_as)


@transaction.atomic
def take_back(upload_id, *, patient, for_what, by, at) -> bool:
    """Remove a file again from what it was handed in for. Twice changes nothing, nor does a file of something else."""
    upload = Upload.objects.kept().filter(pk=upload_id, patient=patient, for_what=for_what).first()
    if upload is None or not Upload.objects.kept().filter(pk=upload.pk).update(removed_at=at):
        return False
    audit.record("file.taken_back", by=by, target=upload, patient=patient, clinic=upload.clinic_id)
    transaction.on_commit(lambda: _let_go(upload))
    return True
