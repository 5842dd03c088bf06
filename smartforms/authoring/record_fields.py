"""The fields of a patient's record that answers may go to, after review. Keys, and the element of FHIR's Patient."""

from django.utils.translation import gettext_lazy as _

PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient#"
# key → (what it is called, element of Patient)
FIELDS = {
    "given_name": (_("Given name"), "Patient.name.given"),
    "family_name": (_("Family name"), "Patient.name.family"),
    "date_of_birth": (_("Date of birth"), "Patient.birthDate"),
    "phone": (_("Phone"), "Patient.telecom.phone"),
    "email": (_("Email"), "Patient.telecom.email"),
    "address": (_("Address"), "Patient.address"),
}


def field_of(item: dict) -> str:
    """The key of the field an item's `definition` names; empty for none of ours."""
    named = item.get("definition")
    return next((key for key, (_label, path) in FIELDS.items() if named == PATIENT + path), "")


def set_field(item: dict, key: str) -> None:
    """The answer goes to this field; a `definition` of another sense is left alone where none is chosen."""
    if key == field_of(item):
        return
    if key:
        item["definition"] = PATIENT + FIELDS[key][1]
    else:
        item.pop("definition", None)
