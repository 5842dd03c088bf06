"""Who stands in a row: a patient to be, with what is wrong; and who that may be on file. Nothing is written here."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.folding import fold
from common.spreadsheet import FORMULA_STARTS
from common.tokens import keyed_digest
from imports.days import Unclear, day_of
from records.models import Patient

OF_THE_RECORD = ("given_name", "family_name", "date_of_birth", "email", "phone", "address", "pronouns")
EARLIEST = date(1880, 1, 1)


@dataclass
class Person:
    """What a row says of somebody: values as the record keeps them, and [[column, words], …] where it cannot."""

    values: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    reference: str = ""

    @property
    def is_right(self) -> bool:
        return not self.faults

    @property
    def named(self) -> tuple[str, date | None]:
        """Folded name and date of birth, by which records are told apart."""
        names = fold(f"{self.values.get('family_name', '')} {self.values.get('given_name', '')}")
        return names, self.values.get("date_of_birth")


def said(cells: list[str], columns: dict[str, str]) -> dict[str, list[str]]:
    """What a row says, by column: the cells that hold something, in the order of the file."""
    found: dict[str, list[str]] = {}
    for place, key in sorted(columns.items(), key=lambda one: int(one[0])):
        at = int(place)
        if at < len(cells) and cells[at]:
            found.setdefault(key, []).append(cells[at])
    return found


def person_in(words: dict[str, list[str]], *, order: str, today: date) -> Person:
    """The patient of a row, every fault beside its column."""
    person = Person(reference=" ".join(words.get("reference", ["", ""])[:1]))
    person.values |= _names(words)
    for key in ("email", "phone", "pronouns"):
        if key in words:
            person.values[key] = words[key][0]
    if "address" in words:
        person.values["address"] = "\n".join(words["address"])
    for key in ("given_name", "family_name"):
        if not person.values.get(key):
            person.faults.append([key, _("It is missing.")])
        elif person.values[key].startswith(FORMULA_STARTS):
            person.faults.append([key, _("It begins like a formula.")])
    _born(person, words, order, today)
    _as_the_record_takes_it(person)
    return person


def _names(words) -> dict[str, str]:
    """Two columns, or one of which the last word is the family's, unless a comma says otherwise."""
    names = {key: words[key][0] for key in ("given_name", "family_name") if key in words}
    if names or "full_name" not in words:
        return names
    whole = " ".join(words["full_name"][0].split())
    if "," in whole:
        family, _comma, given = whole.partition(",")
    else:
        given, _blank, family = whole.rpartition(" ")
    return {"given_name": given.strip(), "family_name": family.strip()}


def _born(person, words, order, today) -> None:
    if "date_of_birth" not in words:
        person.faults.append(["date_of_birth", _("It is missing.")])
        return
    try:
        born = day_of(words["date_of_birth"][0], order)
    except Unclear as fault:
        person.faults.append(["date_of_birth", str(fault)])
        return
    if not EARLIEST <= born <= today:
        person.faults.append(["date_of_birth", _("Nobody was born on that day.")])
    person.values["date_of_birth"] = born


def _as_the_record_takes_it(person) -> None:
    """The record's own rules: lengths, addresses, one line."""
    given = {key: value for key, value in person.values.items() if key in OF_THE_RECORD}
    others = [one.name for one in Patient._meta.fields if one.name not in given]
    try:
        Patient(**given).clean_fields(exclude=others)
    except ValidationError as fault:
        person.faults += [
            [key, " ".join(words)]
            for key, words in fault.message_dict.items()
            if key not in {one for one, _words in person.faults}
        ]


def digest_of(clinic, kind: str, *parts) -> str:
    """A mark by which two rows find the same person, and which tells nobody who that is."""
    return keyed_digest(f"import {kind}", "|".join(map(str, (clinic.pk, *parts))))


def person_digest(clinic, person: Person) -> str:
    name, born = person.named
    return digest_of(clinic, "person", name, born) if name and born else ""


def reference_digest(clinic, reference: str) -> str:
    return digest_of(clinic, "reference", fold(reference)) if reference else ""
