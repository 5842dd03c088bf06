"""What staff do: book, move and cancel for a patient, by the rules or knowingly against them; note who came."""

import uuid

from booking.actions import attendance, by_staff, moving
from booking.actions.by_staff import Terms
from booking.objections import objections_to, seen
from booking.tests.sequences.by_guests import ByGuests
from booking.tests.sequences.hours import day_of
from booking.tests.sequences.plain_times import Visit
from booking.tests.sequences.story import step

BECAUSE = "They asked for it."


class ByStaff(ByGuests):
    """Steps in the office."""

    @step(often=3)
    def book_for(self):
        """Book for a patient; what speaks against it is told, and accepted with a reason or not."""
        wanted, name = self.wanted(wild=2), self.one_of(self.world.patients)
        wish, (broken,) = self.wish(wanted, patient=name), self.model.told_to_staff([wanted], name, self.at)
        accepted = self.accepts(objections_to(wish, at=self.at))
        expected, mark = "Objected" if broken and not accepted else None, uuid.uuid4()
        account = self.world.accounts["ben" if name == "ben" else "ana"] if self.chance(2) else None
        terms = Terms(account=account, **accepted)
        patient = self.patients[name]

        def book():
            return by_staff.book_for(patient, wish, terms, mark=mark, by=self.world.staff, at=self.at)

        told, made = self.try_to(book)
        self.says(told, expected, "booking for a patient")
        self.touched = wanted.kind
        if expected:
            return
        self.says(book().pk, made.pk, "sending the same page twice")
        visit = Visit(made.pk, wanted.kind, wanted.person, wanted.start, mark, name, self.at, broken=broken)
        self.model.visits.append(visit)
        self.note("overridden" if broken else "booked", visit)
        if self.chance(2):
            for _press in range(2):
                by_staff.tell(self.read(visit), by=self.world.staff, at=self.at)
            self.model.mails[f"booking.confirmed:{mark}"] = self.at
            self.note("told", visit)

    def accepts(self, objections) -> dict:
        """What goes along where staff read the objections and go on; nothing where they do not."""
        if self.chance(2):
            return {}
        return {"accepted": seen(objections), "reason": BECAUSE}

    @step(often=3)
    def move_for(self):
        """Move a visit to any time, with a reason where rules speak against it."""
        visit = self.a_visit()
        wanted = self.wanted(visit.kind, wild=2) if visit else None
        if not visit or (wanted.start, wanted.person) == (visit.start, visit.person):
            return
        broken = self.model.objections(wanted, self.at, visit.id)
        how = {
            **self.accepts(objections_to(self.wish(wanted, instead_of=visit.id), at=self.at)),
            "tells": self.chance(2),
        }
        expected = "ChangedMeanwhile" if visit.state != "booked" else None
        if not expected and broken and "reason" not in how:
            expected = "Objected"
        row, by = self.read(visit), self.world.staff
        told = {"broken": broken, "tells": how["tells"]}
        self.moves(
            visit, expected, lambda wish: moving.move(row, wish, by=by, at=self.at, **how), wanted, **told
        )

    @step(often=2)
    def cancel_for(self):
        """Cancel for the patient, or for the clinic; a patient who is late owes the fee."""
        visit = self.a_visit()
        if visit:
            asked, tells, row = self.chance(2), self.chance(2), self.read(visit)
            expected, by = visit.state == "booked", self.world.staff
            how = {"asked_by_patient": asked, "tells": tells, "by": by, "at": self.at}
            self.says(by_staff.cancel_for(row, **how), expected, "cancelling for a patient")
            if expected:
                self.says(by_staff.cancel_for(row, **how), False, "cancelling for a patient twice")
                self.asked_off(visit, asked, tells=tells)

    @step(often=1)
    def attend(self):
        """Note that somebody came, was seen or did not come, and take the note back."""
        begun = [one for one in self.model.visits if one.stands and one.start * 60 <= self.at.timestamp()]
        visit = self.one_of(begun) or self.a_visit()
        if visit:
            what = self.one_of(attendance.NOTES)
            after = self._after(visit, what)
            told = attendance.note(self.read(visit), what, by=self.world.staff, at=self.at)
            self.says(told, after is not None, f"noting {what}")
            if after:
                visit.state, visit.came = after, visit.came or what == "arrived"
                visit.came = visit.came and after != "booked"
                self.note(what, visit)

    def _after(self, visit, what) -> str | None:
        """What a visit is after a note; None where it cannot be noted."""
        has_begun = self.at.timestamp() >= visit.start * 60
        is_its_day = self.model.today(self.at) >= day_of(self.model.zone, visit.start)
        if visit.state in ("completed", "no_show"):
            back = "arrived" if visit.state == "completed" and visit.came else "booked"
            return back if what == "unmet" else None
        if visit.state == "arrived":
            back = {"unmet": "booked", "completed": "completed" if has_begun else None}
            return back.get(what)
        if visit.state == "booked":
            allowed = {"arrived": is_its_day, "completed": has_begun, "no_show": has_begun}
            return what if allowed.get(what) else None
        return None
