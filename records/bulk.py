"""Whom a bulk invitation would reach: every patient of a clinic in exactly one list, before anything is sent.

One mail per address. Where something could reach the wrong person it is held back, or gives only limited access
(product §6).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.db.models import Exists, OuterRef

from common.tokens import keyed_digest
from records.models import AccessRules, Contact, Denial, Grant, Invitation, Lockdown, Patient
from records.models.access import Level, Relation
from records.models.ages import age_of_patient
from records.policies import rules_of

# Where a clinic has not said when one comes of age, this sorts its list; nobody gets a minor's record in full by it.
USUAL_MAJORITY = 18
# Nobody nearer in age is taken for a parent: a grown-up sibling at the family's address is none.
PARENT_OLDER_BY = 15


class Outcome(StrEnum):
    """What the bulk invitation does about one patient."""

    INVITED = "invited"  # alone in a mail
    FAMILY = "family"  # in one mail with others of the same address
    NO_EMAIL = "no-email"
    ACTIVE = "active"  # somebody already looks: the patient, or for a minor anybody
    ALONE = "alone"  # a minor without anybody to invite
    ALREADY = "already"  # an invitation stands
    TWINS = "twins"  # looks like another record: held back
    LOCKED = "locked"  # locked down, or this person must not see it


class Why(StrEnum):
    """Why somebody is invited to less than the clinic's setting, or not at all."""

    SHARED = "shared"  # two grown-ups read this mailbox
    CONTACT = "contact"  # it is the mailbox of somebody else, says the record itself
    AGES = "ages"  # the clinic chose no ages, so nobody gets a minor's record in full
    TWO_ADULTS = "two_adults"  # which of the two is the parent?
    TOO_YOUNG = "too_young"  # the only grown-up at the address is hardly a parent


@dataclass(frozen=True)
class Line:
    """One record in a mail: who is invited to it, and to how much."""

    patient: Patient
    relation: Relation
    level: Level
    contact: Contact | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Mailing:
    """One mail: an address and the records it is invited to."""

    email: str
    lines: tuple[Line, ...]

    @cached_property
    def key(self) -> str:
        """Names exactly this: with one record more or another level it is another mail, and has another key."""
        parts = (
            f"{one.patient.pk}:{one.relation}:{one.level}:{one.contact and one.contact.pk}"
            for one in self.lines
        )
        return keyed_digest("bulk mailing", "|".join([self.email, *parts]))


@dataclass
class Preview:
    """What would happen, list by list."""

    mailings: list[Mailing] = field(default_factory=list)
    others: dict[Outcome, list[Patient]] = field(default_factory=lambda: defaultdict(list))
    why: dict = field(default_factory=dict)  # patient id → Why, for minors without anybody

    @property
    def families(self) -> list[Mailing]:
        return [one for one in self.mailings if len(one.lines) > 1]

    @property
    def singles(self) -> list[Mailing]:
        return [one for one in self.mailings if len(one.lines) == 1]

    def count(self, outcome: Outcome) -> int:
        """How many patients."""
        if outcome == Outcome.INVITED:
            return len(self.singles)
        if outcome == Outcome.FAMILY:
            return sum(len(one.lines) for one in self.families)
        return len(self.others.get(outcome, ()))


def preview_of(clinic, *, at) -> Preview:
    """What a bulk invitation would do now, in four queries: patients, their contacts, who was denied, the rules."""
    of_clinic = {"patient__clinic_id": clinic.pk}
    contacts = Contact.objects.filter(**of_clinic, ended_at=None).exclude(email="").order_by("made_at", "pk")
    denied = Denial.objects.filter(**of_clinic, at__lte=at, lifted_at=None)
    return sorted_out(
        list(patients_to_sort(clinic, at=at)),
        list(contacts),
        rules_of(clinic),
        denied=set(denied.values_list("patient_id", "account__email")),
    )


def patients_to_sort(clinic, *, at):
    """The clinic's patients, each telling its `years`, whether somebody looks, is invited, or nobody may."""
    mine = {"patient": OuterRef("pk")}
    looking, invited = Grant.objects.live(at=at).filter(**mine), Invitation.objects.live(at=at).filter(**mine)
    return (
        Patient.objects.of(clinic)
        .annotate(
            years=age_of_patient("", at=at),
            looks=Exists(looking.filter(relation=Relation.SELF)),
            anybody_looks=Exists(looking),
            invited=Exists(invited.filter(relation=Relation.SELF)),
            anybody_invited=Exists(invited),
            is_locked=Exists(Lockdown.objects.filter(**mine, at__lte=at, lifted_at=None)),
        )
        .only("given_name", "family_name", "date_of_birth", "email", "sort_name")
        .order_by("sort_name", "date_of_birth", "pk")
    )


