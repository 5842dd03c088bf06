"""Which free times fit somebody who waits."""

from datetime import timedelta

from booking.actions.holding import spans
from booking.availability import wallclock
from booking.availability.finding import Search, Slot
from booking.models import WaitingOffer
from booking.models.waiting import PartOfDay
from booking.rules import earliest_start, rules_of
from booking.waiting.quiet import runs_until
from clinic.catalogue import catalogue_of

EARLIER_BY = timedelta(hours=1)  # less than that is no reason to change somebody's day


class FreeTimes:
    """A clinic's free times as they are at one moment, looked up once for each service and place.

    What is offered of them is on offer to everybody; it must still be bookable when the half hour is over.
    """

    def __init__(self, clinic, *, at):
        self.clinic, self.at = clinic, at
        rules = rules_of(clinic)
        self.until = runs_until(rules, clinic, at=at)
        self.soonest = earliest_start(rules, clinic, at=self.until)
        self._found: dict[tuple, list[Slot]] = {}

    def of(self, entry) -> list[Slot]:
        """Every free time of the service in the place, whoever gives it."""
        key = entry.service_id, entry.location_id
        if key not in self._found:
            catalogue = catalogue_of(self.clinic)
            service = catalogue.services.get(entry.service.slug)
            found = []
            if service is not None and service.is_online:
                people = catalogue.who_gives(service, entry.location)
                found = Search(self.clinic, service, people, entry.location, at=self.at).all_free
            self._found[key] = [slot for slot in found if slot.starts_at >= self.soonest]
        return self._found[key]

    def fitting(self, entry) -> list[Slot]:
        """What of it fits this entry, the first time first; without what they were offered already."""
        found = [slot for slot in self.of(entry) if self._fits(entry, slot)]
        if not found:
            return []
        before = WaitingOffer.objects.filter(entry=entry).values_list("hold__starts_at", "hold__ends_at")
        declined = list(before)
        return [slot for slot in found if not _touches(slot, entry, declined)]

    def _fits(self, entry, slot) -> bool:
        if entry.practitioner_id not in (None, slot.practitioner):
            return False
        local = slot.starts_at.astimezone(self.clinic.zone)
        if entry.part not in (PartOfDay.ANY, PartOfDay.of(local)):
            return False
        if entry.visit_id is not None:
            return slot.starts_at <= entry.visit.starts_at - EARLIER_BY
        return entry.first_day <= local.date() <= entry.last_day

    def without(self, offered) -> None:
        """Forget what an offer keeps now, with its breaks: nobody else is offered it in this round."""
        _ends, begin, end = spans(offered.service, offered.starts_at)
        low, high = wallclock.to_minutes(begin), wallclock.to_minutes(end)
        for key, found in self._found.items():
            self._found[key] = [
                slot
                for slot in found
                if slot.practitioner != offered.practitioner_id or not low <= slot.start < high
            ]


def _touches(slot, entry, declined) -> bool:
    """Whether a time overlaps one they passed on or left unanswered: that hour does not suit them."""
    ends_at = spans(entry.service, slot.starts_at)[0]
    return any(begins < ends_at and slot.starts_at < ends for begins, ends in declined)
