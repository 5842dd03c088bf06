"""The data set: ten practitioners, half-hours from nine to five, seven days a week, 70 % taken for 90 days."""

from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from accounts.models import User
from clinic.models import Clinic, Location, Membership, Offer, OpeningHours, Practitioner, Service
from common import clock
from records.actions import begin_care, give_access
from records.models import Patient
from records.models.access import Basis, Level, Relation
from smartforms.actions import assign, import_questionnaire

DAYS, PEOPLE = 90, 10
FORM = Path(__file__).parent.parent / "smartforms" / "library" / "phq-9.json"

_PLAN = """
CREATE TEMP TABLE plan AS
SELECT gen_random_uuid() AS booking, gen_random_uuid() AS visit, person, whose.patients[1 + floor(random() * 2000)] AS patient,
       (day + make_interval(mins => minute)) AT TIME ZONE 'America/Halifax' AS starts_at
  FROM (SELECT array_agg(id ORDER BY id) AS patients FROM records_patient WHERE family_name = 'Row') AS whose,
       unnest(%(people)s::bigint[]) AS person, generate_series(540, 990, 30) AS minute,
       generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS day
 WHERE random() < %(share)s LIMIT %(most)s
"""
_WRITE = """
INSERT INTO booking_booking (id, clinic_id, made_at) SELECT booking, %(clinic)s, now() FROM plan;
INSERT INTO booking_appointment (id, booking_id, clinic_id, patient_id, service_id, practitioner_id, location_id, starts_at,
       ends_at, currency, note, policy_told, confidential, sequence)
SELECT visit, booking, %(clinic)s, patient, %(service)s, person, %(place)s, starts_at, starts_at + interval '30 min',
       'CAD', '', '', false, 0 FROM plan;
INSERT INTO booking_occupancy (thing_id, during, appointment_id, overlap_allowed)
SELECT person, tstzrange(starts_at, starts_at + interval '30 min'), visit, false FROM plan;
DROP TABLE plan;
"""


class Bench:
    """The clinic that is measured, its people, and an account with three records."""

    def __init__(self):
        at = clock.now()
        self.clinic = Clinic.objects.create(
            slug="bench",
            name="Bench Clinic",
            hosts=["localhost"],
            timezone="America/Halifax",
            phone="(902) 555-0100",
        )
        self.place = Location.objects.create(clinic=self.clinic, name="1 Bench Street")
        self.service = Service.objects.create(
            clinic=self.clinic, slug="visit", title="Visit", minutes=30, price=8500
        )
        self.doctor = User.objects.create(email="doctor@example.org", given_name="Dana", verified_at=at)
        self.people = [
            Practitioner.objects.create(
                clinic=self.clinic,
                slug=f"p{n}",
                name=f"Pat Number{n}",
                order=n,
                user=None if n else self.doctor,
            )
            for n in range(PEOPLE)
        ]
        Membership.objects.create(user=self.doctor, clinic=self.clinic, roles=["practitioner"], started_at=at)
        for person in self.people:
            Offer.objects.create(practitioner=person, service=self.service, location=self.place)
            for weekday in range(7):
                OpeningHours.objects.create(
                    practitioner=person, location=self.place, weekday=weekday, opens=540, closes=1020
                )
        Patient.objects.bulk_create(self._patient(f"N{n}", "Row", at) for n in range(2000))
        self._household(at)
        self.clinic.refresh_from_db()

    def _patient(self, given, family, at):
        return Patient(
            clinic=self.clinic,
            given_name=given,
            family_name=family,
            date_of_birth=date(1980, 1, 1),
            created_at=at,
        )

    def _household(self, at):
        self.account = User.objects.create(
            email="ana@example.org", given_name="Ana", family_name="Bench", verified_at=at
        )
        self.patients = []
        form = import_questionnaire(text=FORM.read_bytes(), clinic=self.clinic, by=None, at=at).template
        for name, relation in (("Ana", Relation.SELF), ("Kit", Relation.PARENT), ("Mia", Relation.PARENT)):
            patient = self._patient(name, "Bench", at)
            patient.save()
            who = {"account": self.account, "patient": patient, "by": self.doctor, "at": at}
            give_access(relation=relation, level=Level.FULL, basis=Basis.CLINIC, **who)
            assign(template=form, **who)
            begin_care(practitioner_id=self.people[0].pk, patient=patient, at=at, why="visit")
            self.patients.append(patient)

    def fill(self, first: date, days: int, *, share=1.0, most=10**9) -> None:
        """Visits for all practitioners from a day on; `share` of the half-hours is taken."""
        values = {
            "people": [one.pk for one in self.people], "first": first, "last": first + timedelta(days - 1),
            "share": share, "most": most, "clinic": self.clinic.pk, "service": self.service.pk, "place": self.place.pk,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.7)")
            cursor.execute(_PLAN, values)
            for statement in filter(str.strip, _WRITE.split(";")):
                cursor.execute(statement, values)
            cursor.execute("VACUUM ANALYZE")

    def household_visits(self, day: date) -> None:
        """Three visits of the household among the others', taken over from their patients."""
        from booking.models import Appointment

        taken = Appointment.objects.filter(clinic=self.clinic, starts_at__date__gte=day).order_by(
            "starts_at", "id"
        )
        for patient, visit in zip(self.patients, list(taken[:3]), strict=True):
            Appointment.objects.filter(pk=visit.pk).update(patient=patient)
