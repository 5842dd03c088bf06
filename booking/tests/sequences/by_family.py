"""What families do with the times they hold: confirm and undo all of them."""

from booking.actions import cancelling, confirming, holding
from booking.family import keeping
from booking.family.holding import holds_of
from booking.models import Appointment, Hold
from booking.tests.sequences.by_patients import VISITORS
from booking.tests.sequences.holding_together import HoldingTogether
from booking.tests.sequences.plain_times import UNMET
from booking.tests.sequences.story import step


class ByFamily(HoldingTogether):
    """Steps of a family day from its times to its visits."""

    @step(often=4)
    def family_books(self):
        """Hold all of their times and confirm them at once."""
        day = self.a_day()
        plan = self.a_plan(day)
        if plan and self.holds_all(day, plan, self.one_of(VISITORS)):
            self._books_all(day)

    @step(often=4)
    def family_confirms(self):
        """One booking of all of them, or nothing; twice is once."""
        day = self.one_of(one for one in self.days[-3:] if one.holds)
        if day:
            self._books_all(day)

    def _books_all(self, day):
        expected, was = self._why_not_confirm_all(day), day.booking
        told, booking = self._confirms(day)
        self.says(told, expected, "confirming a family day")
        if expected:
            return
        self.says(self._confirms(day)[1], booking, "confirming a family day twice")
        if was is not None:
            self.says(booking, was, "confirming a family day again")
            return
        day.booking = booking
        self.model.together[booking] = len(day.members)
        due = self.at + self.undone_within()
        rows = {row.pk: row for row in Hold.objects.filter(family_day=day.id, released_at=None)}
        for held in day.held:
            visit = Appointment.objects.select_related("patient").get(pk=rows[held.id].appointment_id)
            name = day.members[rows[held.id].member].name
            self.patients[name] = visit.patient
            self.taken_again(held)
            self.becomes(held, visit, name, due=due, by=day.account)

    def _confirms(self, day):
        by, row = self.world.accounts[day.account], self.row_of(day)
        try:
            seen = holding.answers_seen(*holds_of(row))
            return None, keeping.confirm_day(row, seen=seen, by=by, at=self.at).pk
        except (confirming.Lost, confirming.TooManyAhead, Hold.DoesNotExist) as refused:
            return type(refused).__name__, None

    def _why_not_confirm_all(self, day) -> str | None:
        if day.booking is not None:
            return None
        if not day.held:
            return "DoesNotExist"
        if any(self.is_lost(held) for held in day.held):
            return "Lost"
        return (
            "TooManyAhead" if any(self.model.has_enough(one.name, self.at) for one in day.members) else None
        )

    @step(often=2)
    def family_undoes(self):
        """All that is still to be taken back, in one; what was changed meanwhile stays as it is."""
        day = self.one_of(one for one in self.days[-3:] if one.booking)
        if not day:
            return
        visits = sorted((v for v in self.model.visits if v.booking == day.booking), key=lambda one: one.id)
        undone = [v for v in visits if v.state in UNMET and self.model.may_still_undo(v, self.at)]
        by = self.world.accounts[day.account]
        told = cancelling.undo_all([self.read(visit) for visit in visits], by=by, at=self.at)
        self.says(told, bool(undone), "undoing a family day")
        again = cancelling.undo_all([self.read(visit) for visit in visits], by=by, at=self.at)
        self.says(again, False, "undoing a family day twice")
        for visit in undone:
            self.gone(visit, "undone", tells=visit is undone[0])
