"""Who the patient is, as FHIR R4 resources: the person, whom to call, the insurance, the pharmacy."""

from records.models import PatientDetails
from records.models.details import Language
from records.takeout.resources import clean, reference, without_empty

# Extensions of HL7's own registry: R4 itself has no place for these.
PRONOUNS = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"
PHARMACY = "http://hl7.org/fhir/StructureDefinition/patient-preferredPharmacy"
NOT_KNOWN = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
CODES = "http://terminology.hl7.org/CodeSystem"
# What LOINC has a code for (90778-2), by how people write it; any other pronouns are told in words.
KNOWN_PRONOUNS = {
    "he/him": ("LA29518-0", "he/him/his/his/himself"),
    "she/her": ("LA29519-8", "she/her/her/hers/herself"),
    "they/them": ("LA29520-6", "they/them/their/theirs/themselves"),
}


def person(reader):
    """The patient, as far as the reader may see what is on file of them, and the organizations that this names."""
    details = _details_of(reader)
    yield without_empty(_patient(reader, details))
    if details is None:
        return
    if pharmacy := _organization(
        _pharmacy_id(details), details.pharmacy_name, details.pharmacy_phone, details.pharmacy_address
    ):
        yield pharmacy
    yield from _insurance(details)


def _details_of(reader):
    return reader.rows_of(PatientDetails).first()


def _patient(reader, details) -> dict:
    row, columns = reader.patient, reader.columns_of(reader.sheets[type(reader.patient)])
    seen = {name: clean(getattr(row, name)) for name in columns if hasattr(row, name)}
    return {
        "resourceType": "Patient",
        "id": str(row.pk),
        "extension": [*_pronouns(seen.get("pronouns")), *_preferred_pharmacy(details)],
        "name": _names(seen, details),
        "telecom": _telecom(seen.get("phone"), seen.get("email")),
        "birthDate": row.date_of_birth.isoformat() if "date_of_birth" in columns else None,
        "address": _address(seen.get("address")),
        "contact": _emergency(details),
        "communication": _language(details),
        "managingOrganization": reference("Organization", row.clinic_id),
    }


def _names(seen, details) -> list[dict]:
    given = [seen["given_name"]] if seen.get("given_name") else []
    official = without_empty({"family": seen.get("family_name"), "given": given})
    usual = clean(details.preferred_name) if details else ""
    return [
        *([{"use": "official"} | official] if official else []),
        *([{"use": "usual", "text": usual}] if usual else []),
    ]


def _telecom(phone, email="") -> list[dict]:
    found = (("phone", clean(phone)), ("email", clean(email)))
    return [{"system": system, "value": value} for system, value in found if value]


def _address(text) -> list[dict]:
    return [{"text": clean(text)}] if clean(text) else []


def _coded(system: str, code: str, display="", text="") -> dict:
    coding = without_empty({"system": system, "code": code, "display": display})
    return without_empty({"coding": [coding], "text": clean(text)})


def _pronouns(words) -> list[dict]:
    if not words:
        return []
    code = KNOWN_PRONOUNS.get("".join(words.lower().split()))
    said = _coded("http://loinc.org", *code, words) if code else {"text": words}
    return [{"url": PRONOUNS, "extension": [{"url": "value", "valueCodeableConcept": said}]}]


def _language(details) -> list[dict]:
    if not details or not details.language:
        return []
    words = str(Language(details.language).label)
    return [{"language": _coded("urn:ietf:bcp:47", details.language, text=words), "preferred": True}]


def _emergency(details) -> list[dict]:
    """Whom to call; a relation alone is nobody."""
    name, phone = (clean(details.emergency_name), clean(details.emergency_phone)) if details else ("", "")
    if not name and not phone:
        return []
    relation = clean(details.emergency_relation)
    is_for = _coded(f"{CODES}/v2-0131", "C", "Emergency Contact")
    contact = {
        "relationship": [is_for, *([{"text": relation}] if relation else [])],
        "name": {"text": name} if name else {},
        "telecom": _telecom(phone),
    }
    return [without_empty(contact)]


def _pharmacy_id(details) -> str:
    return f"pharmacy-{details.pk}"


def _preferred_pharmacy(details) -> list[dict]:
    if not details or not clean(details.pharmacy_name):
        return []
    parts = [
        {"url": "pharmacy", "valueReference": reference("Organization", _pharmacy_id(details), details.pharmacy_name)},
        {"url": "type", "valueCodeableConcept": {"text": "preferred"}},
    ]  # fmt: skip
    return [{"url": PHARMACY, "extension": parts}]


def _organization(pk: str, name, phone="", address="", **more) -> dict | None:
    """An organization that the record knows by its name only; nothing where it has none."""
    if not clean(name):
        return None
    told = {"resourceType": "Organization", "id": pk, "name": clean(name), "telecom": _telecom(phone)}
    return without_empty(told | {"address": _address(address)} | more)


def _insurance(details):
    """The insurance as a Coverage, and the insurer; who pays is said to be unknown where only a number is on file."""
    number, group = clean(details.insurance_number), clean(details.insurance_group)
    kind = [_coded(f"{CODES}/organization-type", "ins", "Insurance Company")]
    insurer = _organization(f"insurer-{details.pk}", details.insurer, type=kind)
    if not (insurer or number or group):
        return
    unknown = {"extension": [{"url": NOT_KNOWN, "valueCode": "unknown"}]}
    payor = reference("Organization", insurer["id"], details.insurer) if insurer else unknown
    of_group = {"type": _coded(f"{CODES}/coverage-class", "group", "Group"), "value": group}
    yield from [insurer] if insurer else []
    yield without_empty(
        {
            "resourceType": "Coverage",
            "id": str(details.pk),
            "status": "active",
            "subscriberId": number,
            "beneficiary": reference("Patient", details.patient_id),
            "payor": [payor],
            "class": [of_group] if group else [],
        }
    )
