"""Putting things in the clinic's tray."""

from tray.models import Item


def put(kind, *, clinic, target, at, patient=None) -> None:
    """Something waits for the clinic. The same thing waits once."""
    Item.objects.bulk_create(
        [
            Item(
                clinic_id=getattr(clinic, "pk", clinic),
                kind=kind,
                target=f"{target._meta.label_lower}:{target.pk}",
                patient=getattr(patient, "pk", patient),
                put_at=at,
            )
        ],
        ignore_conflicts=True,
    )
