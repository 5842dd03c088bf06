"""The rules of the waiting list in plain Python."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from booking.tests.sequences.hours import day_of, open_runs
from booking.tests.sequences.plain import Plain
from booking.tests.sequences.plain_times import Held, Kind, Time, Visit

HALF_AN_HOUR, AN_HOUR = timedelta(minutes=30), 60
MOST, UNANSWERED = 10, 3


@dataclass
class Waiting:
    """Somebody waits: on some days (ordinals), or for a time before that of a visit."""

    id: object
    account: str
    patient: str
    kind: Kind
    person: int | None
    visit: Visit | None
    first: int | None
    last: int | None
    part: str
    joined: datetime
    ended: str | None = None


@dataclass
class Offer:
    """A time that is kept for one who waits."""

    id: object
    entry: Waiting
    held: Held
    answer: str = ""

    def is_live(self, at) -> bool:
        return not self.answer and at < self.held.until


@dataclass
class WaitingList:
    """Who waits, and what they were offered."""

    model: Plain
    entries: list[Waiting] = field(default_factory=list)
    made: list[Offer] = field(default_factory=list)

    def standing(self) -> list[Waiting]:
        """Whoever has waited longest first."""
        return sorted(
            (one for one in self.entries if one.ended is None), key=lambda one: (one.joined, one.id)
        )

    def open_offers(self, entry=None) -> list[Offer]:
        return [one for one in self.made if not one.answer and entry in (None, one.entry)]

    def has_visit_ahead(self, visit: Visit, at) -> bool:
        return visit.state == "booked" and visit.start * 60 > at.timestamp()

    # Joining ----------------------------------------------------------------------------------------------------------
    def why_not_wait(self, entry: Waiting, at) -> str | None:
        if not self.model.rules["has_waiting_list"]:
            return "off"
        if entry.visit and not self.has_visit_ahead(entry.visit, at):
            return "visit_gone"
        if self.same(entry):
            return None
        mine = [one for one in self.standing() if one.account == entry.account]
        return "too_many" if len(mine) >= MOST else None

    def same(self, entry: Waiting) -> Waiting | None:
        """Who waits for the very same already; a visit is waited for once."""

        def asks(one):
            return one.account, one.kind, one.person, one.first, one.last, one.part

        for one in self.standing():
            if one.patient == entry.patient and (
                one.visit is entry.visit if entry.visit else one.visit is None and asks(one) == asks(entry)
            ):
                return one
        return None

    # Offering ---------------------------------------------------------------------------------------------------------
    def over(self, at) -> list[Offer]:
        """Offers whose time to answer has run out."""
        return [one for one in self.open_offers() if one.held.until <= at]

    def gone(self, at):
        """Those who wait no longer, and why."""
        for one in self.standing():
            unanswered = sum(offer.entry is one and offer.answer == "expired" for offer in self.made)
            if one.visit is None and one.last < self.model.today(at):
                yield one, "over"
            elif one.visit is not None and not self.has_visit_ahead(one.visit, at):
                yield one, "visit_gone"
            elif unanswered >= UNANSWERED:
                yield one, "unanswered"

    def offers(self, at):
        """Who is offered what now, one after the other; what is offered is kept before the next is looked at."""
        if not self.model.rules["has_waiting_list"] or self._is_quiet(at):
            return
        seen: dict[str, list] = {}
        for entry in self.standing():
            if any(offer.entry.patient == entry.patient for offer in self.open_offers()):
                continue
            if entry.visit is None and self.model.has_enough(entry.patient, at):
                continue
            if entry.kind.slug not in seen:
                seen[entry.kind.slug] = self.model.offer(entry.kind, at)
            for start, person in seen[entry.kind.slug]:
                wanted = Time(None, entry.kind, person, start)
                if self._fits(entry, wanted, at) and not self.model.in_the_way(wanted, at):
                    yield entry, start, person
                    break

    def _fits(self, entry: Waiting, wanted: Time, at) -> bool:
        if self.model.too_soon(wanted.start, self.runs_until(at)) or entry.person not in (
            None,
            wanted.person,
        ):
            return False
        hour = datetime.fromtimestamp(wanted.start * 60, self.model.zone).hour
        part = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
        if entry.part not in ("any", part):
            return False
        if any(
            one.entry is entry and one.held.start < wanted.end and wanted.start < one.held.end
            for one in self.made
        ):
            return False  # they were offered that hour before
        if entry.visit:
            return wanted.start <= entry.visit.start - AN_HOUR
        return entry.first <= day_of(self.model.zone, wanted.start) <= entry.last

    def _quiet(self, at):
        """The quiet hours around a moment, in seconds since 1970."""
        opens, closes = (self.model.rules[name] * 60 for name in ("quiet_from", "quiet_until"))
        if opens == closes:
            return []
        span = (opens, closes if closes > opens else closes + 1440)
        today = self.model.today(at)
        runs = [
            run for day in range(today - 1, today + 4) for run in open_runs(self.model.zone, day, (span,))
        ]
        return sorted((low * 60, high * 60) for low, high, _wall in runs)

    def _is_quiet(self, at) -> bool:
        return any(low <= at.timestamp() < high for low, high in self._quiet(at))

    def runs_until(self, at) -> datetime:
        """Half an hour from now, in which quiet hours do not count."""
        until = at + HALF_AN_HOUR
        for low, high in self._quiet(at):
            if at.timestamp() < high and low < until.timestamp():
                begins, ends = (datetime.fromtimestamp(edge, at.tzinfo) for edge in (low, high))
                until += ends - max(begins, at)
        return until

    # Answering --------------------------------------------------------------------------------------------------------
    def why_not_take(self, offer: Offer, at) -> str | None:
        entry = offer.entry
        if offer.answer == "taken":
            return None
        if offer.answer or not offer.is_live(at):
            return "answered" if offer.answer == "passed" else "over"
        if entry.visit is None:
            return "enough_ahead" if self.model.has_enough(entry.patient, at) else None
        if not self.has_visit_ahead(entry.visit, at):
            return "visit_gone"
        return "not_earlier" if offer.held.start >= entry.visit.start else None
