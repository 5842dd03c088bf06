"""What the clinic answers to visits that were asked for: approved after another look, or declined; once."""

from booking.actions import answering
from booking.actions.by_staff import Objected
from booking.tests.sequences.by_waiting import ByWaiting
from booking.tests.sequences.story import step

BOTH = ["approval_new", "approval_existing"]


class ByAnswering(ByWaiting):
    """Steps of those who approve."""

    @step(often=4)
    def ask_first(self):
        """The clinic wants to be asked from now on: by new patients, by those it knows, or by both."""
        asks = dict.fromkeys(self.one_of((["approval_new"], ["approval_existing"], BOTH)), "request")
        self.world.set_rules(**asks)
        self.model.rules |= asks
        self.settings_changed()

    def _a_request(self):
        """Mostly one that waits; now and then any visit."""
        asked = [one for one in self.model.visits if one.state == "requested"]
        return self.a_visit() if self.chance(8) else self.one_of(asked)

    @step(often=5)
    def close_over_a_request(self):
        """Somebody is away, or the room is, at a time that was asked for."""
        asked = [one for one in self.model.visits if one.state == "requested"]
        if asked:
            thing, low, high = self.one_of(self.one_of(asked).takes)
            self.shut(thing, low + self.draw.choice([-30, 0, 5]), high)

    @step(often=6)
    def approve(self):
        """It is booked, unless something came up since; then with a reason, or not at all. Twice is once."""
        visit = self._a_request()
        if not visit:
            return
        row, broken = self.read(visit), self.model.objections_to_request(visit, self.at)
        accepted = self.accepts(answering.objections_to_request(row, at=self.at))
        expected = "Objected" if broken and not accepted else None
        if visit.state != "requested":
            expected = "AnsweredMeanwhile"

        def press():
            answering.approve(row, by=self.world.staff, at=self.at, **accepted)

        self.says(self._told(press), expected, "approving")
        if not expected:
            self.says(self._told(press), "AnsweredMeanwhile", "approving twice")
            visit.state, visit.broken = "booked", broken
            visit.sequence += 1  # so that whoever read it as a request looks again
            self.note("approved", visit)
            self.model.mails[f"booking.confirmed:{visit.booking}:{visit.id}"] = self.at

    @step(often=2)
    def decline(self):
        """Its time is free again. Twice is once."""
        visit = self._a_request()
        if not visit:
            return
        row, expected = self.read(visit), None if visit.state == "requested" else "AnsweredMeanwhile"

        def press():
            answering.decline(row, because="No room.", by=self.world.staff, at=self.at)

        self.says(self._told(press), expected, "declining")
        if not expected:
            self.says(self._told(press), "AnsweredMeanwhile", "declining twice")
            visit.state = "declined"
            self.note("declined", visit)
            self.model.mails[f"booking.declined:{visit.id}"] = self.at

    @staticmethod
    def _told(press) -> str | None:
        try:
            press()
        except (Objected, answering.AnsweredMeanwhile) as refused:
            return type(refused).__name__
        return None
