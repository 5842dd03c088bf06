"""What patients and strangers do: hold, keep longer, confirm, undo, cancel, move."""

from datetime import timedelta

from booking.actions import cancelling, confirming, holding, moving
from booking.actions.by_staff import Objected
from booking.models import Hold
from booking.tests.sequences.plain_times import TEN_MINUTES, UNMET, Held, Time, Visit
from booking.tests.sequences.story import Story, step

VISITORS = ("v1", "v1", "v2", "v3")  # the first holds more than may be held


class ByPatients(Story):
    """Steps at the public pages and in the portal."""

    @step(often=4)
    def hold(self):
        """A visitor presses a time."""
        self.holds(self.one_of(VISITORS), self.wanted())

    @step(often=3)
    def hold_another(self):
        """A visitor chooses again: the new time takes the place of one held before, or nothing changes."""
        before = self.a_hold(lambda held: held.visit is None)
        if before:
            kind = before.kind if self.chance(2) else None
            self.holds(before.visitor, self.wanted(kind), replaced=before)

    def holds(self, visitor, wanted, replaced=None) -> Held | None:
        anyone, but = self.chance(3), replaced and replaced.id
        asked = list(self.people) if anyone else [wanted.person]
        free = [one for one in asked if wanted.start in self.model.free(wanted.kind, one, self.at, but)]
        choices = self.model.choices_of(visitor, self.at, but=[replaced])
        expected = "too_many" if choices >= 3 else free[0] if free else "taken"
        try:
            made = holding.hold(
                clinic=self.clinic,
                service=self.world.services[wanted.kind.slug],
                practitioners=[self.people[one] for one in asked],
                location=self.world.place,
                start=wanted.start,
                visitor=holding.Visitor(mark=visitor, address=f"{visitor} at {self.clinic.pk}"),
                at=self.at,
                replaced=replaced and Hold.objects.get(pk=replaced.id),
            )
            told = made.practitioner_id
        except holding.NotHeld as refusal:
            told = refusal.reason
        self.says(told, expected, "holding a time")
        self.touched = wanted.kind
        if isinstance(expected, str):
            return None
        minutes = self.model.minutes_left(visitor, Time(None, wanted.kind, expected, wanted.start), self.at)
        if replaced:
            replaced.released = True
        held = Held(made.pk, wanted.kind, expected, wanted.start, visitor, *minutes)
        self.model.holds.append(held)
        return held

    @step(often=2)
    def extend(self):
        """Keep it longer: once, while it is held."""
        held = self.a_hold()
        if held:
            expected = held.is_live(self.at) and not held.extended
            told = holding.extend(Hold.objects.get(pk=held.id), at=self.at)
            self.says(told, expected, "keeping a time longer")
            if expected:
                held.extended, held.until = True, self.at + TEN_MINUTES

    @step(often=1)
    def release(self):
        """Give a held time back; twice changes nothing."""
        held = self.a_hold()
        if held:
            for _press in range(self.draw.choice([1, 2])):
                holding.release(Hold.objects.get(pk=held.id), at=self.at)
            held.released = held.released or held.visit is None

    @step(often=6)
    def book(self):
        """Hold a time and confirm it at once."""
        held = self.holds(self.one_of(VISITORS), self.wanted(wild=9))
        if held:
            self._confirm(held)

    @step(often=4)
    def confirm(self):
        """Confirm what was held before, perhaps too late, perhaps again."""
        held = self.a_hold()
        if held:
            self._confirm(held)

    def _confirm(self, held):
        account, patient = self.one_of(self.world.books_for)
        expected = self._why_not_confirm(held, patient)
        row, by = Hold.objects.get(pk=held.id), self.world.accounts[account]
        if held.visit is None:
            holding.keep_answers(row, {"patient": str(self.world.patients[patient].pk), "note": ""}, by=by)
        told = made = None
        try:
            made = confirming.confirm(row, seen=holding.answers_seen(row), by=by, at=self.at)
        except (confirming.Lost, confirming.TooManyAhead) as refused:
            told = type(refused).__name__
        self.says(told, expected, "confirming")
        if held.visit is not None:
            self.says(made.pk, held.visit, "confirming again")
        elif expected is None:
            self.taken_again(held)
            due = self.at + self.undone_within()
            self.becomes(held, made, patient, due=due, by=account)

    def undone_within(self) -> timedelta:
        """The minutes in which a booking is taken back; its mail waits for them."""
        return timedelta(minutes=self.model.rules["undo_minutes"])

    def becomes(self, held, made, patient, *, due, **whose):
        """A held time is a visit, or is asked for."""
        state = self.model.first_state(patient, self.at)
        held.visit = made.pk
        visit = Visit(
            made.pk,
            held.kind,
            held.person,
            held.start,
            made.booking_id,
            patient,
            self.at,
            state=state,
            **whose,
        )
        self.model.visits.append(visit)
        self.note(state, visit)
        self._first_mail(visit.booking, due)

    def _first_mail(self, booking, due):
        """One mail a booking: of a family it says what is booked, and with it what is asked for."""
        together = [visit for visit in self.model.visits if visit.booking == booking]
        told = "received" if all(visit.state == "requested" for visit in together) else "confirmed"
        self.model.mails.pop(f"booking.received:{booking}", None)
        self.model.mails[f"booking.{told}:{booking}"] = due

    def taken_again(self, held):
        """What ran out while somebody was typing is theirs for another minute."""
        if self.at >= held.until:
            held.until = self.at + timedelta(minutes=1)

    def _why_not_confirm(self, held, patient) -> str | None:
        if held.visit is not None:
            return None
        if held.released or self.is_lost(held):
            return "Lost"
        return "TooManyAhead" if self.model.has_enough(patient, self.at) else None

    def is_lost(self, held) -> bool:
        """Whether a hold ran out, and its time is not on offer any more."""
        is_over = self.at >= held.until
        return is_over and held.start not in self.model.free(held.kind, held.person, self.at, held.id)

    @step(often=2)
    def undo(self):
        """Take a booking back within its minutes; whoever booked it, or somebody else who may not."""
        visit = self.a_visit()
        if visit:
            account = self.one_of(self.world.accounts)
            in_time = self.model.may_still_undo(visit, self.at)
            expected = visit.by == account and in_time and visit.state in UNMET
            row, by = self.read(visit), self.world.accounts[account]
            self.says(cancelling.undo(row, by=by, at=self.at), expected, "undoing")
            if expected:
                self.says(cancelling.undo(row, by=by, at=self.at), False, "undoing twice")
                self.gone(visit, "undone")

    def asked_off(self, visit, asked: bool, *, tells):
        """Staff cancelled: late, with the fee, where a patient `asked` for it late. The clinic itself is never late."""
        fee = self.model.late_fee(visit, self.at) if asked else 0
        verb = "cancelled_late" if asked and self.model.is_late(visit, self.at) else "cancelled"
        self.gone(visit, verb, fee=fee, tells=tells)

    def gone(self, visit, verb, *, fee=0, tells=True):
        """A visit's time is free again."""
        visit.state, visit.fee, visit.sequence = "cancelled", fee, visit.sequence + 1
        self.note(verb, visit)
        if tells:
            self.model.mails[f"booking.cancelled:{visit.id}"] = self.at

    @step(often=3)
    def cancel_online(self):
        """A patient cancels by the clinic's rules, and presses twice."""
        visit = self.a_visit()
        if visit:
            expected, row = self.model.why_not_change(visit, self.at, "cancel") is None, self.read(visit)
            by = self.world.accounts[visit.by or "ana"]
            told = cancelling.cancel_online(row, because="", by=by, at=self.at)
            self.says(told, expected, "cancelling online")
            if expected:
                again = cancelling.cancel_online(row, because="", by=by, at=self.at)
                self.says(again, False, "cancelling online twice")
                self.gone(visit, "cancelled", fee=self.model.late_fee(visit, self.at))

    @step(often=5)
    def move_online(self):
        """A patient moves a visit to a time that is on offer, or is refused and keeps the old one."""
        visit = self.a_visit()
        wanted = self.wanted(visit.kind) if visit else None
        if not visit or (wanted.start, wanted.person) == (visit.start, visit.person):
            return
        expected = "ChangedMeanwhile" if self.model.why_not_change(visit, self.at, "move") else None
        if not expected and self.model.objections(wanted, self.at, visit.id):
            expected = "Objected"
        row, by = self.read(visit), self.world.accounts[visit.by or "ana"]
        told = self.moves(
            visit, expected, lambda wish: moving.move_online(row, wish, by=by, at=self.at), wanted
        )
        if told:
            again = self.try_to(lambda: moving.move_online(row, told, by=by, at=self.at))[0]
            self.says(again, "ChangedMeanwhile", "moving twice")

    def moves(self, visit, expected, move, wanted, *, broken=frozenset(), tells=True):
        """Move, and note what became of it; the wish where it moved."""
        wish = self.wish(wanted, instead_of=visit.id)
        told, made = self.try_to(lambda: move(wish))
        self.says(told, expected, "moving")
        self.touched = visit.kind
        if expected:
            return None
        visit.person, visit.start, visit.broken = wanted.person, wanted.start, broken
        visit.sequence += 1
        self.note("moved", visit)
        if tells:
            self.model.mails[moving.moved_key(made.pk)] = self.at
        return wish

    @staticmethod
    def try_to(act):
        """What an act refuses to do, by name, or what it gives."""
        try:
            return None, act()
        except (Objected, moving.ChangedMeanwhile) as refused:
            return type(refused).__name__, None
