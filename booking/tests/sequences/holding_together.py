"""What families do: put two to five people together, look for times for all of them, hold all of these or none."""

from unittest.mock import patch

from booking.actions import holding
from booking.availability import plans
from booking.availability.finding import Slot
from booking.availability.plans import Placed
from booking.family import keeping
from booking.family.holding import PlanLost, hold_plan, holds_of
from booking.family.searching import PlanSearch
from booking.models import FamilyDay
from booking.tests.sequences.by_patients import VISITORS
from booking.tests.sequences.by_series import BySeries
from booking.tests.sequences.plain_family import (
    IN_TURN,
    SIDE_BY_SIDE,
    Day,
    Member,
    is_a_plan,
    is_lost,
    longest_wait,
    starts_side_by_side,
)
from booking.tests.sequences.plain_times import TEN_MINUTES, Held, Time
from booking.tests.sequences.story import step


class HoldingTogether(BySeries):
    """Steps of a family day until its times are held."""

    def __init__(self, world, seed: int):
        super().__init__(world, seed)
        self.days: list[Day] = []

    # Putting together -------------------------------------------------------------------------------------------------
    def _begun(self) -> Day:
        """A new family day of saved people, and of new ones as they were typed."""
        account = self.one_of(self.world.accounts)
        saved = [name for who, name in self.world.books_for if who == account]
        saved = saved[: self.draw.randint(0, len(saved))]
        count = self.draw.choice([2, 2, 2, 3, 3, 4, 5])
        kind = self.one_of(self.model.kinds.values())
        members, sent = [], []
        for number in range(count):
            new = number >= len(saved)
            name = f"child {len(self.patients)}.{len(self.days)}.{number}" if new else saved[number]
            member = Member(name, kind if self.chance(2) else self.one_of(self.model.kinds.values()), None)
            if self.chance(3):
                member.who = self.one_of(self.people)
            person = {
                "given_name": "New",
                "family_name": name,
                "date_of_birth": "2019-02-03",
                "relation": "parent",
            }
            whose = {"person": person} if new else {"patient": str(self.patients[name].pk)}
            sent.append({"key": f"m{number}", "service": member.kind.slug, "who": member.who or 0, **whose})
            members.append(member)
        row = keeping.begin(clinic=self.clinic, by=self.world.accounts[account], at=self.at)
        keeping.keep_members(row, sent, at=self.at, location_id=self.world.place.pk)
        day = Day(row.pk, account, members, self.one_of([IN_TURN, SIDE_BY_SIDE]))
        keeping.keep_way(row, day.way)
        self.days.append(day)
        return day

    def a_day(self) -> Day:
        """One of those begun lately, or a new one."""
        begun = [one for one in self.days[-3:] if one.booking is None]
        return self.one_of(begun) if begun and self.chance(2) else self._begun()

    def row_of(self, day: Day) -> FamilyDay:
        """The family day as a page reads it now."""
        row = FamilyDay.objects.get(pk=day.id)
        row.clinic, row.location = self.clinic, self.world.place
        return row

    # Looking ----------------------------------------------------------------------------------------------------------
    def a_plan(self, day: Day) -> list[tuple[int, Time]] | None:
        """(place among the members, their time) in the order of the clock: mostly one of those on offer."""
        offered = [] if self.chance(4) else PlanSearch(self.row_of(day), at=self.at).all[:8]
        if offered:
            return [(placed.part, self._time(day, placed)) for placed in self.one_of(offered)]
        order = list(range(len(day.members)))
        self.draw.shuffle(order)
        first = day.members[order[0]]
        begins = self.wanted(first.kind, wild=8)
        begins.person = first.who or begins.person
        plan = [(order[0], begins)]
        for place in order[1:]:
            member, last = day.members[place], plan[-1][1]
            low = last.start if day.way == SIDE_BY_SIDE else last.end
            high = low if day.way == SIDE_BY_SIDE else low + longest_wait(self.model)
            others = [
                Time(None, member.kind, person, start)
                for person in ([member.who] if member.who else self.people)
                for start in self._starts(day, member.kind, person, low, high)
            ]
            fitting = [one for one in others if is_a_plan(self.model, day.way, [*(t for _p, t in plan), one])]
            chosen = self.one_of(fitting) or self.one_of(others if self.chance(4) else [])
            if chosen is None:
                return None
            plan.append((place, chosen))
        return sorted(plan, key=lambda one: (one[1].start, one[0]))

    def _starts(self, day, kind, person, low, high) -> list[int]:
        """The starts of somebody between two minutes: on offer, or right at the beginning."""
        free = [start for start in self.model.free(kind, person, self.at) if low <= start <= high]
        return free or ([low] if self.model.rules["keeps_together"] or self.chance(4) else [])

    @step(often=2)
    def family_looks(self):
        """What a page offers fits by the model; side by side, everything that fits is offered."""
        day = self.a_day()
        self._given_back(day)
        search = PlanSearch(self.row_of(day), at=self.at)
        found = search.all
        for plan in found[:1] + found[-1:] + ([self.one_of(found)] if found else []):
            times = [self._time(day, one) for one in plan]
            assert is_a_plan(self.model, day.way, times), f"offered, but no plan: {times}"
            lost = self._lost_of(day, times)
            assert not lost, f"offered, but not free: {lost}"
        if day.way == SIDE_BY_SIDE:
            starts = starts_side_by_side(self.model, day.members, self.at)
            self.says([plan[0].slot.start for plan in found], starts, "looking for times side by side")

    def _lost_of(self, day, times) -> list[Time]:
        """Those of a plan's times that are not on offer."""
        return [
            time
            for number, time in enumerate(times)
            if is_lost(self.model, day.way, times[:number], time, self.at)
        ]

    @staticmethod
    def _time(day, placed) -> Time:
        return Time(None, day.members[placed.part].kind, placed.slot.practitioner, placed.slot.start)

    def _given_back(self, day) -> None:
        """They choose other people, and back: what was held for them is free."""
        row = self.row_of(day)
        members = row.members
        keeping.keep_members(row, members[::-1], at=self.at)
        keeping.keep_members(row, members, at=self.at)
        for held in day.held:
            held.released = True

    # Holding ----------------------------------------------------------------------------------------------------------
    @step(often=6)
    def family_holds(self):
        """All of their times are held, or none; those held before are free only then."""
        day = self.a_day()
        plan = self.a_plan(day)
        if plan:
            self.holds_all(day, plan, self.one_of(VISITORS))

    @step(often=3)
    def family_is_overtaken(self):
        """Somebody takes one of the times between the look and the hold: none is held, and the old ones still are."""
        day = self.a_day()
        plan = self.a_plan(day)
        if not plan:
            return
        _place, wanted = self.one_of(plan)
        kept = Time(None, wanted.kind, wanted.person, wanted.start)
        if not self._lost_of(day, [time for _place, time in plan]) and self.staff_take(kept):
            with patch.object(plans, "lost_of", lambda *_parts, **_how: []):
                self.holds_all(day, plan, self.one_of(VISITORS), overtaken=True)

    def holds_all(self, day, plan, visitor, *, overtaken=False) -> bool:
        """Press a plan, and note what became of it: whether all of it is held."""
        times = [time for _place, time in plan]
        old = [held for one in self.days if one.account == day.account for held in one.held if not held.visit]
        expected = self._why_not_hold(day, plan, visitor, old, overtaken)
        placed = tuple(Placed(place, Slot(time.start, time.person)) for place, time in plan)
        told, made = None, []
        try:
            who = holding.Visitor(mark=visitor, address=f"{visitor} at {self.clinic.pk}")
            made = hold_plan(
                self.row_of(day), placed, visitor=who, by=self.world.accounts[day.account], at=self.at
            )
        except holding.NotHeld as refusal:
            told = refusal.reason
        except PlanLost as lost:
            told = sorted(lost.members)
        except ValueError:
            told = "no plan"
        self.says(told, expected, "holding the times of a family")
        self.touched = times[0].kind
        if expected is not None:
            return False
        # One measure of minutes for all of them, the shortest.
        minutes = min(
            (self.model.minutes_left(visitor, time, self.at) for time in times), key=lambda one: one[1]
        )
        for held in old:
            held.released = True
        by_member = {held.member: held for held in made}
        for place, time in plan:
            held = Held(
                by_member[place].pk, time.kind, time.person, time.start, visitor, *minutes, family=day.id
            )
            self.model.holds.append(held)
            day.holds.append(held)
        return True

    def _why_not_hold(self, day, plan, visitor, old, overtaken):
        """`too_many`, `no plan`, or whose times are lost; None where all of it is held."""
        if self.model.choices_of(visitor, self.at, but=old) >= 3:
            return "too_many"
        times = [time for _place, time in plan]
        if not is_a_plan(self.model, day.way, times):
            return "no plan"
        for held in old:
            held.released = True  # while it is looked
        try:
            lost = [
                place
                for number, (place, time) in enumerate(plan)
                if self._is_gone(day, place, times[:number], time, overtaken)
            ]
        finally:
            for held in old:
                held.released = False
        return sorted(lost) or None

    def _is_gone(self, day, place, before, time, overtaken) -> bool:
        if overtaken:  # nobody looks any more: what counts is what is taken
            return bool(self.model.in_the_way(time, self.at))
        return day.members[place].who not in (None, time.person) or is_lost(
            self.model, day.way, before, time, self.at
        )

    @step(often=1)
    def family_keeps_longer(self):
        """All of it once more, or none."""
        day = self.one_of(one for one in self.days[-3:] if one.booking is None and one.held)
        if day:
            expected = all(held.is_live(self.at) and not held.extended for held in day.held)
            self.says(holding.extend(*holds_of(self.row_of(day)), at=self.at), expected, "keeping all longer")
            for held in day.held if expected else []:
                held.extended, held.until = True, self.at + TEN_MINUTES
