"""What a clinic sets, and the clock: time off, closed days, other hours, rules; minutes, hours and days go by."""

from datetime import date, timedelta

from booking.availability import wallclock
from booking.tests.sequences.by_staff import ByStaff
from booking.tests.sequences.story import MICROSECOND, SECOND, step
from booking.tests.sequences.world import HOURS
from clinic.models import Closure, HoursException, TimeOff

SETTINGS = {
    "notice_hours": (0, 0, 2, 5), "same_day": (True, True, False), "days_ahead": (1, 2, 3),
    "start_grid": (None, 15, 30, 60), "keeps_together": (False, True), "most_ahead": (None, None, 1, 2),
    "cancel_online": (True, True, False), "move_online": (True, True, False),
    "has_waiting_list": (True, True, True, False), "quiet_from": (8, 21, 23), "quiet_until": (8, 8, 10),
    "cancel_notice_hours": (0, 4, 24), "fee_window_hours": (4, 24, 48), "undo_minutes": (0, 3, 30),
    "approval_new": ("auto", "request"), "approval_existing": ("auto", "request"),
    "account_panel": ("optional", "required", "off"),
}  # fmt: skip
SPANS = [[(480, 600, None)], [(1200, 1560, None)], [(540, 660, None), (660, 780, ("short", "pause"))], []]


class ByClinic(ByStaff):
    """Steps of the settings, and of the clock."""

    @step(often=2)
    def close(self):
        """Somebody is away, or a room is: for a day, or for some hours."""
        thing = self.one_of([*self.people, self.world.room.pk])
        low = self._midnight(self.draw.randint(-1, 3))
        length = 1440
        if self.chance(2):
            low, length = low + self.draw.randint(0, 287) * 5, self.draw.choice([30, 95, 300])
        self.shut(thing, low, low + length)

    def shut(self, thing: int, low: int, high: int) -> None:
        """A time off, in both worlds."""
        TimeOff.objects.create(
            bookable_id=thing, starts_at=wallclock.to_instant(low), ends_at=wallclock.to_instant(high)
        )
        self.model.away.setdefault(thing, []).append((low, high))
        self.settings_changed()

    def _midnight(self, days: int) -> int:
        """The first minute of a day some days from today."""
        return wallclock.midnight(self.model.zone, self.model.today(self.at) + days)

    @step(often=1)
    def open_again(self):
        """A time off is taken back."""
        thing = self.one_of(thing for thing, spans in self.model.away.items() if spans)
        if thing:
            low, high = self.one_of(self.model.away[thing])
            whose = {"bookable": thing, "starts_at": wallclock.to_instant(low)}
            TimeOff.objects.filter(**whose, ends_at=wallclock.to_instant(high)).delete()
            self.model.away[thing] = [span for span in self.model.away[thing] if span != (low, high)]
            self.settings_changed()

    @step(often=2)
    def close_the_clinic(self):
        """Nobody is there, for a day or some; the same days may be closed twice. What is booked or held then stays."""
        first = self.model.today(self.at) + self.draw.randint(-1, 3)
        days = range(first, first + self.draw.choice([1, 1, 2, 3]))
        Closure.objects.create(clinic=self.clinic, **self._dates_of(days))
        self.model.closed.append(days)
        self.settings_changed()

    @step(often=1)
    def open_the_clinic_again(self):
        """Days that were closed are not, unless they were closed twice."""
        days = self.one_of(self.model.closed)
        if days:
            Closure.objects.filter(clinic=self.clinic, **self._dates_of(days)).first().delete()
            self.model.closed.remove(days)
            self.settings_changed()

    @staticmethod
    def _dates_of(days: range) -> dict:
        return {"first_day": date.fromordinal(days[0]), "last_day": date.fromordinal(days[-1])}

    @step(often=1)
    def change_hours(self):
        """Other hours on a weekday from now on; visits that are there stay."""
        person, weekday = self.one_of(self.people), self.draw.randrange(7)
        spans = self.one_of([*SPANS, *HOURS.values()])
        self.world.set_hours(person, weekday, spans)
        self.model.hours[person][weekday] = list(spans)
        self.settings_changed()

    @step(often=1)
    def change_a_date(self):
        """Other hours on one date, some of them for some services, or closed."""
        person, day = self.one_of(self.people), self.model.today(self.at) + self.draw.randint(0, 3)
        spans = self.one_of(SPANS)
        where = {"practitioner_id": person, "location": self.world.place, "date": date.fromordinal(day)}
        HoursException.objects.filter(**where).delete()
        for opens, closes, only in spans or [(None, None, None)]:
            row = HoursException.objects.create(**where, opens=opens, closes=closes)
            if only:
                row.services.add(*(self.world.services[slug] for slug in only))
        self.model.dates[person, day] = list(spans)
        self.settings_changed()

    @step(often=3)
    def change_a_rule(self):
        """One of the booking rules."""
        name = self.one_of(SETTINGS)
        value = self.one_of(SETTINGS[name])
        self.world.set_rules(**{name: value})
        self.model.rules[name] = value
        self.settings_changed()

    @step(often=5)
    def wait(self):
        """Time goes by: seconds to days, over midnight and over a change of clocks."""
        self.at += timedelta(
            minutes=self.draw.choice([1, 3, 5, 9, 10, 11, 45, 180, 600, 1440]),
            seconds=self.draw.choice([0, 0, 1, 30]),
            microseconds=self.draw.choice([0, 0, 250_000]),
        )

    @step(often=4)
    def wait_for(self):
        """Until just before, at, or just after a moment that matters."""
        hours = [
            self.model.rules[name] for name in ("notice_hours", "cancel_notice_hours", "fee_window_hours")
        ]
        starts = [time.start for time in [*self.model.visits, *self.model.holds]]
        moments = [held.until for held in self.model.holds]
        moments += [
            wallclock.to_instant(start) - timedelta(hours=before)
            for start in starts
            for before in [0, *hours]
        ]
        undone = timedelta(minutes=self.model.rules["undo_minutes"])
        moments += [visit.made + undone for visit in self.model.visits]
        moments.append(wallclock.to_instant(self._midnight(1)))
        shift = self.draw.choice([-SECOND, -MICROSECOND, timedelta(0), SECOND])
        later = sorted(moment + shift for moment in moments if moment + shift > self.at)
        if later:
            self.at = self.one_of(later[:3])
