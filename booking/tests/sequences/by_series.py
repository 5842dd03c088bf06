"""What staff do week after week: book a series, all of it or nothing, and cancel a visit with all that follow."""

import uuid
from dataclasses import replace
from unittest.mock import patch

from booking import repeating
from booking.actions import by_staff
from booking.actions.by_staff import Terms
from booking.objections import Wish, seen
from booking.tests.clock_changes import wall
from booking.tests.sequences.by_answering import ByAnswering
from booking.tests.sequences.by_staff import BECAUSE
from booking.tests.sequences.hours import day_of, open_runs
from booking.tests.sequences.plain_times import Time, Visit
from booking.tests.sequences.story import step


class BySeries(ByAnswering):
    """Steps of series."""

    def _weeks(self, wanted: Time, every: int, times: int) -> list[Time] | None:
        """The same time of the wall clock in the weeks after it; None where the clocks skip it."""
        zone, begun = self.model.zone, day_of(self.model.zone, wanted.start)
        shown = wall(zone, wanted.start) % 1440
        weeks = [wanted]
        for number in range(1, times):
            runs = open_runs(zone, begun + 7 * every * number, ((shown, shown + 1),))
            if not runs:
                return None
            weeks.append(Time(None, wanted.kind, wanted.person, runs[0][0]))
        return weeks

    def _repeated(self, wanted: Time, every: int, times: int) -> list[Wish] | None:
        try:
            return repeating.repeated(self.wish(wanted), every=every, times=times)
        except repeating.Skipped:
            return None

    def _drawn(self):
        """(what each week wants by the model, the wishes of the product); None where the clocks skip one."""
        wanted, every, times = self.wanted(wild=4), self.draw.choice(repeating.EVERY), self.draw.randint(2, 4)
        weeks, wishes = self._weeks(wanted, every, times), self._repeated(wanted, every, times)
        starts = wishes and [one.start for one in wishes]
        self.says(starts, weeks and [one.start for one in weeks], "repeating a time")
        return weeks and (weeks, wishes)

    @step(often=4)
    def book_series(self):
        """Every week of it or none, with a reason where rules speak against some."""
        if drawn := self._drawn():
            weeks, wishes = drawn
            name = self.one_of(self.world.patients)
            wishes = [replace(one, patient=self.patients[name].pk) for one in wishes]
            broken = self.model.told_to_staff(weeks, name, self.at)
            against = [o for found in repeating.objections_to_each(wishes, at=self.at) for o in found]
            accepted = self.accepts(against)
            expected = "Objected" if any(broken) and not accepted else None
            self._books(weeks, wishes, broken, accepted, expected, name=name)

    @step(often=3)
    def series_is_overtaken(self):
        """Somebody takes an hour of a later week between the look and the taking: nothing of the series is booked."""
        drawn = self._drawn()
        if not drawn:
            return
        weeks, wishes = drawn
        looked = repeating.objections_to_each(wishes, at=self.at)
        against = [objection for found in looked for objection in found]
        if {one.code for one in against} & {"taken", "resource"}:
            return  # laid over what is there, it would lie over this too
        if self.staff_take(self.one_of(weeks[1:])):
            accepted = {"accepted": seen(against), "reason": BECAUSE} if against else {}
            with patch.object(by_staff, "objections_to_each", lambda _wishes, *, at: looked):
                self._books(weeks, wishes, [], accepted, "Objected")

    def staff_take(self, wanted: Time) -> bool:
        """Staff book this very time for somebody, whatever rules speak against it but that others have it."""
        broken = self.model.objections(wanted, self.at)
        if broken & {"taken", "resource"}:
            return False
        wish = self.wish(wanted)
        against = by_staff.objections_to(wish, at=self.at)
        accepted = {"accepted": seen(against), "reason": BECAUSE} if broken else {}
        self._books([wanted], [wish], [broken], accepted, None)
        return True

    def _books(self, weeks, wishes, broken, accepted, expected, *, name=""):
        name, mark = name or self.one_of(self.world.patients), uuid.uuid4()
        patient, terms = (
            self.patients[name],
            Terms(account=self.world.accounts["ben" if name == "ben" else "ana"], **accepted),
        )

        def book():
            return by_staff.book_series(patient, wishes, terms, mark=mark, by=self.world.staff, at=self.at)

        told, made = self.try_to(book)
        self.says(told, expected, f"booking {len(weeks)} weeks")
        self.touched = weeks[0].kind
        if expected:
            return
        self.says([one.pk for one in book()], [one.pk for one in made], "sending the same series twice")
        self.model.together[mark] = len(weeks)
        for one, row, rules in zip(weeks, made, broken, strict=True):
            visit = Visit(row.pk, one.kind, one.person, one.start, mark, name, self.at, broken=rules)
            self.model.visits.append(visit)
            self.note("overridden" if rules else "booked", visit)
        if self.chance(2):
            for _press in range(2):
                by_staff.tell(made[0], by=self.world.staff, at=self.at)
            self.model.mails[f"booking.confirmed:{mark}"] = self.at
            self.note("told", self.model.visits[-len(weeks)])

    @step(often=3)
    def cancel_the_rest(self):
        """Cancel a visit with all of its series that follow: one mail; each has its own fee."""
        series = [one for one in self.model.visits if self.model.together.get(one.booking)]
        visit = self.one_of(series[-6:]) or self.a_visit()
        if not visit:
            return
        later = [
            one
            for one in self.model.visits
            if (one.booking, one.patient) == (visit.booking, visit.patient)
            and one.start > visit.start
            and one.state in ("requested", "booked")
        ]
        asked, tells, row = self.chance(2), self.chance(2), self.read(visit)
        how = {"asked_by_patient": asked, "tells": tells, "with_following": True}
        how |= {"by": self.world.staff, "at": self.at}
        expected = visit.state == "booked"
        self.says(by_staff.cancel_for(row, **how), expected, "cancelling the rest of a series")
        if expected:
            self.says(by_staff.cancel_for(row, **how), False, "cancelling the rest twice")
            for one in [visit, *later]:
                self.asked_off(one, asked, tells=tells and one is visit)
