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


def hand_over(source, target, *, by, at) -> dict[str, list]:
    """What waits about one patient waits about another; returns the ids, for `hand_back`.

    What is about the record itself and waits for the other one already is done with.
    """
    about_it = Item.objects.filter(target=name_of(source))
    done = list(Item.objects.twice(source, target).order_by("pk").values_list("pk", flat=True))
    renamed = list(about_it.exclude(pk__in=done).order_by("pk").values_list("pk", flat=True))
    moved = Item.objects.filter(patient=source.pk).order_by("pk")
    moved = list(moved.exclude(pk__in=done).values_list("pk", flat=True))
    Item.objects.filter(pk__in=done).update(done_at=at, done_by=by)
    Item.objects.filter(pk__in=renamed).update(target=name_of(target))
    Item.objects.filter(pk__in=moved).update(patient=target.pk)
    return {"done": done, "renamed": renamed, "moved": moved}


def hand_back(moved: dict[str, list], source) -> None:
    """The same again about the first patient; what was done with for being there twice waits again."""
    Item.objects.filter(pk__in=moved["renamed"]).update(target=name_of(source))
    Item.objects.filter(pk__in=moved["moved"]).update(patient=source.pk)
    Item.objects.filter(pk__in=moved["done"]).update(done_at=None, done_by=None)
