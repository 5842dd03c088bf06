"""The rules of access as a small model in plain Python: what each account sees of each record, and why not."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from accounts.tests.factories import AccountFactory
from clinic.tests.factories import ClinicFactory
from records.models import AccessRules
from records.models.access import AT_REVIEW, Level, Relation, Scope
from records.policies import age
from records.tests.factories import PatientFactory

BEGIN = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REVIEW, MAJORITY = 12, 18
# Birthdays lie ahead within the year that a sequence may last; one of them falls on 29 February.
BORN = {
    "mum": date(1984, 5, 4),
    "kid": date(2014, 12, 24),
    "teen": date(2008, 12, 1),
    "leap": date(2008, 2, 29),
}
RELATIONS = (Relation.SELF, Relation.PARENT, Relation.CARER)
SCOPES = ([Scope.APPOINTMENTS], [Scope.APPOINTMENTS, Scope.RECORDS], list(Scope))


@dataclass
class Held:
    """A grant as the model knows it."""

    relation: Relation
    level: Level
    scopes: list
    for_minor: bool
    consent: bool = False
    until: datetime | None = None


@dataclass
class Secret:
    """A code or an invitation as the model knows it: what it gives, whom it is bound to, how far it got."""

    patient: str
    relation: Relation
    level: Level
    scopes: list
    issued: datetime
    ends: datetime
    email: str = ""
    holder: str = ""
    over: bool = False
    wrong: int = 0
    row: object = None


@dataclass
class World:
    """A clinic, four patients, three accounts, and what the model says of them."""

    at: datetime = BEGIN
    held: dict = field(default_factory=dict)
    codes: list = field(default_factory=list)
    invited: list = field(default_factory=list)
    locks: dict = field(default_factory=dict)
    locked_at: dict = field(default_factory=dict)
    denied: dict = field(default_factory=dict)
    asked: dict = field(default_factory=dict)

    def __post_init__(self):
        self.clinic = ClinicFactory(timezone="America/Halifax")
        AccessRules.objects.create(clinic=self.clinic, review_age=REVIEW, majority_age=MAJORITY)
        self.staff = AccountFactory()
        self.accounts = {name: AccountFactory(email=f"{name}@play.example") for name in ("ana", "ben", "dov")}
        self.patients = {
            name: PatientFactory(
                clinic=self.clinic, given_name=name, date_of_birth=born, email=f"{name}@home.example"
            )
            for name, born in BORN.items()
        }

    # What the model says ------------------------------------------------------------------------

    def age(self, patient) -> int:
        return age(BORN[patient], self.at.astimezone(self.clinic.zone).date())

    def sees(self, account, patient):
        """(level, parts) of a record, or None."""
        one = self.held.get((account, patient))
        if one is None or self.locks.get(patient) or (account, patient) in self.denied:
            return None
        if one.until and one.until <= self.at:
            return None
        if one.for_minor and self.age(patient) >= MAJORITY:
            return None
        parts = set(Scope) if one.relation == Relation.SELF else set(one.scopes)
        if one.for_minor and not one.consent and self.age(patient) >= REVIEW:
            parts &= AT_REVIEW
        return one.level, parts

    def give(self, account, secret) -> None:
        """Open a record: what somebody has in full is not made less by an offer of less, or of another's part."""
        before = self.sees(account, secret.patient)
        if before and before[0] == Level.FULL:
            is_self = self.held[account, secret.patient].relation == Relation.SELF
            if secret.level == Level.LIMITED or (is_self and secret.relation != Relation.SELF):
                return
        minor = self.age(secret.patient) < MAJORITY
        self.held[account, secret.patient] = Held(
            secret.relation, secret.level, secret.scopes, secret.relation != Relation.SELF and minor
        )

    def is_taken(self, account, patient) -> bool:
        return any(
            who != account and which == patient and one.relation == Relation.SELF and one.level == Level.FULL
            for (who, which), one in self.held.items()
        )

    def open_or_ask(self, account, secret, *, elsewhere) -> None:
        is_seat = secret.relation == Relation.SELF and self.is_taken(account, secret.patient)
        if (account, secret.patient) in self.denied or elsewhere or is_seat:
            self.asked.setdefault((account, secret.patient), secret)
        else:
            self.give(account, secret)
