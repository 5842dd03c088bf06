"""Files that people hand in: kept, and taken back."""

from django.core.files.storage import default_storage
from django.db import transaction

import audit
from common import files
from records.keeping import facts_of, stored, washed
from records.models import Upload


def keep(file, *, patient, for_what, by, at, types=(), most=files.LARGEST) -> Upload:
    """Wash and keep a file that was handed in. Raises files.Refused, and OSError where there is no room."""
    accepted = washed(file, types=types, most=most)
    upload = Upload(
        clinic_id=patient.clinic_id,
        patient=patient,
        account=by,
        for_what=for_what,
        created_at=at,
        **facts_of(accepted),
    )
    with stored(upload, accepted.content):
        audit.record("file.handed_in", by=by, target=upload, patient=patient, clinic=upload.clinic_id)
    return upload


@transaction.atomic
def take_back(upload_id, *, patient, for_what, by, at) -> bool:
    """Remove a file again from what it was handed in for. Twice changes nothing, nor does a file of something else."""
    upload = Upload.objects.kept().filter(pk=upload_id, patient=patient, for_what=for_what).first()
    if upload is None or not Upload.objects.kept().filter(pk=upload.pk).update(removed_at=at):
        return False
    audit.record("file.taken_back", by=by, target=upload, patient=patient, clinic=upload.clinic_id)
    transaction.on_commit(lambda: default_storage.delete(upload.stored_as))
    return True
