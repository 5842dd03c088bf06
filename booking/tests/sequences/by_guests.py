"""What guests do: book without an account, take it back at once, or cancel by the link of their mail."""

from booking import guests
from booking.actions import cancelling, confirming, holding
from booking.models import Hold
from booking.tests.sequences.by_patients import VISITORS, ByPatients
from booking.tests.sequences.plain_times import UNMET
from booking.tests.sequences.story import step

# The first books more than it may.
ADDRESSES = ("gia@guests.example", "gia@guests.example", "gus@guests.example")
REFUSED = (
    confirming.Lost, confirming.TooManyAhead, confirming.AccountNeeded, guests.EnoughForAddress,
)  # fmt: skip


class ByGuests(ByPatients):
    """Steps without an account."""

    @step(often=3)
    def book_as_guest(self):
        """Hold a time, or come back to one held before, and confirm it with an address only."""
        held = self.a_hold(lambda one: one.visit is None) if self.chance(3) else None
        held = held or self.holds(self.one_of(VISITORS), self.wanted(wild=9))
        if not held:
            return
        address, row = self.one_of(ADDRESSES), Hold.objects.get(pk=held.id)
        expected = self._why_no_guest(held, address)
        person = {
            "given_name": "Gia", "family_name": "Guest", "date_of_birth": "1991-04-05", "relation": "self",
        }  # fmt: skip
        answers = {"as_guest": True, "email": address, "person": person, "note": ""}
        holding.keep_answers(row, answers, by=None)
        told = made = None
        try:
            made = confirming.confirm(row, seen=holding.answers_seen(row), by=None, at=self.at)
        except REFUSED as refused:
            told = type(refused).__name__
        self.says(told, expected, "confirming as a guest")
        if expected:
            return
        again = confirming.confirm(row, seen=holding.answers_seen(row), by=None, at=self.at)
        self.says(again.pk, made.pk, "confirming as a guest again")
        self.taken_again(held)
        name = f"guest {len(self.patients)}"  # a record of their own each time, until somebody tidies up
        self.patients[name] = made.patient
        self.becomes(held, made, name, due=self.at, guest=address)

    def _why_no_guest(self, held, address) -> str | None:
        if held.released:
            return "Lost"
        if self.model.rules["account_panel"] == "required":
            return "AccountNeeded"
        if self.model.address_has_enough(address, self.at):
            return "EnoughForAddress"
        return "Lost" if self.is_lost(held) else None

    @step(often=2)
    def guest_takes_back(self):
        """Within the minutes, or by the clinic's rules, and presses twice. A visit of an account is not a guest's."""
        theirs = [one for one in self.model.visits if one.guest]
        visit = self.one_of(theirs) or self.a_visit()
        if not visit:
            return
        row = self.read(visit)
        if self.chance(2):
            in_time = self.model.may_still_undo(visit, self.at)
            expected, verb, fee = bool(visit.guest) and in_time and visit.state in UNMET, "undone", 0

            def press():
                return cancelling.undo(row, by=None, at=self.at)
        elif visit.guest:
            expected = self.model.why_not_change(visit, self.at, "cancel") is None
            verb, fee = "cancelled", self.model.late_fee(visit, self.at)

            def press():
                return cancelling.cancel_online(row, because="", by=None, at=self.at)
        else:
            return
        self.says(press(), expected, f"a guest's visit {verb}")
        if expected:
            self.says(press(), False, f"a guest's visit {verb} twice")
            self.gone(visit, verb, fee=fee)
