"""Other times for a visit: of the same service in the same place, as a patient may choose them."""

from booking.availability import wallclock
from booking.availability.finding import Search
from booking.choosing import Choice
from booking.rules import rules_of


def choice_for(clinic, visit, asked="") -> Choice | None:
    """The same service in the same place, with whoever was asked for; first with whoever the visit is with.

    None where patients cannot book that online themselves.
    """
    if not rules_of(clinic).is_online:
        return None
    for who in (asked, visit.practitioner.slug, "anyone"):
        choice = Choice.of(clinic, visit.service.slug, who or None, place=visit.location_id)
        if choice is not None and choice.people:
            return choice
    return None


def search_for(found, clinic, choice) -> Search:
    """What is free for a visit, its own time counted as free."""
    return Search(
        clinic, choice.service, choice.people, choice.location, at=found.at, ignoring_visit=found.visit.pk
    )


def nearest_times(found, clinic) -> list[int]:
    """The three free times closest to a visit's own, in epoch minutes; two queries at most."""
    choice = choice_for(clinic, found.visit)
    if choice is None:
        return []
    own = wallclock.to_minutes(found.visit.starts_at)
    near = search_for(found, clinic, choice).nearest(own, 4)
    return [slot.start for slot in near if slot.start != own][:3]
