"""Keeping what was answered about a family day, confirming all of it, and taking all of it back."""

from datetime import timedelta

from django.db import transaction

from booking.actions.confirming import confirm_all
from booking.actions.holding import release
from booking.family.holding import answers_of, holds_of
from booking.models import FamilyDay, Hold

FEWEST, MOST = 2, 5
KEPT_FOR = timedelta(days=1)  # what was begun and never booked


def begin(*, clinic, by, at) -> FamilyDay:
    """Begin to put together a family day."""
    return FamilyDay.objects.create(clinic=clinic, account=by, made_at=at)


def forget_begun(*, at) -> int:
    """Throw away what was begun a day ago and never booked: names and birth dates were typed there. How many."""
    begun = FamilyDay.objects.filter(booking=None, made_at__lt=at - KEPT_FOR)
    return begun.delete()[0]


@transaction.atomic
def keep_members(day, members, *, at, **more) -> None:
    """Keep who comes for what. Times that were held for others, or for something else, are free again.

    Where only a note is another one they stay held, and take it along.
    """
    is_same_place = more == {name: getattr(day, name) for name in more}
    if is_same_place and members == day.members:
        return
    fields = {"members": members, **more}
    if FamilyDay.objects.filter(pk=day.pk, booking=None).update(**fields):
        held = Hold.objects.filter(family_day=day, clinic=day.clinic_id, released_at=None, appointment=None)
        if is_same_place and _without_notes(members) == _without_notes(day.members):
            for one in held:
                answers = {**answers_of(members[one.member]), "by": one.answers["by"]}
                held.filter(pk=one.pk).update(answers=answers)
        else:
            release(*held, at=at)
    for name, value in fields.items():
        setattr(day, name, value)


def _without_notes(members) -> list[dict]:
    return [{name: said for name, said in member.items() if name != "note"} for member in members]


def keep_way(day, way) -> None:
    """Keep how they come; the times that are held stay until others are chosen."""
    FamilyDay.objects.filter(pk=day.pk, booking=None).update(way=way)
    day.way = way


@transaction.atomic
def confirm_day(day, *, seen, by, at):
    """Turn all held times into visits of one booking, or none. Confirming twice gives the same booking.

    Raises as `booking.actions.confirming.confirm_all`, and Hold.DoesNotExist where nothing is held.
    """
    row = FamilyDay.objects.select_for_update().get(pk=day.pk)
    if row.booking_id:
        return row.booking
    holds = holds_of(row)
    if not holds:
        raise Hold.DoesNotExist
    booking = confirm_all(holds, seen=seen, by=by, at=at)[0].booking
    # The visits say it all from here on: what was typed of new people is not kept twice.
    FamilyDay.objects.filter(pk=day.pk).update(booking=booking, members=[])
    return booking
