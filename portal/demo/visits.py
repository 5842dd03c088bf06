"""Visits of the demo: a fortnight around today by the day's pattern, and where each stands at this hour.

Hundreds at once, and in the past as well: this module writes what booking would, row by row the same, in bulk. Every
visit takes its time through `booking.actions.occupying`.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audit.models import Event
from booking.actions import occupying
from booking.actions.by_staff import cancel_for
from booking.actions.holding import spans, things_of
from booking.models import Appointment, Booking
from clinic.models import Practitioner, Service
from portal.demo import cohort, hours
from portal.demo.day import FIRST, Seat
from records.models import CareRelation, Grant, Patient

BACK, AHEAD = 9, 9
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """A visit that should be there."""

    patient: Patient
    practitioner: Practitioner
    service: Service
    starts_at: datetime


class Diary:
    """Enters visits for one clinic, as its front desk."""

    def __init__(self, clinic, place, practitioners: dict, services: dict, *, by, at):
        self.clinic, self.place, self.by, self.at = clinic, place, by, at
        self.practitioners, self.services = practitioners, services
        # The same in every database, as a key is not.
        self.nth = {person.pk: nth for nth, person in enumerate(practitioners.values())}
        for person in practitioners.values():
            person.clinic = clinic  # in its present version
        self.register = cohort.Register(clinic, by=by, at=at)
        self.today = at.astimezone(clinic.zone).date()

    def fill(self, pattern: tuple[Seat, ...]) -> list[Appointment]:
        """Top up the days around today by the pattern; returns the visits that were new."""
        taken = self._taken()
        model_day = self._model_day(pattern)
        planned = []
        for offset in range(-BACK, AHEAD + 1):
            day = self.today + offset * DAY
            since = (day - model_day).days
            for number, seat in enumerate(pattern):
                # Days further off are not full yet.
                if offset > 2 and (number * 7 + offset) % AHEAD < offset - 2:
                    continue
                starts_at = hours.instant(self.clinic, day, seat.time)
                practitioner = self.practitioners[seat.practitioner]
                if (practitioner.pk, starts_at) not in taken and self._is_open(practitioner, seat, day):
                    patient = self._patient(seat, number, since % seat.turns)
                    planned.append(Planned(patient, practitioner, self.services[seat.service], starts_at))
        return self.enter(planned)

    def _taken(self) -> set:
        since = self.at - (BACK + 2) * DAY
        rows = Appointment.objects.filter(clinic=self.clinic, starts_at__gt=since)
        return set(rows.values_list("practitioner_id", "starts_at"))

    def _model_day(self, pattern) -> date:
        """The day whose names are those of the pattern: the first one on which the demo was loaded."""
        once = next(seat.name for seat in pattern if seat.name and seat.service in FIRST)
        patient = self.register.find(once)
        visit = patient and Appointment.objects.filter(patient=patient).order_by("starts_at").first()
        return visit.starts_at.astimezone(self.clinic.zone).date() if visit else self.today

    def _is_open(self, practitioner, seat: Seat, day: date) -> bool:
        opens = hours.minute(seat.time)
        closes = opens + self.services[seat.service].minutes
        return any(
            low <= opens and closes <= high for low, high in hours.blocks_of(practitioner, self.place, day)
        )

    def _patient(self, seat: Seat, number: int, group: int) -> Patient:
        is_model = group == 0 and seat.name
        name = seat.name if is_model else cohort.invented(group, number)
        years = seat.years if is_model else None
        who = cohort.person(
            name, group * 31 + number, is_child=seat.is_for_child, today=self.today, years=years
        )
        return self.register.enter(who)

    def enter(self, planned: list[Planned]) -> list[Appointment]:
        """Write visits whose time is free, along with all that belongs to a visit; skips those that clash."""
        made = [visit for visit in map(self._visit, planned) if visit]
        Booking.objects.bulk_create(visit.booking for visit in made)
        Appointment.objects.bulk_create(made)
        CareRelation.objects.bulk_create(
            (
                CareRelation(
                    practitioner=visit.practitioner,
                    patient=visit.patient,
                    since=visit.booking.made_at,
                    why="visit",
                )
                for visit in made
            ),
            ignore_conflicts=True,
        )
        Event.objects.bulk_create(
            Event(
                verb="appointment.booked",
                actor=self.by.pk,
                clinic=self.clinic.pk,
                patient=visit.patient_id,
                target_kind="booking.appointment",
                target=str(visit.pk),
            )
            for visit in made
        )
        return made

    def _visit(self, plan: Planned) -> Appointment | None:
        visit_id = uuid.uuid4()
        ends_at, begin, end = spans(plan.service, plan.starts_at)
        things = things_of(self.clinic, plan.service, plan.practitioner.pk)
        if not occupying.take(things, start=begin, end=end, at=self.at, appointment=visit_id):
            return None
        made_at = min(self.at, plan.starts_at - 8 * DAY)
        # Every other one answered the reminder, four hours after it.
        answered_at = plan.starts_at - timedelta(hours=20)
        answers = answered_at <= self.at and (plan.starts_at.day + plan.starts_at.hour) % 2 == 0
        return Appointment(
            id=visit_id,
            booking=Booking(clinic=self.clinic, made_at=made_at),
            clinic=self.clinic,
            patient=plan.patient,
            service=plan.service,
            practitioner=plan.practitioner,
            location=self.place,
            starts_at=plan.starts_at,
            ends_at=ends_at,
            price=plan.service.price,
            currency=self.clinic.currency,
            # Who comes within a day was reminded before the demo began: its mailbox is not full of that.
            reminded_of=plan.starts_at if plan.starts_at < self.at + DAY + timedelta(hours=1) else None,
            attendance_confirmed_at=answered_at if answers else None,
        )

    def _falls_on(self, visit, *, hours: int, one_in: int) -> bool:
        """So many of the days before today, the same in every database."""
        day = visit.starts_at.astimezone(self.clinic.zone)
        nth = self.nth.get(visit.practitioner_id, 0)
        return day.date() < self.today and (day.toordinal() + hours * day.hour + nth) % one_in == 0

    def _did_not_come(self, visit) -> bool:
        """One in twenty of the days before today; the model day keeps to its own."""
        return self._falls_on(visit, hours=3, one_in=20)

    def _called_off_late(self, visit) -> bool:
        """One in thirty of the days before today; the desk noted it on the telephone two hours before."""
        return self._falls_on(visit, hours=7, one_in=30)

    def settle(self, pattern: tuple[Seat, ...]) -> None:
        """Say where each visit stands now: over, missed, here, still to come. What staff noted is left alone."""
        missed = {seat.name for seat in pattern if seat.is_missed}
        # Whoever one can sign in as came, whatever day it is: their notes and plans hang on it.
        told = set(Grant.objects.exclude(account__password__startswith="!").values_list("patient", flat=True))
        begun = Appointment.objects.standing().filter(
            clinic=self.clinic,
            starts_at__lte=self.at + timedelta(minutes=12),
            completed_at=None,
            no_show_at=None,
        )
        changed = []
        for visit in begun.select_related("patient", "clinic", "booking"):
            came = visit.patient_id in told
            if not came and not visit.arrived_at and self._called_off_late(visit):
                how = {"asked_by_patient": True, "because": "Has a cold", "tells": False, "by": self.by}
                cancel_for(visit, **how, at=visit.starts_at - timedelta(hours=2))
                continue
            if visit.patient.name in missed or (not came and self._did_not_come(visit)):
                if visit.starts_at + timedelta(minutes=15) > self.at:
                    continue
                visit.no_show_at = visit.starts_at + timedelta(minutes=15)
            else:
                visit.arrived_at = visit.arrived_at or visit.starts_at - timedelta(minutes=12)
                if visit.ends_at <= self.at:
                    visit.completed_at = visit.ends_at
            changed.append(visit)
        Event.objects.bulk_create(
            Event(
                verb=f"appointment.{visit.status}",
                actor=self.by.pk,
                clinic=self.clinic.pk,
                patient=visit.patient_id,
                target_kind="booking.appointment",
                target=str(visit.pk),
            )
            for visit in changed
        )
        Appointment.objects.bulk_update(changed, ["arrived_at", "completed_at", "no_show_at"])
