"""Who of the clinic's patients stands in rows: looked up for many rows at once. Links nothing."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from imports.models import Kind, Outcome, Row
from imports.people import OF_THE_RECORD, Person, reference_digest
from records.actions.patients import MADE_FROM_OTHERS
from records.joining.likeness import LIKELY, VERY_LIKELY, likeness
from records.joining.trail import kept_of
from records.models import Patient


@dataclass
class OnFile:
    """Those of the clinic's patients that some rows could mean."""

    clinic: object
    exact: dict = field(default_factory=dict)  # (folded name, date of birth) → ids
    known: dict = field(default_factory=dict)  # digest of a number in the old system → record
    sharing: dict = field(default_factory=dict)  # what two records may share → those who have it

    def named(self, person: Person) -> list:
        """The records with exactly this name and date of birth."""
        return self.exact.get(person.named, [])

    def numbered(self, person: Person):
        """The record that came in with this number."""
        return self.known.get(reference_digest(self.clinic, person.reference))

    def like(self, person: Person):
        """The record that is likely this person's, under another name or date of birth."""
        mine = as_patient(person, self.clinic)
        others = {other.pk: other for shared in _shared(mine) for other in self.sharing.get(shared, ())}
        weighed = [(likeness(mine, other), other) for other in others.values()]
        likely = [(how.points, other) for how, other in weighed if how and how.rank in (VERY_LIKELY, LIKELY)]
        return max(likely, key=lambda one: one[0])[1] if likely else None


def as_patient(person: Person, clinic) -> Patient:
    """A record as it would be, for comparing; not saved."""
    given = {key: value for key, value in person.values.items() if key in OF_THE_RECORD}
    patient = Patient(clinic_id=clinic.pk, **given)
    for name in MADE_FROM_OTHERS:
        Patient._meta.get_field(name).pre_save(patient, add=True)
    return patient


def on_file(clinic, people: list[Person], *, likely=False) -> OnFile:
    """Three questions for all these people, whatever the size of the clinic; with `likely` also who is like them."""
    found = OnFile(clinic)
    named = [one.named for one in people if all(one.named)]
    exact = Patient.objects.of(clinic).filter(
        sort_name__in={name for name, _born in named}, date_of_birth__in={born for _name, born in named}
    )
    for pk, name, born in exact.values_list("pk", "sort_name", "date_of_birth") if named else ():
        found.exact.setdefault((name, born), []).append(pk)
    found.known = _numbered(clinic, {reference_digest(clinic, one.reference) for one in people} - {""})
    if likely:
        for other in _likely(clinic, [as_patient(one, clinic) for one in people if one.is_right]):
            for shared in _shared(other):
                found.sharing.setdefault(shared, []).append(other)
    return found


def _shared(patient) -> list[tuple]:
    """What makes two records worth comparing."""
    said = {
        "born": patient.date_of_birth,
        "name": patient.match_name,
        "phone": patient.match_phone,
        "mail": patient.email.lower(),
    }
    return [(name, value) for name, value in said.items() if value]


def _numbered(clinic, digests) -> dict:
    """Digest → the record, also where it was joined into another since."""
    if not digests:
        return {}
    rows = Row.objects.filter(batch__clinic=clinic.pk, batch__kind=Kind.PATIENTS, reference__in=digests)
    known = {
        one.reference: one.patient or one.like
        for one in rows.order_by("pk")
        if (one.patient or one.like) and one.outcome != Outcome.UNDONE
    }
    there = {one.pk: one for one in Patient.objects.filter(pk__in=known.values())}
    for closed in [one for one in there.values() if one.merged_at]:
        there[closed.pk] = Patient.objects.of(clinic).filter(pk=kept_of(closed.pk)).first()
    return {digest: there[pk] for digest, pk in known.items() if there.get(pk)}


def _likely(clinic, patients):
    """Whoever shares a day of birth, a telephone, an address or the name with one of them."""
    if not patients:
        return Patient.objects.none()
    shared = Q(date_of_birth__in={one.date_of_birth for one in patients})
    shared |= Q(match_name__in={one.match_name for one in patients})
    shared |= Q(match_phone__in={one.match_phone for one in patients} - {""})
    rows = Patient.objects.of(clinic).annotate(mail=Lower("email"))
    return rows.filter(shared | Q(mail__in={one.email.lower() for one in patients} - {""}))
