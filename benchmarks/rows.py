"""The data set: ten practitioners, half-hours from nine to five, seven days a week, 70 % taken for 90 days."""

from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from accounts.models import User
from benchmarks.house import House
from booking.models import Appointment
from clinic.models import Membership
from common import clock
from records.actions import begin_care, give_access
from records.models import Patient
from records.models.access import Basis, Level, Relation
from smartforms.actions import assign, import_questionnaire

DAYS, PEOPLE = 90, 10
FORM = Path(__file__).parent.parent / "smartforms" / "library" / "phq-9.json"

_FILL = """
CREATE TEMP TABLE plan AS
SELECT gen_random_uuid() AS booking, gen_random_uuid() AS visit, person, them[1 + floor(random() * 2000)] AS patient,
       (day + make_interval(mins => minute)) AT TIME ZONE 'America/Halifax' AS starts_at
  FROM (SELECT array_agg(id) AS them FROM records_patient WHERE family_name = 'Row') AS patients,
       unnest(%(people)s::bigint[]) AS person, generate_series(540, 990, 30) AS minute,
       generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS day
 WHERE random() < %(share)s LIMIT %(most)s;
INSERT INTO booking_booking (id, clinic_id, made_at) SELECT booking, %(clinic)s, now() FROM plan;
INSERT INTO booking_appointment (id, booking_id, clinic_id, patient_id, service_id, practitioner_id, location_id,
       starts_at, ends_at, currency, note, policy_told, confidential, sequence, overridden, overridden_because,
       cancelled_because, late_fee)
SELECT visit, booking, %(clinic)s, patient, %(service)s, person, %(place)s, starts_at, starts_at + interval '30 min',
       'CAD', '', '', false, 0, '{}', '', '', 0 FROM plan;
INSERT INTO booking_occupancy (thing_id, during, appointment_id, overlap_allowed)
SELECT person, tstzrange(starts_at, starts_at + interval '30 min'), visit, false FROM plan;
DROP TABLE plan;
VACUUM ANALYZE
"""


class Bench(House):
    """The clinic that is measured, its patients, a practitioner's account, and a patient's with three records."""

    def __init__(self):
        super().__init__("bench", {f"p{n}": [(540, 1020)] for n in range(PEOPLE)}, {30: {"price": 8500}})
        at = clock.now()
        self.today = at.astimezone(self.clinic.zone).date()
        self.doctor, self.account = (
            User.objects.create(email=f"{name.lower()}@example.org", given_name=name, verified_at=at)
            for name in ("Dana", "Ana")
        )
        Membership.objects.create(user=self.doctor, clinic=self.clinic, roles=["practitioner"], started_at=at)
        self.people[0].user = self.doctor
        self.people[0].save()
        self.clinic.refresh_from_db()
        born = {"clinic": self.clinic, "date_of_birth": date(1980, 1, 1), "created_at": at}
        Patient.objects.bulk_create(
            Patient(given_name=f"N{n}", family_name="Row", **born) for n in range(2000)
        )
        self.fill(self.today, DAYS + 1, share=0.7)
        form = import_questionnaire(text=FORM.read_bytes(), clinic=self.clinic, by=None, at=at).template
        visits = Appointment.objects.filter(clinic=self.clinic, starts_at__gt=at + timedelta(2)).order_by(
            "starts_at"
        )
        self.patients = []
        for name, relation in (("Ana", Relation.SELF), ("Kit", Relation.PARENT), ("Mia", Relation.PARENT)):
            patient = Patient.objects.create(given_name=name, family_name="Bench", **born)
            who = {"account": self.account, "patient": patient, "by": self.doctor, "at": at}
            give_access(relation=relation, level=Level.FULL, basis=Basis.CLINIC, **who)
            assign(template=form, **who)
            begin_care(practitioner_id=self.people[0].pk, patient=patient, at=at, why="visit")
            Appointment.objects.filter(pk=visits[len(self.patients)].pk).update(patient=patient)
            self.patients.append(patient)

    def fill(self, first: date, days: int, *, share=1.0, most=10**9) -> None:
        """Visits for all practitioners from a day on; `share` of the half-hours is taken."""
        values = {
            "people": [one.pk for one in self.people], "first": first, "last": first + timedelta(days - 1),
            "share": share, "most": most, "clinic": self.clinic.pk, "service": self.services[0].pk,
            "place": self.place.pk,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.7)")
            for statement in _FILL.split(";"):
                cursor.execute(statement, values)
