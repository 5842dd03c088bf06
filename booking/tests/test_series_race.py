"""Series and single visits want overlapping hours at once: whoever wins has every week, whoever loses left nothing.

Nobody loses to somebody who lost, and nobody meets an error. With the guard off several win; without one transaction
a series that lost leaves its first weeks behind.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep

import pytest

from audit.models import Event
from booking.actions import agreeing, by_staff
from booking.actions.by_staff import Objected, Terms, tell
from booking.actions.confirming import Lost
from booking.actions.holding import NotHeld
from booking.models import Appointment, Booking, Hold, Occupancy, ServiceForm
from booking.repeating import repeated
from booking.tests.confirming import answered, confirm
from booking.tests.guard import overlapping_pairs, without_the_guard
from booking.tests.test_by_staff import wish
from booking.tests.test_holding import TEN
from booking.tests.waiting import rules
from common.tests.at_once import at_once
from common.tests.moment import AT
from outbox.models import Message
from records.models import CareRelation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.models import Assignment, FormRule

# Thursdays from a quarter past nine on, each with room for the hours of one round.
ROUNDS = [AT + timedelta(days=2, minutes=15 + 75 * number) for number in range(6)]
WEEK, QUARTER, VISIT = timedelta(weeks=1), timedelta(minutes=15), timedelta(minutes=45)
REFUSED = (Objected, NotHeld, Lost)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@dataclass(eq=False)
class Rival:
    """Somebody who wants something: when it begins, `every` so many weeks, `times` in all."""

    start: datetime
    every: int = 1
    times: int = 1
    online: bool = False  # a patient at the public pages rather than the desk

    @property
    def starts(self) -> list[datetime]:
        return [self.start + WEEK * self.every * number for number in range(self.times)]

    def is_in_the_way_of(self, other) -> bool:
        return any(abs(one - another) < VISIT for one in self.starts for another in other.starts)

    def act(self, cast, patient):
        """What they press: all visits of it, or a refusal."""
        if self.online:
            how = {"mark": patient.pk.hex, "address": patient.pk.hex, "start": self.start}
            answers = {"patient": str(patient.pk), "note": ""}
            return lambda: [confirm(answered(cast, answers, by=cast.ben, **how), by=cast.ben)]
        wishes = repeated(wish(cast, self.start), every=self.every, times=self.times)
        terms = Terms(account=cast.ben, templates=[cast.form])
        how = {"mark": uuid.uuid4(), "by": cast.finn, "at": AT}

        def press():
            visits = by_staff.book_series(patient, wishes, terms, **how)
            tell(visits[0], by=cast.finn, at=AT)
            return visits

        return press


def only_series(hour) -> list[Rival]:
    """Each in the way of each other: twice the same, and one every other week that begins a week later."""
    return [Rival(hour, times=4), Rival(hour, times=4), Rival(hour + WEEK + QUARTER, every=2, times=2)]


def mixed(hour) -> list[Rival]:
    """The same, and who wants one hour of a later week: the desk the last one, a patient the third."""
    late, third = Rival(hour + 3 * WEEK - QUARTER), Rival(hour + 2 * WEEK, online=True)
    return [*only_series(hour), late, third]


def kept_of(patient) -> dict[str, int]:
    """How much there is of somebody, wherever booking leaves something."""
    mine = {"patient": patient}
    return {
        "visits": Appointment.objects.filter(**mine).count(),
        "times": Occupancy.objects.filter(appointment__patient=patient).count(),
        "holds": Hold.objects.filter(visitor=patient.pk.hex).count(),
        "mails": Message.objects.filter(patient_id=patient.pk).count(),
        "forms": Assignment.objects.filter(**mine).count(),
        "cared for": CareRelation.objects.filter(**mine).count(),
        "audit": Event.objects.filter(patient=patient.pk).count(),
    }


class Round:
    """One rush of rivals, each for a child of Ben's whom Quinn never saw."""

    def __init__(self, cast, rivals):
        self.rivals = rivals
        self.patients = [PatientFactory(clinic=cast.harbour) for _one in rivals]
        for patient in self.patients:
            GrantFactory(account=cast.ben, patient=patient, full=True, granted_by=cast.nora)
        before = [kept_of(patient) for patient in self.patients]
        pairs = zip(rivals, self.patients, strict=True)
        self.said = at_once(*[rival.act(cast, patient) for rival, patient in pairs])
        after = [kept_of(patient) for patient in self.patients]
        self.left = [now != then for now, then in zip(after, before, strict=True)]

    @property
    def errors(self) -> list:
        return [one for one in self.said if isinstance(one, Exception) and not isinstance(one, REFUSED)]

    @property
    def winners(self) -> list[Rival]:
        return [rival for rival, one in zip(self.rivals, self.said, strict=True) if isinstance(one, list)]

    def hold_true(self) -> None:
        """Who won has all of it, who lost nothing at all, and lost it to somebody who has it."""
        assert self.errors == []
        for rival, patient, left in zip(self.rivals, self.patients, self.left, strict=True):
            visits = Appointment.objects.standing().filter(patient=patient).order_by("starts_at")
            if rival in self.winners:
                assert [one.starts_at for one in visits] == rival.starts
                assert kept_of(patient)["times"] == rival.times
            else:
                assert not left, f"{rival} lost and left {kept_of(patient)}"
                assert any(rival.is_in_the_way_of(other) for other in self.winners)


