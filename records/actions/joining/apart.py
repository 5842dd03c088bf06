"""Two records are two people, or a manager should look whether they are one."""

from django.db import transaction

import audit
from records.actions.joining.merging import DUPLICATE
from records.joining.pairs import looks_like_another
from records.models import Apart
from tray.actions import put, take
from tray.models import Item


@transaction.atomic
def tell_apart(one, other, *, by, at) -> bool:
    """Remember that two records are two people. Said twice it stands once."""
    first, second = sorted((one, other), key=lambda patient: patient.pk)
    pair = {"patient": first, "other": second}
    made = Apart.objects.get_or_create(**pair, defaults={"clinic_id": one.clinic_id, "at": at, "by": by})[1]
    for patient in (one, other):
        if not looks_like_another(patient):
            take(DUPLICATE, target=patient, by=by, at=at)
        if made:
            audit.record(
                "patient.told_apart", by=by, target=patient, patient=patient, clinic=patient.clinic_id
            )
    return made


@transaction.atomic
def ask_to_join(one, other, *, by, at) -> None:
    """Put both before whoever may join them. Asked twice it waits once."""
    for patient in (one, other):
        put(DUPLICATE, clinic=patient.clinic_id, target=patient, patient=patient, by=by, at=at)
        audit.record("patient.join_asked", by=by, target=patient, patient=patient, clinic=patient.clinic_id)


def is_asked(one, other) -> bool:
    """Whether both wait in the tray."""
    return Item.objects.about(DUPLICATE, one, other).filter(done_at=None).count() > 1
