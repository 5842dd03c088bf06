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

DAYS, PEOPLE, SHARE = 90, 10, 0.7
A_DAY = 16  # half-hours from nine to five
PATIENTS, MOST_PATIENTS = 2000, 100_000
CLIENTS = 8  # who book at the same time
FORM = Path(__file__).parent.parent / "smartforms" / "library" / "phq-9.json"

_FILL = """
CREATE TEMP TABLE plan AS
SELECT gen_random_uuid() AS booking, gen_random_uuid() AS visit, person,
       them[1 + floor(random() * array_length(them, 1))] AS patient,
       (day + make_interval(mins => minute)) AT TIME ZONE 'America/Halifax' AS starts_at
  FROM (SELECT array_agg(id) AS them FROM records_patient
         WHERE family_name = 'Row' AND clinic_id = %(clinic)s) AS patients,
       unnest(%(people)s::bigint[]) AS person, generate_series(540, 990, 30) AS minute,
       generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS day
 WHERE random() < %(share)s LIMIT %(most)s;
INSERT INTO booking_booking (id, clinic_id, made_at, guest_email) SELECT booking, %(clinic)s, now(), '' FROM plan;
INSERT INTO booking_appointment (id, booking_id, clinic_id, patient_id, service_id, practitioner_id, location_id,
       starts_at, ends_at, currency, note, policy_told, confidential, sequence, overridden, overridden_because,
       cancelled_because, late_fee, cancelled_by_link, declined_because)
SELECT visit, booking, %(clinic)s, patient, %(service)s, person, %(place)s, starts_at, starts_at + interval '30 min',
       'CAD', '', '', false, 0, '{}', '', '', 0, false, '' FROM plan;
INSERT INTO booking_occupancy (thing_id, during, appointment_id, overlap_allowed)
SELECT person, tstzrange(starts_at, starts_at + interval '30 min'), visit, false FROM plan;
DROP TABLE plan
"""
_DOCUMENTS = """
INSERT INTO records_document (id, patient_id, kind, title, dated_on, confidential, labels, name, content_type, size,
  sha256, pages, created_at, removed_because)
SELECT gen_random_uuid(), id, 'letter', 'Letter ' || n, current_date - n, false, '{}', 'Letter.pdf', 'application/pdf',
  1000, '', 1, now(), ''
  FROM records_patient, generate_series(1, 2) AS n WHERE family_name = 'Row' AND clinic_id = %s
"""


def settle() -> None:
    """Let PostgreSQL get to know new rows, as it would by itself some minutes later."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


class Filled(House):
    """A clinic with visits: the next days `share` full, and whatever history is added."""

    def __init__(self, slug: str, *, people=PEOPLE, days=DAYS, patients=PATIENTS, share=SHARE, **more):
        hours = {f"p{n}": [(540, 1020)] for n in range(people)}
        super().__init__(slug, hours, {30: {"price": 8500}}, **more)
        self.today, self.at = clock.now().astimezone(self.clinic.zone).date(), clock.now()
        self.born = {"clinic": self.clinic, "date_of_birth": date(1980, 1, 1), "created_at": self.at}
        Patient.objects.bulk_create(
            (Patient(given_name=f"N{n}", family_name="Row", **self.born) for n in range(patients)),
            batch_size=5000,
        )
        self.fill(self.today, days, share=share)

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
        settle()

    def visits(self):
        return Appointment.objects.filter(clinic=self.clinic)

    def add_history(self, until: int) -> None:
        """Fill the days before today until there are so many visits: the right answers stay, the tables grow."""
        missing = until - self.visits().count()
        if missing > 0:
            days = -(-missing // (len(self.people) * A_DAY))
            self.fill(self.today - timedelta(days), days, most=missing)

    def add_documents(self) -> None:
        """Two letters for every patient."""
        with connection.cursor() as cursor:
            cursor.execute(_DOCUMENTS, [self.clinic.pk])


class Bench(Filled):
    """The clinic that is measured: a practitioner's account, a patient's with three records, and eight who book."""

    def __init__(self):
        super().__init__("bench", days=DAYS + 1)
        self.doctor, self.account = self._account("Dana"), self._account("Ana")
        Membership.objects.create(
            user=self.doctor, clinic=self.clinic, roles=["practitioner"], started_at=self.at
        )
        self.people[0].user = self.doctor
        self.people[0].save()
        self.clinic.refresh_from_db()
        form = import_questionnaire(text=FORM.read_bytes(), clinic=self.clinic, by=None, at=self.at).template
        visits = self.visits().filter(starts_at__gt=self.at + timedelta(2)).order_by("starts_at")
        self.patients = []
        for name, relation in (("Ana", Relation.SELF), ("Kit", Relation.PARENT), ("Mia", Relation.PARENT)):
            patient = self._patient(name, self.account, relation)
            assign(template=form, account=self.account, patient=patient, by=self.doctor, at=self.at)
            begin_care(practitioner_id=self.people[0].pk, patient=patient, at=self.at, why="visit")
            Appointment.objects.filter(pk=visits[len(self.patients)].pk).update(patient=patient)
            self.patients.append(patient)
        self.crowd = []  # (account, patient)
        for number in range(CLIENTS):
            account = self._account(f"Client{number}")
            self.crowd.append((account, self._patient(account.given_name, account, Relation.SELF)))

    def _account(self, name: str) -> User:
        return User.objects.create(email=f"{name.lower()}@example.org", given_name=name, verified_at=self.at)

    def _patient(self, name: str, account: User, relation) -> Patient:
        patient = Patient.objects.create(given_name=name, family_name="Bench", **self.born)
        give_access(
            relation=relation, level=Level.FULL, basis=Basis.CLINIC, account=account, patient=patient,
            by=self.doctor, at=self.at,
        )  # fmt: skip
        return patient
