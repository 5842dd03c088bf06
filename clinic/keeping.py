"""What a clinic sets: its rows saved, removed, retired; who gives what where; somebody's week."""

from django.db import IntegrityError, transaction

import audit
from clinic.models import Clinic, Location, Offer, OpeningHours, Practitioner

# For a clinic, in a language, there is one handout; for a clinic one set of rules; a service brings a form once.
ONE_FOR = {"clinic", "language", "service", "template"}


@transaction.atomic
def keep_setting(row, *, by, clinic, chosen=None):
    """Save a row of a clinic's settings as it was set; every page follows from its next request on.

    `chosen` are the rows it names many of: {"resources": […]}.
    """
    verb = "settings.added" if row.pk is None else "settings.changed"
    _save(row)
    for name, rows in (chosen or {}).items():
        getattr(row, name).set(rows)
    audit.record(verb, by=by, target=row, clinic=clinic)
    return row


def _save(row) -> None:
    """Of two presses of one button at once both want to make what there is one of: the second changes it."""
    is_new = row._state.adding
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        there = _there_meanwhile(row) if is_new else None
        if there is None:
            raise
        row.pk, row._state.adding = there.pk, False
        row.save()


def _there_meanwhile(row):
    """The one there is, by what there is one of; None where the row is one of several."""
    for rule in row._meta.total_unique_constraints:
        if set(rule.fields) <= ONE_FOR:
            return _same(row, rule.fields)
    return next(
        (_same(row, [one.name]) for one in row._meta.fields if one.unique and one.name in ONE_FOR), None
    )


def _same(row, names):
    return type(row).objects.filter(**{name: getattr(row, name) for name in names}).first()


@transaction.atomic
def remove_setting(row, *, by, clinic) -> bool:
    """A row of a clinic's settings goes, for example a closed day. Gone already changes nothing."""
    if not type(row).objects.select_for_update().filter(pk=row.pk).exists():
        return False
    audit.record("settings.deleted", by=by, target=row, clinic=clinic)
    row.delete()
    return True


def is_only_place(place) -> bool:
    """Whether visits could happen nowhere else: the last location in use cannot be retired."""
    return (
        not Location.objects.filter(clinic_id=place.clinic_id, retired_at=None).exclude(pk=place.pk).exists()
    )


@transaction.atomic
def retire(row, *, by, at) -> bool:
    """Somebody, a place or a service is offered no more; visits that are booked stay. Twice changes nothing.

    The only place stays: False.
    """
    if isinstance(row, Location):
        Clinic.objects.select_for_update().get(pk=row.clinic_id)  # two at once would leave none
        if is_only_place(row):
            return False
    if not type(row).objects.filter(pk=row.pk, retired_at=None).update(retired_at=at):
        return False
    audit.record("settings.retired", by=by, target=row, clinic=row.clinic_id)
    return True


@transaction.atomic
def take_up(row, *, by) -> bool:
    """What was retired is offered again, as it was set then. Twice changes nothing."""
    if not type(row).objects.filter(pk=row.pk, retired_at__isnull=False).update(retired_at=None):
        return False
    audit.record("settings.taken_up", by=by, target=row, clinic=row.clinic_id)
    return True


@transaction.atomic
def keep_practitioner(practitioner, offers, *, by):
    """Somebody patients see, and what they give where: `offers` are (service, location) ids."""
    keep_setting(practitioner, by=by, clinic=practitioner.clinic_id)
    _offer({"practitioner": practitioner}, "service", offers)
    return practitioner


@transaction.atomic
def keep_service(service, offers, *, by, resources=()):
    """What is booked, and who gives it where: `offers` are (practitioner, location) ids."""
    keep_setting(service, by=by, clinic=service.clinic_id, chosen={"resources": resources})
    _offer({"service": service}, "practitioner", offers)
    return service


def _offer(of: dict, other: str, wanted) -> None:
    """The offers of somebody, or of a service, are these. What is retired keeps its own, for when it is taken up."""
    there = Offer.objects.filter(**of, **{f"{other}__retired_at": None}, location__retired_at=None)
    there = {(getattr(one, f"{other}_id"), one.location_id): one.pk for one in there}
    Offer.objects.filter(pk__in=[key for pair, key in there.items() if pair not in wanted]).delete()
    missing = [
        Offer(**of, **{f"{other}_id": one, "location_id": place})
        for one, place in sorted(wanted - there.keys())
    ]
    Offer.objects.bulk_create(missing, ignore_conflicts=True)


@transaction.atomic
def keep_week(practitioner, blocks, *, by) -> bool:
    """Somebody's weekly hours are these, at every place in use. The same hours again change nothing.

    `blocks` are opening hours, saved or not; a saved one keeps the services its hours are kept for.
    """
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    rows = {row.pk: row for row in practitioner.hours.filter(location__retired_at=None)}
    kept = {block.pk: block for block in blocks if block.pk in rows}
    gone = rows.keys() - kept.keys()
    other = [block for key, block in kept.items() if _hours(block) != _hours(rows[key])]
    new = [block for block in blocks if block.pk not in rows]
    if not gone and not other and not new:
        return False
    OpeningHours.objects.filter(pk__in=gone).delete()
    for block in [*other, *new]:
        block.practitioner = practitioner
        block.save()
    audit.record(
        "settings.changed", by=by, target=practitioner, clinic=practitioner.clinic_id, reason="hours"
    )
    return True


def _hours(block) -> tuple:
    return block.location_id, block.weekday, block.opens, block.closes
