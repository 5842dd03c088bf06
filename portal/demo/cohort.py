"""The patients who fill the calendar: five groups of names that take turns, one group a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import slugify

from portal.demo import people
from records.actions import give_access, register_patient
from records.models import Grant, Patient
from records.models.access import Basis, Level, Relation
from records.policies import age

GIVEN = (
    "Adele Bruno Carmen Declan Esther Farid Gwen Hamza Ines Joao Keiko Liam Marta Niamh Oskar Paula Quentin Rosa "
    "Simon Thandi Umberto Vera Walid Xenia Yusuf Zora Anders Bridget Cyril Dina Emeka Fiona Georg Hilda Ivo"
).split()
FAMILY = (
    "Aucoin Boudreau Chisholm Doucet Eriksen Fraser Gallant Hussain Ivanov Jollimore Khan LeBlanc Murphy Nowak "
    "Oliveira Poirier Quigley Rafuse Surette Tufts Underhill Veinot Wentzell Yeoman Zwicker Arsenault Bernard "
    "Comeau Dugas Eisner Fong Gaudet Hiltz Isnor Jreige Kaulback Leblond"
).split()


@dataclass(frozen=True)
class Person:
    """Somebody of the demo. For a child, `parent` is who writes and signs for them."""

    given_name: str
    family_name: str
    born: date
    phone: str
    parent: str = ""

    @property
    def email(self) -> str:
        name = f"{self.parent or self.given_name} {self.family_name}"
        return f"{slugify(name).replace('-', '.')}@example.com"


def person(name: str, number: int, *, is_child: bool, today: date, years: int | None = None) -> Person:
    """A whole person out of a name: date of birth and phone follow from the number, the same each time."""
    given, _blank, family = name.partition(" ")
    years = years or (3 + number % 9 if is_child else 19 + number * 7 % 62)
    birthday = today - timedelta(days=40 + number * 37 % 300)
    born = birthday.replace(year=birthday.year - years, day=min(birthday.day, 28))
    parent = GIVEN[(number * 5 + 3) % len(GIVEN)] if is_child else ""
    return Person(given, family, born, f"(902) 555-01{number % 100:02}", parent)


def invented(group: int, seat: int) -> str:
    """The name of whoever has this seat on a day of this group."""
    number = group * 31 + seat
    return f"{GIVEN[number * 3 % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"


class Register:
    """The clinic's patients by name, read once; `enter` makes who is missing."""

    def __init__(self, clinic, *, by, at):
        self.clinic, self.by, self.at = clinic, by, at
        rows = Patient.objects.of(clinic).filter(made_online=False)
        self.known = {(one.given_name, one.family_name): one for one in rows}

    def find(self, name: str) -> Patient | None:
        given, _blank, family = name.partition(" ")
        return self.known.get((given, family))

    def enter(self, who: Person, **more) -> Patient:
        """The record of a person; registered by the front desk when there is none."""
        key = (who.given_name, who.family_name)
        if key not in self.known:
            self.known[key] = register_patient(
                clinic=self.clinic,
                by=self.by,
                at=self.at - timedelta(days=60),
                made_online=False,
                given_name=who.given_name,
                family_name=who.family_name,
                date_of_birth=who.born,
                **{"email": who.email, "phone": who.phone, **more},
            )
        return self.known[key]


def account_of(patient, *, by, at):
    """The portal account of a patient (of their parent, for a child), with full access given by the front desk.

    Nobody signs in as them: their password is unusable.
    """
    grant = (
        Grant.objects.live(at=at).filter(patient=patient, level=Level.FULL).select_related("account").first()
    )
    if grant:
        return grant.account
    is_parent = age(patient.date_of_birth, at.date()) < 16
    writer = patient.email.partition(".")[0].title() if is_parent else patient.given_name
    account = people.account(patient.email, writer, patient.family_name, password=None, at=at)
    give_access(
        account=account,
        patient=patient,
        relation=Relation.PARENT if is_parent else Relation.SELF,
        level=Level.FULL,
        by=by,
        at=at,
        basis=Basis.CLINIC,
    )
    return account
