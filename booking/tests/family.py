"""A family day in a test: Ben brings Ana and Kit to Harbour."""

from booking.actions.holding import Visitor, answers_seen
from booking.family import keeping
from booking.family.holding import hold_plan, holds_of
from booking.family.searching import PlanSearch
from booking.models import FamilyDay
from booking.models.family_day import IN_TURN
from clinic.models import Clinic
from common.tests.moment import AT

NOA = {"given_name": "Noa", "family_name": "Cast", "date_of_birth": "2019-02-03", "relation": "parent"}


def chosen(cast, *records, service="treatment", who=0, new=()) -> list[dict]:
    """What a family day keeps of saved people, and of new ones as they were typed."""
    visit = {"service": service, "who": who}
    saved = [{"key": f"p{record.pk}", "patient": str(record.pk), **visit} for record in records]
    return saved + [{"key": f"n{n}", "person": person, **visit} for n, person in enumerate(new)]


def begun(cast, *, by=None, members=None, way=IN_TURN, at=AT) -> FamilyDay:
    """A family day on which everybody's visit is chosen."""
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    day = keeping.begin(clinic=clinic, by=by or cast.ben, at=at)
    members = chosen(cast, cast.ana_record, cast.kit_record) if members is None else members
    keeping.keep_members(day, members, at=at, location_id=cast.at_harbour.place.pk)
    keeping.keep_way(day, way)
    return day


def plans_of(day, *, at=AT, **how):
    return PlanSearch(day, at=at, **how).all


def hold(day, plan, *, by, mark="v", address="a", at=AT):
    return hold_plan(day, plan, visitor=Visitor(mark, address), by=by, at=at)


def confirm(day, *, by, at=AT):
    """Confirm what the page showed."""
    return keeping.confirm_day(day, seen=answers_seen(*holds_of(day)), by=by, at=at)
