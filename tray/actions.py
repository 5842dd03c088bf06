"""Putting things in the clinic's tray, and what a colleague does with them."""

from django.db import IntegrityError, connection, transaction

import audit
from tray.models import Item, name_of


def put_once(kind, *, target, **how) -> None:
    """Something waits for the clinic, unless it ever did: also what is done already does not come back."""
    if not Item.objects.about(kind, target).exists():
        put(kind, target=target, **how)


# One statement, so that what comes in at the same moment as its like wakes it too.
PUT = """
INSERT INTO tray_item AS there
       (clinic_id, kind, target, patient, put_at, put_by_id, changed_at, told_at, assigned_to_id)
VALUES (%(clinic)s, %(kind)s, %(target)s, %(patient)s, %(at)s, %(by)s, %(at)s, %(told)s, %(assigned_to)s)
ON CONFLICT (clinic_id, kind, target) WHERE done_at IS NULL DO UPDATE
   SET snoozed_until = NULL, changed_at = EXCLUDED.changed_at,
       told_at = CASE WHEN EXCLUDED.told_at IS NULL THEN NULL ELSE there.told_at END,
       put_by_id = CASE WHEN EXCLUDED.told_at IS NULL THEN EXCLUDED.put_by_id ELSE there.put_by_id END
"""


def put(kind, *, clinic, target, at, patient=None, by=None, is_told=False, assigned_to=None) -> None:
    """Something waits for the clinic. The same thing waits once; if it was put off, it is back.

    `by` did what it is about. With `is_told` whoever has to know hears of it by a mail of its own. `assigned_to` is
    whom it is meant for; what waits already stays with whoever has it.
    """
    row = {
        "clinic": _key(clinic),
        "kind": kind,
        "target": name_of(target),
        "patient": _key(patient),
        "at": at,
        "by": _key(by),
        "told": at if is_told else None,
        "assigned_to": _key(assigned_to),
    }
    with connection.cursor() as cursor:
        cursor.execute(PUT, row)


def _key(row):
    return getattr(row, "pk", row)


def waits(kind, *, target) -> bool:
    """Whether it waits now."""
    return Item.objects.about(kind, target).filter(done_at=None).exists()


def take(kind, *, target, by, at) -> bool:
    """Somebody took care of it. Taking it twice changes nothing."""
    rows = Item.objects.about(kind, target).filter(done_at=None)
    return bool(rows.update(done_at=at, done_by=by, changed_at=at))


def take_all(kind, patient, *, by, at) -> None:
    """All of one kind about a patient is done with, whatever each is about."""
    rows = Item.objects.filter(kind=kind, patient=_key(patient), done_at=None)
    rows.update(done_at=at, done_by=by, changed_at=at)


@transaction.atomic
def tick_off(item, *, by, at) -> bool:
    """Somebody took note of what there is nothing to decide about. Twice changes nothing."""
    rows = Item.objects.filter(pk=item.pk, done_at=None)
    return _noted(rows, "tray.ticked_off", item, by=by, done_at=at, done_by=by, changed_at=at)


def put_back(item, *, by, at) -> bool:
    """What was ticked off waits again. False where it does already."""
    rows = Item.objects.filter(pk=item.pk, done_at__isnull=False)
    try:
        with transaction.atomic():
            return _noted(rows, "tray.put_back", item, by=by, done_at=None, done_by=None, changed_at=at)
    except IntegrityError:  # the same came in anew meanwhile
        return False


@transaction.atomic
def assign(item, to, *, seen, by, at) -> bool:
    """Give it to a colleague, or with `to` None back to nobody; whoever gets it from somebody else is told.

    `seen` is who had it when `by` looked: if a colleague was faster, nothing happens, and the answer is False.
    """
    rows = Item.objects.filter(pk=item.pk, done_at=None, assigned_to=_key(seen))
    verb = "tray.assigned" if to is not None else "tray.handed_back"
    facts = {"assigned_to": to, "assigned_by": by, "changed_at": at}
    if to is not None and to != by:
        facts |= {"told_at": None, "put_by": by}
    return _noted(rows.exclude(assigned_to=_key(to)), verb, item, by=by, whom=to, **facts)


@transaction.atomic
def snooze(item, until, *, by, at) -> bool:
    """Put it off until then, or with None bring it back now. The same twice changes nothing."""
    rows = Item.objects.filter(pk=item.pk, done_at=None).exclude(snoozed_until=until)
    return _noted(
        rows, "tray.snoozed" if until else "tray.woken", item, by=by, snoozed_until=until, changed_at=at
    )


def _noted(rows, verb, item, *, by, whom=None, **facts) -> bool:
    if not rows.update(**facts):
        return False
    ids = [whom.pk] if whom is not None else None
    audit.record(verb, by=by, target=item, patient=item.patient, clinic=item.clinic_id, ids=ids)
    return True


def hand_over(source, target, *, by, at) -> dict[str, list]:
    """What waits about one patient waits about another; returns the ids, for `hand_back`.

    What is about the record itself and waits for the other one already is done with.
    """
    about_it = Item.objects.filter(target=name_of(source))
    done = list(Item.objects.twice(source, target).order_by("pk").values_list("pk", flat=True))
    renamed = list(about_it.exclude(pk__in=done).order_by("pk").values_list("pk", flat=True))
    moved = Item.objects.filter(patient=source.pk).order_by("pk")
    moved = list(moved.exclude(pk__in=done).values_list("pk", flat=True))
    Item.objects.filter(pk__in=done).update(done_at=at, done_by=by, changed_at=at)
    Item.objects.filter(pk__in=renamed).update(target=name_of(target), changed_at=at)
    Item.objects.filter(pk__in=moved).update(patient=target.pk, changed_at=at)
    return {"done": done, "renamed": renamed, "moved": moved}


def hand_back(moved: dict[str, list], source) -> None:
    """The same again about the first patient; what was done with for being there twice waits again."""
    Item.objects.filter(pk__in=moved["renamed"]).update(target=name_of(source))
    Item.objects.filter(pk__in=moved["moved"]).update(patient=source.pk)
    Item.objects.filter(pk__in=moved["done"]).update(done_at=None, done_by=None)
