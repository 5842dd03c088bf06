"""The fixed cast of the tests' stories: two clinics, six people and those who treat them, and what could leak.

Harbour is where Ana goes. Lakeside is another clinic of the same installation, where Zoe has a record under Ana's
very name and date of birth. Whatever of Lakeside shows at Harbour is a leak, and so is Ana's at Lakeside.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from accounts.tests.factories import AccountFactory
from booking.models import Appointment
from booking.tests.factories import AppointmentFactory, PreferencesFactory, ServiceFormFactory
from clinic.models import Clinic, Location, Practitioner, Service
from clinic.models.clinic import Role
from clinic.tests import factories as of_clinics
from common.tests.moment import AT, LONG_AGO
from records.models import CareRelation
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.models import Assignment, Template
from smartforms.tests.factories import (
    AssignmentFactory,
    ResponseFactory,
    TemplateFactory,
    VersionFactory,
    key_of,
)

TOMORROW, IN_TWO_DAYS = AT + timedelta(days=1), AT + timedelta(days=2)
BORN, BORN_NINE_YEARS_AGO = date(1988, 5, 4), date(2017, 3, 2)


@dataclass
class House:
    """A clinic with its place, its people, its services and its form."""

    clinic: Clinic
    place: Location
    form: Template
    assessment: Service  # an hour, brings the form
    treatment: Service  # 40 minutes and five of a break


def _account(name: str, **fields) -> User:
    return AccountFactory(email=f"{name.lower()}@example.org", given_name=name, family_name="Cast", **fields)


def _house(slug: str, **fields) -> House:
    clinic = of_clinics.ClinicFactory(slug=slug, name=f"{slug.title()} Clinic", **fields)
    place = of_clinics.LocationFactory(clinic=clinic, name=f"1 {slug.title()} Street")
    heading = of_clinics.CategoryFactory(clinic=clinic, name="Physiotherapy")
    form = TemplateFactory(clinic=clinic, slug="intake", title=f"{slug.title()} intake")
    VersionFactory(template=form)
    common = {"clinic": clinic, "category": heading}
    assessment = of_clinics.ServiceFactory(
        **common, slug="assessment", title="Assessment", minutes=60, price=11000
    )
    treatment = of_clinics.ServiceFactory(
        **common, slug="treatment", title="Treatment", minutes=40, buffer_after=5
    )
    ServiceFormFactory(service=assessment, template=form)
    PreferencesFactory(clinic=clinic, fee=4500)
    return House(clinic, place, form, assessment, treatment)


def _practitioner(house: House, name: str, user=None) -> Practitioner:
    """Works Monday to Friday, nine to five, and gives everything."""
    person = of_clinics.PractitionerFactory(
        clinic=house.clinic, name=f"{name} Cast", slug=name.lower(), user=user, short_name=name
    )
    of_clinics.work_week(person, house.place)
    of_clinics.offer(person, house.place, house.assessment, house.treatment)
    return person


def _employ(user: User, clinic: Clinic, role: Role, **fields) -> User:
    of_clinics.MembershipFactory(user=user, clinic=clinic, roles=[role], **fields)
    return user


def visit(house: House, practitioner, patient, starts_at: datetime, *, by=None, **fields) -> Appointment:
    """A treatment; `by` is who booked it online, nobody when staff did."""
    CareRelation.objects.get_or_create(
        practitioner=practitioner, patient=patient, until=None, defaults={"since": LONG_AGO, "why": "visit"}
    )
    return AppointmentFactory(
        clinic=house.clinic,
        practitioner=practitioner,
        location=house.place,
        patient=patient,
        made_online_by=by,
        starts_at=starts_at,
        **{"service": house.treatment, **fields},
    )


def sent_form(house: House, patient, *, by, words: str, **fields) -> Assignment:
    """A form that was answered and sent in."""
    form = AssignmentFactory(patient=patient, template=house.form, account=by, opened_at=LONG_AGO, **fields)
    answers = {key_of("mood"): ["o1"], key_of("words"): [words], key_of("hours"): [7]}
    ResponseFactory(assignment=form, answers=answers, sent=True, submitted_by=by, saved_by=by)
    return form


def open_form(house: House, patient, *, account, **fields) -> Assignment:
    """A form that waits, not started."""
    return AssignmentFactory(patient=patient, template=house.form, account=account, due_at=TOMORROW, **fields)


class Cast:
    """Everybody and everything of the stories, made at once."""

    def __init__(self):
        self._clinics()
        self._people()
        self._ana_and_kit()
        self._zoe()

    def _clinics(self):
        self.at_harbour = _house(
            "harbour", timezone="America/Halifax", hosts=["testserver", "localhost", "127.0.0.1"]
        )
        self.at_lakeside = _house("lakeside", timezone="America/Toronto", hosts=["lakeside.localhost"])
        self.harbour, self.lakeside = self.at_harbour.clinic, self.at_lakeside.clinic
        self.form = self.at_harbour.form
        self.assessment, self.treatment = self.at_harbour.assessment, self.at_harbour.treatment

    def _people(self):
        self.ana, self.ben, self.cleo, self.dov = (_account(name) for name in ("Ana", "Ben", "Cleo", "Dov"))
        self.nora = _employ(_account("Nora"), self.harbour, Role.OWNER)
        self.omar = _employ(_account("Omar"), self.lakeside, Role.OWNER)
        self.finn = _employ(_account("Finn"), self.harbour, Role.FRONT_DESK)
        self.petra_account = _employ(_account("Petra"), self.harbour, Role.PRACTITIONER)
        self.quinn_account = _employ(_account("Quinn"), self.harbour, Role.PRACTITIONER)
        self.petra = _practitioner(self.at_harbour, "Petra", self.petra_account)
        self.quinn = _practitioner(self.at_harbour, "Quinn", self.quinn_account)
        self.lena = _practitioner(self.at_lakeside, "Lena")

    def _ana_and_kit(self):
        """Ana's record: limited to herself, full to Ben, limited to Cleo. Kit's: full to Ben, his father."""
        self.ana_record = PatientFactory(
            clinic=self.harbour,
            given_name="Ana",
            family_name="Cast",
            date_of_birth=BORN,
            email=self.ana.email,
        )
        self.kit_record = PatientFactory(
            clinic=self.harbour, given_name="Kit", family_name="Cast", date_of_birth=BORN_NINE_YEARS_AGO
        )
        self.ana_grant = GrantFactory(account=self.ana, patient=self.ana_record)
        by_nora = {"full": True, "granted_by": self.nora}
        self.ben_grant = GrantFactory(
            account=self.ben, patient=self.ana_record, relation=Relation.CARER, **by_nora
        )
        self.cleo_grant = GrantFactory(account=self.cleo, patient=self.ana_record, relation=Relation.CARER)
        self.kit_grant = GrantFactory(
            account=self.ben, patient=self.kit_record, relation=Relation.PARENT, colour="amber", **by_nora
        )
        house, ana, kit = self.at_harbour, self.ana_record, self.kit_record
        self.ana_visit = visit(house, self.petra, ana, IN_TWO_DAYS, by=self.ana)
        self.ana_staff_visit = visit(house, self.petra, ana, IN_TWO_DAYS + timedelta(hours=2))
        self.kit_visit = visit(house, self.petra, kit, IN_TWO_DAYS + timedelta(hours=4), by=self.ben)
        self.ana_sent = sent_form(house, ana, by=self.ana, words="Qanaanswer")
        self.ana_open = open_form(house, ana, account=self.ana, practitioner=self.petra)
        self.kit_sent = sent_form(house, kit, by=self.ben, words="Qkitanswer")
        self.kit_open = open_form(house, kit, account=self.ben, practitioner=self.petra)

    def _zoe(self):
        """At Lakeside: Ana's namesake, born the same day, with words and times that nobody of Harbour may see."""
        self.zoe = _account("Zoe")
        self.zoe_record = PatientFactory(
            clinic=self.lakeside,
            given_name="Ana",
            family_name="Cast",
            date_of_birth=BORN,
            email=self.zoe.email,
        )
        GrantFactory(account=self.zoe, patient=self.zoe_record, full=True, granted_by=self.omar)
        house = self.at_lakeside
        self.zoe_visit = visit(
            house, self.lena, self.zoe_record, TOMORROW, by=self.zoe, note="Zoe’s own trouble"
        )
        self.zoe_sent = sent_form(house, self.zoe_record, by=self.zoe, words="Qzoeanswer")
        self.zoe_open = open_form(house, self.zoe_record, account=self.zoe, practitioner=self.lena)
