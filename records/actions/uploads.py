"""Files that people hand in: kept, taken back, and the traces of a failed try swept away."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

import audit
from common import files
from records.models import Upload

# A file is written before its row; younger ones without a row may be on their way.
YOUNGEST = timedelta(hours=1)


def keep(file, *, patient, for_what, by, at, types=(), most=files.LARGEST) -> Upload:
    """Wash and keep a file that was handed in. Raises files.Refused, and OSError where there is no room.

    The file is written first, so that there is never a row without one; a file without a row is swept away.
    """
    if file.size > most:
        raise files.Refused(files.too_large(files.clean_name(file.name, ""), most))
    accepted = files.accept(file.read(), file.name, types=types, most=most)
    upload = Upload(
        clinic_id=patient.clinic_id,
        patient=patient,
        account=by,
        for_what=for_what,
        name=accepted.name,
        content_type=accepted.content_type,
        size=len(accepted.content),
        sha256=accepted.sha256,
        created_at=at,
    )
    default_storage.save(upload.stored_as, ContentFile(accepted.content))
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
            audit.record("file.handed_in", by=by, target=upload, patient=patient, clinic=upload.clinic_id)
    except Exception:
        default_storage.delete(upload.stored_as)
        raise
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


def sweep(*, at) -> int:
    """Delete stored files that no row stands for; returns how many."""
    if not default_storage.exists("uploads"):
        return 0
    names = [name for name in default_storage.listdir("uploads")[1] if _is_old(name, at)]
    known = set(
        Upload.objects.kept().filter(pk__in=filter(None, map(_id, names))).values_list("pk", flat=True)
    )
    lost = [name for name in names if _id(name) not in known]
    for name in lost:
        default_storage.delete(f"uploads/{name}")
    return len(lost)


def _is_old(name: str, at) -> bool:
    return default_storage.get_modified_time(f"uploads/{name}") < at - YOUNGEST


def _id(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None