def sorted_out(patients, contacts, rules: AccessRules, *, denied=frozenset()) -> Preview:
    """Put every patient in one list. Pure: rows in, lists out. `denied` are pairs of patient id and address."""
    return _Sorting(patients, contacts, rules, denied).preview()


class _Sorting:
    def __init__(self, patients, contacts, rules, denied):
        self.patients, self.rules, self.denied = patients, rules, denied
        self.majority = rules.majority_age or USUAL_MAJORITY
        self.wanted = Level.FULL if rules.full_by_invitation else Level.LIMITED
        self.contacts, self.adults, self.twins = defaultdict(list), defaultdict(dict), defaultdict(int)
        for contact in contacts:
            self.contacts[contact.patient_id].append(contact)
        for one in patients:
            self.twins[_person(one)] += 1
            if _address(one) and self._is_adult(one):
                # The same person twice is one grown-up.
                self.adults[_address(one)][_person(one)] = one

    def preview(self) -> Preview:
        preview, mails = Preview(), defaultdict(list)
        for patient in self.patients:
            outcome = self._outcome(patient)
            if outcome is None:
                address, line = self._line(patient)
                if address and (patient.pk, address) not in self.denied:
                    mails[address].append(line)
                    continue
                outcome = Outcome.LOCKED if address else Outcome.ALONE
                preview.why[patient.pk] = None if address else line
            preview.others[outcome].append(patient)
        for address, lines in mails.items():
            eldest_first = sorted(lines, key=lambda line: (line.patient.date_of_birth, str(line.patient.pk)))
            preview.mailings.append(Mailing(address, tuple(eldest_first)))
        return preview

    def _is_adult(self, patient) -> bool:
        return patient.years >= self.majority

    def _outcome(self, patient) -> Outcome | None:
        """The list of somebody who is not invited; None for those who may be."""
        adult = self._is_adult(patient)
        if patient.looks if adult else patient.anybody_looks:
            return Outcome.ACTIVE
        if patient.is_locked:
            return Outcome.LOCKED
        if self.twins[_person(patient)] > 1:
            return Outcome.TWINS
        if patient.invited if adult else patient.anybody_invited:
            return Outcome.ALREADY
        return Outcome.NO_EMAIL if adult and not _address(patient) else None

    def _line(self, patient) -> tuple[str, Line | Why | None]:
        """Where the invitation goes and to how much; for a minor without anybody no address, and why."""
        if self._is_adult(patient):
            address = _address(patient)
            level, why = self._level(patient, address)
            return address, Line(patient, Relation.SELF, level, why=why)
        parents, why = list(self.adults.get(_address(patient), {}).values()), None
        if len(parents) == 1 and parents[0].years - patient.years >= PARENT_OLDER_BY:
            level, why = self._level(patient, _address(patient))
            return _address(patient), Line(patient, Relation.PARENT, level, why=why)
        if parents:
            why = Why.TWO_ADULTS if len(parents) > 1 else Why.TOO_YOUNG
        contact = next((one for one in self.contacts[patient.pk] if one.may_have_access), None)
        if contact is None:
            return "", why
        address = contact.email.lower()
        level, why = self._level(patient, address)
        return address, Line(patient, Relation(contact.relation), level, contact, why)

    def _level(self, patient, address) -> tuple[Level, Why | None]:
        """What the clinic's setting gives, or less where it could reach the wrong person."""
        why = None
        if len(self.adults.get(address, ())) > 1:
            why = Why.SHARED
        elif self._is_adult(patient):
            theirs = {one.email.lower() for one in self.contacts[patient.pk]}
            why = Why.CONTACT if address in theirs else None
        elif not self.rules.has_ages:
            why = Why.AGES
        return (Level.LIMITED if why else self.wanted), why


def _address(patient) -> str:
    return patient.email.strip().lower()


def _person(patient) -> tuple:
    """What two records of one person have in common: the folded name and the date of birth."""
    return patient.sort_name, patient.date_of_birth
