"""Files of a record: file and row together or neither. Whatever room writes one, it writes it here.

The file is written first, so that there is never a row without one; a file without a row is swept away.
"""

import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from common import files
from records.models import ActivityPicture, Document, LegalHold, Upload

# A file is written before its row; younger ones without a row may be on their way.
YOUNGEST = timedelta(hours=1)


class NotKept(OSError):
    """The storage is full, or does not answer; nothing was kept."""


def washed(file, *, types=(), most=files.LARGEST) -> files.Accepted:
    """A file as it came in, made anew. Raises files.Refused, before reading one that is too large."""
    if file.size > most:
        raise files.Refused(files.too_large(files.clean_name(file.name, ""), most))
    return files.accept(file.read(), file.name, types=types, most=most)


def facts_of(accepted: files.Accepted) -> dict:
    """What a row says of its file."""
    return {
        "name": accepted.name,
        "content_type": accepted.content_type,
        "size": len(accepted.content),
        "sha256": accepted.sha256,
        "pages": accepted.pages,
    }


@contextmanager
def stored(row, content: bytes):
    """Write the file and then its row; what belongs to it is written inside, or nothing stays. Raises NotKept."""
    try:
        default_storage.save(row.stored_as, ContentFile(content))
    except Exception as fault:  # a full disk, or whatever a storage far away raises
        clear(row)
        raise NotKept(str(fault)) from fault
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            yield row
    except BaseException:
        clear(row)
        raise


def copied(upload, *, for_what, at) -> Upload:
    """The same file once more, for something else that it belongs to; it stays what its sender handed in.

    It was washed when it came in. Raises NotKept where the storage does not give it or has no room.
    """
    same = ("clinic_id", "patient_id", "account_id", "name", "content_type", "size", "sha256", "pages")
    copy = Upload(for_what=for_what, created_at=at, **{name: getattr(upload, name) for name in same})
    with stored(copy, content_of(upload)):
        return copy


def clear(row) -> None:
    """Forget what was written, half of it too; where the storage does not even do that, the sweep comes later."""
    try:
        default_storage.delete(row.stored_as)
    except Exception:
        return


def content_of(row) -> bytes:
    """The bytes of a kept file. Raises NotKept where the storage does not give them."""
    try:
        with default_storage.open(row.stored_as) as file:
            return file.read()
    except Exception as fault:
        raise NotKept(str(fault)) from fault


def held():
    """The records of which nothing goes, as a legal hold is on them."""
    return LegalHold.objects.filter(lifted_at=None).values("patient")


def sweep(*, at) -> int:
    """Delete stored files that no row stands for; returns how many. Under a hold, what was taken back stays, too."""
    uploads = Upload.objects.filter(Q(removed_at=None) | Q(patient__in=held()))
    return sum(
        swept(folder, rows, at=at)
        for folder, rows in (
            ("uploads", uploads),
            ("documents", Document.objects.all()),
            ("activities", ActivityPicture.objects.all()),
        )
    )


def swept(folder: str, rows, *, at) -> int:
    """Delete the files of one folder that none of these rows stands for; returns how many."""
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:  # nothing was ever kept there
        return 0
    known = set(rows.filter(pk__in=filter(None, map(_id, names))).values_list("pk", flat=True))
    lost = [f"{folder}/{name}" for name in names if _id(name) not in known]
    old = [path for path in lost if default_storage.get_modified_time(path) < at - YOUNGEST]
    for path in old:
        default_storage.delete(path)
    return len(old)


def _id(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None
