"""Holding the times of a family day: all of them for the same minutes, or none."""

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from booking.actions import occupying
from booking.actions.holding import count_or_refuse, minutes_for, release, spans, stretches
from booking.availability import plans, wallclock
from booking.availability.plans import Plan
from booking.family.searching import PlanSearch
from booking.models import FamilyDay, Hold


class PlanLost(Exception):
    """Times of the plan are taken by now: `members` are the places of those whose times they were."""

    def __init__(self, members):
        self.members: list[int] = members
        super().__init__(members)


def holds_of(day) -> list[Hold]:
    """The times that are held for a family day now or were last, in the order of the clock; empty while none are."""
    rows = Hold.objects.filter(family_day=day, clinic=day.clinic_id, released_at=None)
    return list(rows.select_related("service", "practitioner", "location").order_by("starts_at", "member"))


def hold_plan(day, plan: Plan, *, visitor, by, at) -> list[Hold]:
    """Hold every time of a plan, or none. Times held before are given back only now that the new ones are sure.

    Raises PlanLost where somebody was faster, ValueError for what is no plan of these people, and
    `booking.actions.holding.NotHeld` for a visitor who holds enough.
    """
    try:
        return _hold_plan(day, plan, visitor=visitor, by=by, at=at)
    except OperationalError as error:
        # Giving back before taking is outside the order of the things: whoever loses such a knot was not faster.
        if isinstance(error.__cause__, DeadlockDetected):
            raise PlanLost([one.part for one in plan]) from error
        raise


@transaction.atomic
def _hold_plan(day, plan, *, visitor, by, at) -> list[Hold]:
    # An account holds the times of one family day; those of another that it left are free again.
    mine = {"family_day__account": by, "clinic": day.clinic_id}
    old = list(Hold.objects.filter(**mine, released_at=None, appointment=None).order_by("pk"))
    count_or_refuse(visitor, old, more=len(plan), at=at)
    day = (
        FamilyDay.objects.select_for_update(of=("self",)).select_related("clinic", "location").get(pk=day.pk)
    )
    if day.booking_id:
        return []
    release(*old, at=at)
    search = PlanSearch(day, at=at)
    on = wallclock.local_day(plan[0].slot.start, day.clinic.zone)
    if not search.is_given:  # a service or somebody was taken off the offer meanwhile
        raise PlanLost([one.part for one in plan])
    parts = search.parts(on, on + 1)
    if not plans.is_a_plan(parts, plan, way=day.way, wait=search.wait):
        raise ValueError("no plan of these people")
    if lost := plans.lost_of(parts, plan, way=day.way):
        raise PlanLost(lost)
    made = _made(day, search, plan, visitor=visitor, by=by, at=at)
    without = occupying.take_for([row for held in made for row in stretches(held, held.held_until)], at=at)
    if without:
        # Leaving by the exception undoes the release above: the old times are still held.
        raise PlanLost([held.member for held in made if held.pk in without])
    return made


def _made(day, search, plan, *, visitor, by, at) -> list[Hold]:
    wanted = []
    for one in plan:
        service, starts_at = search.searches[one.part].service, one.slot.starts_at
        person = search.catalogue.practitioners[one.slot.practitioner]
        wanted.append((one.part, service, person, starts_at, spans(service, starts_at)[0]))
    # A visitor has one measure of minutes; of several, the shortest counts for all.
    minutes = min(
        (minutes_for(visitor, person, begin, end, at=at) for _part, _service, person, begin, end in wanted),
        key=lambda each: each["held_until"],
    )
    return [
        Hold.objects.create(
            clinic=day.clinic,
            service=service,
            practitioner=person,
            location=day.location,
            any_practitioner=not day.members[part]["who"],
            starts_at=begin,
            ends_at=end,
            visitor=visitor.mark,
            address_digest=visitor.address,
            answers={**answers_of(day.members[part]), "by": str(by.pk)},
            family_day=day,
            member=part,
            **minutes,
        )
        for part, service, person, begin, end in wanted
    ]


def answers_of(member) -> dict:
    """What was answered for somebody, as a hold keeps it."""
    return {name: member[name] for name in ("patient", "person", "note") if name in member}
