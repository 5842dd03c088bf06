"""Putting things in the clinic's tray."""

from django.db import transaction

import audit
from tray.models import Item, name_of


def put_once(kind, *, target, **how) -> None:
    """Something waits for the clinic, unless it ever did: also what is done already does not come back."""
    if not Item.objects.about(kind, target).exists():
        put(kind, target=target, **how)


def put(kind, *, clinic, target, at, patient=None) -> None:
    """Something waits for the clinic. The same thing waits once."""
    Item.objects.bulk_create(
        [
            Item(
                clinic_id=getattr(clinic, "pk", clinic),
                kind=kind,
                target=name_of(target),
                patient=getattr(patient, "pk", patient),
                put_at=at,
            )
        ],
        ignore_conflicts=True,
    )


def take(kind, *, target, by, at) -> bool:
    """Somebody took care of it. Taking it twice changes nothing."""
    return bool(Item.objects.about(kind, target).filter(done_at=None).update(done_at=at, done_by=by))


@transaction.atomic
def tick_off(item, *, by, at) -> bool:
    """Somebody took note of what there is nothing to decide about. Twice changes nothing."""
    done = bool(Item.objects.filter(pk=item.pk, done_at=None).update(done_at=at, done_by=by))
    if done:
        audit.record("tray.ticked_off", by=by, target=item, patient=item.patient, clinic=item.clinic_id)
    return done
