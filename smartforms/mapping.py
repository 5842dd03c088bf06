"""Which answers belong to the official record: the fields a question may name, and how both are compared.

An answer never goes straight into the record. What differs becomes a proposal for staff (`propose_changes`), and
what the record says already can be offered to the patient (`value_of`).
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from records.actions.proposals import propose
from records.details import DETAILS, is_same
from records.models import Patient

PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient#"
WORDS = frozenset({"string", "text"})


@dataclass(frozen=True)
class Field:
    """A field of the record: its name there and in FHIR, the questions that can ask for it."""

    key: str
    path: str
    types: frozenset = WORDS
    also: tuple[str, ...] = ()  # other spellings met in files

    @property
    def label(self):
        """What people call it."""
        return DETAILS[self.key].label

    @property
    def definition(self) -> str:
        """What an item's `definition` says to be about this field."""
        return PATIENT + self.path


FIELDS = {
    field.key: field
    for field in (
        Field("given_name", "Patient.name.given"),
        Field("family_name", "Patient.name.family"),
        Field("date_of_birth", "Patient.birthDate", frozenset({"date"})),
        Field("pronouns", "Patient.extension:individualPronouns"),
        Field(
            "phone", "Patient.telecom:phone.value", also=("Patient.telecom:phone", "Patient.telecom.phone")
        ),
        Field(
            "email", "Patient.telecom:email.value", also=("Patient.telecom:email", "Patient.telecom.email")
        ),
        Field("address", "Patient.address.text", also=("Patient.address",)),
    )
}  # fmt: skip
_BY_PATH = {path: field for field in FIELDS.values() for path in (field.path, *field.also)}
LONGEST_ADDRESS = 500


def field_of(definition: str) -> Field | None:
    """The field that an item's `definition` names; None for any other element."""
    return _BY_PATH.get(definition.removeprefix(PATIENT)) if definition.startswith(PATIENT) else None


def value_of(patient, key: str) -> list:
    """What the record says, as a stored answer: ["Ana"], ["1988-05-04"]; empty where it says nothing."""
    value = getattr(patient, key)
    return [value.isoformat() if isinstance(value, date) else value] if value else []


def as_fhir(patient) -> dict:
    """The record as formulas see it under `%patient`: the fields above, and nothing else of it."""
    said = {key: value_of(patient, key) for key in FIELDS}
    name = {"given": said["given_name"], "family": "".join(said["family_name"])}
    reached = [{"system": key, "value": value} for key in ("phone", "email") for value in said[key]]
    born = {"birthDate": said["date_of_birth"][0]} if said["date_of_birth"] else {}
    return {
        "resourceType": "Patient",
        "name": [{"use": "official", "text": " ".join([*said["given_name"], *said["family_name"]]), **name}],
        "telecom": reached,
        "address": [{"text": text} for text in said["address"]],
        **born,
    }


def given(key: str, answers: list):
    """An answer as the record would keep it; None where it says nothing the record can keep."""
    text = str(answers[0]).strip() if answers and not isinstance(answers[0], dict) else ""
    if key == "address":
        text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
        return text if 0 < len(text) <= LONGEST_ADDRESS else None
    try:
        return Patient._meta.get_field(key).clean(" ".join(text.split()), None) or None
    except ValidationError:
        return None


def differing(outline, answers: dict, patient) -> dict:
    """{field: value} of the mapped answers that say something else than the record; the last one of a field counts.

    What agrees with the record is there as well, as None: an earlier proposal is no longer meant.
    """
    found = {}
    for key, item in outline.items.items():
        if "maps" in item and (value := given(item["maps"], answers.get(key, []))) is not None:
            found[item["maps"]] = (
                None if is_same(item["maps"], value, getattr(patient, item["maps"])) else value
            )
    return found


def propose_changes(assignment, response, *, by, at) -> None:
    """What a form says differently from the record waits for staff to look at."""
    said = differing(response.outline, response.answers, assignment.patient)
    if said:
        propose(assignment.patient, said, by=by, at=at, source=assignment.version.template.title)
