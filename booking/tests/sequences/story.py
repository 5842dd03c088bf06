"""One sequence: a clinic, the clock, and what was done so far, in the database and in the model."""

from datetime import UTC, datetime, timedelta
from random import Random

from booking.availability import wallclock
from booking.models import Appointment
from booking.objections import Wish
from booking.tests.sequences.plain_times import Held, Time, Visit
from booking.tests.sequences.promises import check

SECOND, MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
# When stories begin, by zone: on days before the clocks change, and on ordinary ones; UTC.
BEGINNINGS = {
    "America/Halifax": ["2026-10-30T23:10", "2026-10-31T15:00", "2027-03-12T12:30", "2026-11-17T13:00"],
    "Australia/Lord_Howe": ["2026-10-02T10:40", "2027-04-02T09:00", "2026-11-17T01:15"],
}
KINDS_OF_STEP: dict[str, int] = {}  # name → how often, against the others


def step(often: int):
    """A kind of step: one method of the story, which does something in both worlds and says where they differ."""

    def keep(method):
        KINDS_OF_STEP[method.__name__] = often
        return method

    return keep


class Story:
    """What steps share: the two worlds, the clock, and drawing something to do."""

    def __init__(self, world, seed: int):
        self.world, self.model, self.draw = world, world.plain(), Random(seed)
        self.clinic = world.clinic
        self.at = datetime.fromisoformat(self.draw.choice(BEGINNINGS[self.clinic.timezone])).replace(
            tzinfo=UTC
        )
        self.patients = dict(world.patients)  # and whoever comes as a guest
        self.people = {person.pk: person for person in world.people}
        self.touched = None  # the service to look at after this step, where one was freed or taken

    def play(self, name: str, seed: int) -> None:
        """One step, and what must hold after it."""
        self.draw, self.touched = Random(f"{name} {seed}"), None
        getattr(self, name)()
        check(self)

    def settings_changed(self) -> None:
        """Read the clinic anew, as every request does."""
        self.clinic = self.world.fresh()

    # Drawing ----------------------------------------------------------------------------------------------------------
    def chance(self, of: int) -> bool:
        """Once in so many."""
        return self.draw.randrange(of) == 0

    def one_of(self, things):
        """Any of them; None where there are none."""
        things = list(things)
        return self.draw.choice(things) if things else None

    def wanted(self, kind=None, *, wild=4) -> Time:
        """A time somebody might want: mostly one that is offered soon, now and then any quarter of an hour."""
        kind = kind or self.one_of(self.model.kinds.values())
        offered = [] if self.chance(wild) else self.model.offer(kind, self.at)
        if offered:
            start, person = self.one_of(offered[:6] if self.chance(2) else offered)
        else:
            person = self.one_of(self.people)
            near = [time.start for time in [*self.model.holds, *self.model.visits][-4:]]
            now = int(self.at.timestamp() // 60)
            base = self.one_of(near) if near and self.chance(2) else now + self.draw.randint(-600, 3600)
            start = base // 15 * 15 + self.draw.choice([-30, -15, 0, 0, 15, 30, 45])
        return Time(None, kind, person, start)

    def a_visit(self) -> Visit | None:
        """One of the visits, the latest ones first."""
        visits = self.model.visits
        return self.one_of(visits[-3:] if self.chance(2) else visits)

    def a_hold(self, where=lambda held: True) -> Held | None:
        """One of the latest holds of a kind that somebody has for themself."""
        return self.one_of(
            [held for held in self.model.holds if not (held.offered or held.family) and where(held)][-4:]
        )

    # As the product's actions want it ---------------------------------------------------------------------------------
    def read(self, visit: Visit) -> Appointment:
        """The visit as a page would read it now; the rows around it are at hand."""
        row = Appointment.objects.get(pk=visit.id)
        row.clinic, row.service = self.clinic, self.world.services[visit.kind.slug]
        row.practitioner, row.location = self.people[visit.person], self.world.place
        row.patient = self.patients[visit.patient]
        return row

    def wish(self, wanted: Time, *, instead_of=None, patient: str = "") -> Wish:
        """The visit that somebody wants."""
        return Wish(
            self.clinic,
            self.world.services[wanted.kind.slug],
            self.people[wanted.person],
            self.world.place,
            wallclock.to_instant(wanted.start),
            instead_of,
            self.world.patients[patient].pk if patient else None,
        )

    def note(self, verb: str, visit: Visit) -> None:
        """One line in the audit."""
        self.model.audited[f"appointment.{verb}", str(visit.id)] += 1
        self.touched = visit.kind

    def says(self, told, expected, what: str) -> None:
        """Both worlds answer the same."""
        assert told == expected, f"{what}: the product says {told}, the model {expected}"
