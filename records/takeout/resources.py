"""FHIR R4 resources that the rooms share: the clinic, who treats, where. Ids are our own."""

from common.text import is_plain, without_unseen


def reference(kind: str, pk, words: str = "") -> dict:
    """A reference to a resource of the same file."""
    return {"reference": f"{kind}/{pk}"} | ({"display": clean(words)} if clean(words) else {})


def clean(text) -> str:
    """A text as FHIR takes it: without control characters, never only blanks."""
    kept = without_unseen(str(text or ""))
    if not is_plain(kept):
        kept = "".join(letter for letter in kept if letter in "\n\t" or is_plain(letter))
    return kept.strip()


def without_empty(resource: dict) -> dict:
    """FHIR has no empty values: what is empty is not there."""
    return {name: value for name, value in resource.items() if value not in ("", None, [], {})}


def moment(value, zone) -> str | None:
    return value.astimezone(zone).isoformat(timespec="seconds") if value else None


def organization(clinic) -> dict:
    return without_empty(
        {
            "resourceType": "Organization",
            "id": str(clinic.pk),
            "name": clean(clinic.name),
            "telecom": [{"system": "phone", "value": clean(clinic.phone)}] if clean(clinic.phone) else [],
            "address": [{"text": clean(clinic.address)}] if clean(clinic.address) else [],
        }
    )


def practitioner(person) -> dict:
    return without_empty(
        {"resourceType": "Practitioner", "id": str(person.pk), "name": [{"text": clean(person.name) or "–"}]}
    )


def location(place) -> dict:
    return without_empty(
        {
            "resourceType": "Location",
            "id": str(place.pk),
            "name": clean(place.name),
            "description": clean(place.detail),
            "managingOrganization": reference("Organization", place.clinic_id),
        }
    )
