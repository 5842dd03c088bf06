"""Where a record that was joined into another went, and which ones went into this."""

from django.db.models import Exists, OuterRef

from records.models import Merge


def kept_of(patient_id):
    """The id of the record of the same clinic that a closed one leads to; None for one that is not closed."""
    found, step = None, _joined_into(patient_id)
    while step is not None:
        found, step = step, _joined_into(step)
    return found


def _joined_into(patient_id):
    return Merge.objects.filter(gone=patient_id, undone_at=None).values_list("patient", flat=True).first()


def is_joined(key="pk"):
    """Whether any record was joined into the one in this column, as a part of a query."""
    return Exists(Merge.objects.filter(patient=OuterRef(key), undone_at=None))


def ids_behind(patient) -> list:
    """The same as `ids_of`, without asking for a patient that tells that nothing was joined into it (`is_joined`)."""
    return ids_of(patient.pk) if getattr(patient, "is_joined", True) else [patient.pk]


def ids_of(patient_id) -> list:
    """This record's id and those of all that were joined into it, also by way of another: what was done and seen
    stays written under the id it had then."""
    ids, new = [], [patient_id]
    while new:
        ids += new
        new = list(Merge.objects.filter(patient__in=new, undone_at=None).values_list("gone", flat=True))
    return ids
