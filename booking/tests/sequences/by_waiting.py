"""What the waiting list does: somebody waits, free times are offered to one after the other, taken or passed on."""

from datetime import date

from booking.actions.moving import moved_key
from booking.availability import wallclock
from booking.models import Move, WaitingEntry, WaitingOffer
from booking.models.waiting import Ending
from booking.tests.sequences.by_clinic import ByClinic
from booking.tests.sequences.plain_times import Held
from booking.tests.sequences.plain_waiting import Offer, Waiting, WaitingList
from booking.tests.sequences.story import step
from booking.waiting import answering, joining, offering


class ByWaiting(ByClinic):
    """Steps of those who wait."""

    def __init__(self, world, seed: int):
        super().__init__(world, seed)
        self.list = self.model.list = WaitingList(self.model)

    @step(often=3)
    def wait_in_line(self):
        """Somebody waits for a time on some days, or for an earlier one than that of a visit; asking twice is once."""
        account, patient = self.one_of(self.world.books_for)
        theirs = [one for one in self.model.visits if one.patient == patient]
        visit = self.one_of(theirs) if self.chance(2) else None
        kind = visit.kind if visit else self.one_of(self.model.kinds.values())
        person, first = self.one_of([None, *self.people]), self.model.today(self.at) + self.draw.randint(0, 1)
        days = (None, None) if visit else (first, first + self.draw.randint(0, 2))
        part = self.one_of(["any", "any", "morning", "afternoon", "evening"])
        entry = Waiting(None, account, patient, kind, person, visit, *days, part, self.at)
        expected = self.list.why_not_wait(entry, self.at)
        told = made = None
        row = self.patients[patient]
        row.clinic = self.clinic
        wanted = joining.Wanted(
            service=self.world.services[kind.slug],
            location=self.world.place,
            practitioner=self.people.get(person),
            visit=visit and visit.id,
            first_day=days[0] and date.fromordinal(days[0]),
            last_day=days[1] and date.fromordinal(days[1]),
            part=part,
        )
        by = self.world.accounts[account]
        try:
            made = joining.join(row, wanted, account=by, by=by, at=self.at)
        except joining.CannotWait as refused:
            told = refused.why
        same = self.list.same(entry)
        self.says(told, expected, "waiting")
        if expected is None and same:
            self.says(made.pk, same.id, "waiting twice")
        elif expected is None:
            entry.id = made.pk
            self.list.entries.append(entry)
            self.noted("joined", entry)

    def noted(self, verb: str, entry: Waiting) -> None:
        """One line in the audit about somebody who waits."""
        self.model.audited[f"waiting.{verb}", str(entry.id)] += 1
        self.touched = entry.kind

    @step(often=1)
    def leave_the_line(self):
        """Somebody waits no more; what they were offered is free again."""
        entry = self.one_of(self.list.entries)
        if entry:
            row, by = WaitingEntry.objects.get(pk=entry.id), self.world.accounts[entry.account]
            told = joining.end(row, Ending.LEFT, by=by, at=self.at)
            self.says(told, entry.ended is None, "leaving the line")
            if told:
                self.ends(entry, "left")

    def ends(self, entry: Waiting, because: str) -> None:
        """Somebody is off the list, with what became of their offer."""
        entry.ended = because
        for offer in self.list.open_offers(entry):
            self.closes(offer, "taken" if because == "taken" else "withdrawn")
        self.noted(because if because in ("taken", "left") else "ended", entry)

    def closes(self, offer: Offer, answer: str) -> None:
        """An offer is answered or over; its time is free, unless it was taken."""
        offer.answer = answer
        if answer != "taken":
            offer.held.released = True

    @step(often=6)
    def offer_times(self):
        """Each free time is offered to the first it fits; what was not answered in time is over."""
        made = {
            (offer.entry_id, wallclock.to_minutes(offer.hold.starts_at), offer.hold.practitioner_id): offer
            for offer in offering.offer_times(self.clinic, at=self.at)
        }
        for offer in self.list.over(self.at):
            self.closes(offer, "expired")
            self.noted("expired", offer.entry)
        for entry, because in self.list.gone(self.at):
            self.ends(entry, because)
        expected = []
        for entry, start, person in self.list.offers(self.at):
            key = entry.id, start, person
            expected.append(key)
            assert key in made, f"not offered: {key}, but {set(made)}"
            until, row = self.list.runs_until(self.at), made[key]
            held = Held(row.hold_id, entry.kind, person, start, entry.id.hex, self.at, until, offered=True)
            self.model.holds.append(held)
            self.list.made.append(Offer(row.pk, entry, held))
            self.model.mails[f"booking.offer:{row.pk}"] = self.at
            self.noted("offered", entry)
        self.says(set(made), set(expected), "offering")

    @step(often=4)
    def take_an_offer(self):
        """The time becomes a visit, or the later visit moves there; twice is once."""
        offer = self.one_of(self.list.made[-3:])
        if not offer:
            return
        entry, held = offer.entry, offer.held
        expected = self.list.why_not_take(offer, self.at)
        row, by = WaitingOffer.objects.get(pk=offer.id), self.world.accounts[entry.account]
        before = set(
            Move.objects.filter(appointment=entry.visit and entry.visit.id).values_list("pk", flat=True)
        )
        told = visit = None
        try:
            visit = answering.take(row, by=by, at=self.at)
        except answering.OfferOver as refused:
            told = refused.why
        self.says(told, expected, "taking an offer")
        if expected or offer.answer == "taken":
            return
        if entry.visit:
            moved = entry.visit
            moved.person, moved.start, moved.broken = held.person, held.start, frozenset()
            moved.sequence += 1
            held.released = True
            self.note("moved", moved)
            (move,) = set(visit.moves.values_list("pk", flat=True)) - before
            self.model.mails[moved_key(move)] = self.at
        else:
            due = self.at + self.undone_within()
            self.becomes(held, visit, entry.patient, due=due, by=entry.account)
        self.says(answering.take(row, by=by, at=self.at).pk, visit.pk, "taking an offer twice")
        self.ends(entry, "taken")

    @step(often=2)
    def pass_an_offer_on(self):
        """A time goes to the next in line."""
        offer = self.one_of(self.list.made[-3:])
        if offer:
            row = WaitingOffer.objects.select_related("entry__account", "hold").get(pk=offer.id)
            by = self.world.accounts[offer.entry.account]
            told = answering.pass_on(row, by=by, at=self.at)
            self.says(told, offer.is_live(self.at), "passing an offer on")
            if told:
                self.closes(offer, "passed")
                self.noted("passed", offer.entry)