def rounds(cast, of) -> list[Round]:
    rules(cast, start_grid=15)
    return [Round(cast, of(hour)) for hour in ROUNDS]


def nobody_looks(cast, monkeypatch) -> None:
    """Only the constraint stands between them."""
    monkeypatch.setattr(by_staff, "objections_to_each", lambda wishes, *, at: [[] for _one in wishes])
    monkeypatch.setattr(by_staff, "overlaps", lambda _wish, *, at: {cast.quinn.pk: []})


@pytest.mark.parametrize("looks", [True, False])
def test_one_series_has_every_week_and_the_others_nothing(cast, monkeypatch, looks):
    """Also where nobody looks before, and a series writes some weeks until it meets the other."""
    if not looks:
        nobody_looks(cast, monkeypatch)
    played = rounds(cast, only_series)
    for one in played:
        one.hold_true()
    assert [len(one.winners) for one in played] == [1] * len(ROUNDS)
    assert overlapping_pairs() == 0
    assert Booking.objects.filter(made_at=AT).count() == len(ROUNDS)


def test_a_series_and_who_wants_one_of_its_hours(cast):
    played = rounds(cast, mixed)
    for one in played:
        one.hold_true()
    assert overlapping_pairs() == 0
    assert Booking.objects.filter(made_at=AT).count() == sum(len(one.winners) for one in played)


def test_red_control_without_the_guards_several_have_the_same_hour(cast, monkeypatch):
    """Neither the look nor the constraint."""
    nobody_looks(cast, monkeypatch)
    with without_the_guard():
        played = rounds(cast, only_series)
        assert [one.errors for one in played] == [[]] * len(ROUNDS)
        assert max(len(one.winners) for one in played) > 1
        assert overlapping_pairs() > 0


def test_red_control_without_one_transaction_who_lost_left_something(cast, monkeypatch):
    nobody_looks(cast, monkeypatch)
    monkeypatch.setattr(by_staff, "alone_with", lambda patient: None)  # which asks for a transaction
    monkeypatch.setattr(by_staff, "book_series", by_staff.book_series.__wrapped__)
    played = rounds(cast, only_series)
    assert any(
        left and isinstance(said, Objected)
        for one in played
        for said, left in zip(one.said, one.left, strict=True)
    )


def slowly(act, *, before=0.0, after=0.0):
    """The same act, taking its time."""

    def slow(**named):
        sleep(before)
        act(**named)
        sleep(after)

    return slow


@pytest.mark.parametrize(
    ("rule", "desk", "patient"),
    [
        # The patient has the record to themself while the desk comes to it, and the other way round.
        (FormRule.ONCE, {"after": 0.4}, {"before": 0.2}),
        (FormRule.EVERY_TIME, {"before": 0.3}, {"after": 0.6}),
    ],
)
def test_the_desk_and_the_patient_book_for_one_person_at_once(cast, monkeypatch, rule, desk, patient):
    """Other hours of somebody Quinn has not seen yet: both are booked, and neither waits for the other for ever."""
    monkeypatch.setattr(by_staff, "begin_care", slowly(by_staff.begin_care, **desk))
    monkeypatch.setattr(agreeing, "begin_care", slowly(agreeing.begin_care, **patient))
    ServiceForm.objects.filter(service=cast.assessment).update(rule=rule)
    child = PatientFactory(clinic=cast.harbour)
    GrantFactory(account=cast.ben, patient=child, full=True, granted_by=cast.nora)
    answers = {"patient": str(child.pk), "note": ""}
    held = answered(
        cast, answers, by=cast.ben, start=TEN + timedelta(days=1, minutes=30), service=cast.assessment
    )
    said = at_once(Rival(TEN, times=3).act(cast, child), lambda: [confirm(held, by=cast.ben)])
    assert [len(one) if isinstance(one, list) else repr(one) for one in said] == [3, 1]
