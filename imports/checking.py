"""What would become of rows, and why; nothing but `Row`s is made. The same judges them again as they are let in."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Appointment
from booking.objections import objections_to, overlaps, seen
from imports import columns as of_columns
from imports.finding import on_file
from imports.models import WAITING, Kind, Outcome, Row
from imports.people import Person, person_digest, person_in, reference_digest, said
from imports.policies import gives_themself_care
from imports.visits import NEVER, visit_in
from records.models import Patient

A_DAY = 24 * 60


class Judge:
    """Looks at rows of one import as they stand at one moment, some hundred at a time."""

    def __init__(self, batch, *, at: datetime):
        self.batch, self.clinic, self.at = batch, batch.clinic, at
        self.today = at.astimezone(batch.clinic.zone).date()
        self.whose = batch.let_in_by_id or batch.asked_by_id  # whoever brings it along

    def judged(self, rows: list[tuple[int, list[str]]]) -> list[tuple[Row, object]]:
        """Each row with what becomes of it, and what it says: a `Person`, or the wish of a visit and its patient."""
        words = [(number, said(cells, self.batch.columns)) for number, cells in rows]
        if self.batch.kind == Kind.PATIENTS:
            return self._patients(words)
        return self._visits(words)

    def _patients(self, rows):
        people = {
            number: person_in(words, order=self.batch.order, today=self.today) for number, words in rows
        }
        there = on_file(self.clinic, list(people.values()), likely=True)
        earlier = self._earlier(people.values())
        found = []
        for number, person in people.items():
            row = Row(
                batch=self.batch, number=number, outcome=Outcome.NEW, person=person_digest(self.clinic, person),
                reference=reference_digest(self.clinic, person.reference),
            )  # fmt: skip
            self._judge_person(row, person, there, earlier)
            found.append((row, person))
        return found

    def _earlier(self, people) -> dict[str, tuple[int, str]]:
        """Digest of a person, or of a number → the earlier row of this file, and the person there."""
        digests = {person_digest(self.clinic, one) for one in people}
        numbers = {reference_digest(self.clinic, one.reference) for one in people}
        mine = Row.objects.filter(batch=self.batch).exclude(outcome=Outcome.WRONG).filter(same_as=None)
        named = mine.filter(person__in=digests - {""})
        numbered = mine.filter(reference__in=numbers - {""})
        found = {one.person: (one.number, one.person) for one in named}
        return found | {one.reference: (one.number, one.person) for one in numbered}

    def _judge_person(self, row, person: Person, there, earlier) -> None:
        row.faults = person.faults
        if not person.is_right:
            row.outcome = Outcome.WRONG
            return
        known, numbered = next(iter(there.named(person)), None), there.numbered(person)
        before, number, whose = earlier.get(row.person), *earlier.get(row.reference, (None, ""))
        if known:
            row.outcome, row.like = Outcome.KNOWN, known
        elif before and before[0] < row.number:
            row.outcome, row.same_as = Outcome.KNOWN, before[0]
        elif number and number < row.number and whose != row.person:
            row.outcome, row.same_as = Outcome.WRONG, number
            row.faults = [["reference", _("Row %(n)d has the same number.") % {"n": number}]]
        elif like := numbered or there.like(person):
            row.outcome, row.like = Outcome.ALIKE, like.pk
        if row.outcome in WAITING:
            earlier[row.person] = (row.number, row.person)
            if row.reference:
                earlier.setdefault(row.reference, (row.number, row.person))

    def _visits(self, rows):
        people = {number: self._whose(words) for number, words in rows}
        there = on_file(self.clinic, list(people.values()))
        found = []
        for number, words in rows:
            row = Row(batch=self.batch, number=number, outcome=Outcome.NEW)
            told = visit_in(
                words, clinic=self.clinic, names=self.batch.names, order=self.batch.order, at=self.at
            )
            row.faults = list(told.faults)
            row.patient = self._patient_of(row, people[number], words, there)
            wish = None
            if row.faults:
                row.outcome = Outcome.WRONG
            else:
                wish = told.wish(self.clinic, row.patient)
                self._judge_visit(row, wish)
            found.append((row, wish))
        return found

    def _whose(self, words) -> Person:
        """Only name, birth and number count here; what else is wrong with them does not matter."""
        return person_in(words, order=self.batch.order, today=self.today)

    def _patient_of(self, row, person, words, there):
        """The one record that is meant. Nobody, or more than one, is a fault."""
        name, born = person.named
        if found := there.numbered(person):
            if name and name != found.sort_name:
                row.faults.append(["reference", _("The patient with this number has another name on file.")])
            return found.pk
        matches = there.named(person)
        if not born and "email" in words and name:
            same = Patient.objects.of(self.clinic).filter(sort_name=name, email__iexact=words["email"][0])
            matches = list(same.values_list("pk", flat=True)[:2])
        if len(matches) == 1:
            return matches[0]
        column = next((key for key in ("reference", "family_name", "full_name") if key in words), "reference")
        several = _("More than one patient on file has this name and date of birth.")
        row.faults.append([column, several if matches else _("No such patient is on file.")])
        return None

    def _judge_visit(self, row, wish) -> None:
        there = Appointment.objects.standing().filter(
            patient=wish.patient, practitioner=wish.practitioner.pk, starts_at=wish.starts_at
        )
        if visit := there.values_list("pk", flat=True).first():
            row.outcome, row.like = Outcome.KNOWN, visit
            return
        if gives_themself_care(self.whose, wish.practitioner, wish.patient):
            words = _(
                "It is with you, and you do not care for this patient yet. A colleague has to bring it along."
            )
            row.outcome, row.faults = Outcome.WRONG, [["practitioner", words]]
        elif faults := refusals(wish, at=self.at):
            row.outcome, row.faults = Outcome.WRONG, [[_column(self.batch), words] for words in faults]


def refusals(wish, *, at) -> list[str]:
    """Why a visit cannot be: its hour is taken. What else speaks against it was agreed in the old system."""
    return (
        [one.words for one in objections_to(wish, at=at) if one.code in NEVER]
        if overlaps(wish, at=at)
        else []
    )


def accepted(wish, *, at) -> str:
    """The fingerprint of what else speaks against it, so that it is made all the same; empty where nothing does, or
    where its hour was taken by now, so that it is refused."""
    objections = objections_to(wish, at=at)
    return seen(objections) if objections and not NEVER & {one.code for one in objections} else ""


def _column(batch) -> str:
    has = set(batch.columns.values())
    return next(key for key in of_columns.of(batch.kind) if key in has & {"starts", "time"})


class Within:
    """Visits of one file that want the same hour: the first has it. A few numbers for each, found by their day."""

    def __init__(self):
        self.taken: dict[tuple[int, int], list[tuple[int, int, int]]] = {}

    def judge(self, row, wish, things) -> None:
        begin, end = wish.occupied()
        days = range(begin // A_DAY, (end - 1) // A_DAY + 1)
        places = [(thing, day) for thing in things for day in days]
        for place in places:
            for low, high, number in self.taken.get(place, ()):
                if low < end and begin < high:
                    row.outcome, row.same_as = Outcome.WRONG, number
                    row.faults = [[_column(row.batch), _("Row %(n)d wants the same time.") % {"n": number}]]
                    return
        for place in places:
            self.taken.setdefault(place, []).append((begin, end, row.number))
