"""Putting things in the clinic's tray."""

from tray.models import Item


def put_once(kind, *, target, **how) -> None:
    """Something waits for the clinic, unless it ever did: also what is done already does not come back."""
    if not Item.objects.filter(kind=kind, target=_name(target)).exists():
        put(kind, target=target, **how)


def put(kind, *, clinic, target, at, patient=None) -> None:
    """Something waits for the clinic. The same thing waits once."""
    Item.objects.bulk_create(
        [
            Item(
                clinic_id=getattr(clinic, "pk", clinic),
                kind=kind,
                target=_name(target),
                patient=getattr(patient, "pk", patient),
                put_at=at,
            )
        ],
        ignore_conflicts=True,
    )


def _name(target) -> str:
    return f"{target._meta.label_lower}:{target.pk}"
