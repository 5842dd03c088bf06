"""Who the patient is in a take-out's bundle: names, pronouns, language, whom to call, insurance and pharmacy."""

import pytest
from fhir.resources.R4B.bundle import Bundle

from records.models import Patient, PatientDetails
from records.models.access import Level, Scope
from records.takeout.reader import Reader
from records.tests.factories import reader_of, regranted
from records.tests.packed import bundle_of, packed
from tests.takeout.test_bundle import whole

CODES = "http://terminology.hl7.org/CodeSystem"
HL7 = "http://hl7.org/fhir/StructureDefinition"
FILLED = {
    "preferred_name": "Annie",
    "language": "fr",
    "emergency_name": "Karin Cast",
    "emergency_relation": "mother",
    "emergency_phone": "+1 902 555 0199",
    "insurer": "Maritime Mutual",
    "insurance_number": "MM-7788",
    "insurance_group": "G-12",
    "pharmacy_name": "Lawtons",
    "pharmacy_phone": "+1 902 555 0111",
    "pharmacy_address": "5 Spring Road",
}


@pytest.fixture
def own(cast):
    return regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)


def told(reader, *kinds):
    """The resources of these kinds, by id; the whole of the bundle is valid and refers to nothing that is not there."""
    bundle = bundle_of(packed(reader))
    Bundle.model_validate(bundle)
    assert whole(bundle) == []
    found = (one["resource"] for one in bundle["entry"])
    return {one["id"]: one for one in found if one["resourceType"] in kinds}


def with_details(cast, **fields):
    return PatientDetails.objects.create(patient=cast.ana_record, **fields)


def test_everything_on_file_has_its_place(cast, own):
    Patient.objects.filter(pk=cast.ana_record.pk).update(
        pronouns="She / her", phone="+1 902 555 0100", email="ana@example.org", address="12 Street\nHalifax"
    )
    row, ana, harbour = with_details(cast, **FILLED), str(cast.ana_record.pk), str(cast.harbour.pk)
    found = told(reader_of(own), "Patient", "Coverage", "Organization")
    assert found.pop(harbour)["resourceType"] == "Organization"
    assert found == {
        ana: {
            "resourceType": "Patient",
            "id": ana,
            "extension": [
                {
                    "url": f"{HL7}/individual-pronouns",
                    "extension": [
                        {
                            "url": "value",
                            "valueCodeableConcept": {
                                "coding": [
                                    {
                                        "system": "http://loinc.org",
                                        "code": "LA29519-8",
                                        "display": "she/her/her/hers/herself",
                                    }
                                ],
                                "text": "She / her",
                            },
                        }
                    ],
                },
                {
                    "url": f"{HL7}/patient-preferredPharmacy",
                    "extension": [
                        {
                            "url": "pharmacy",
                            "valueReference": {
                                "reference": f"Organization/pharmacy-{row.pk}",
                                "display": "Lawtons",
                            },
                        },
                        {"url": "type", "valueCodeableConcept": {"text": "preferred"}},
                    ],
                },
            ],
            "name": [
                {"use": "official", "family": "Cast", "given": ["Ana"]},
                {"use": "usual", "text": "Annie"},
            ],
            "telecom": [
                {"system": "phone", "value": "+1 902 555 0100"},
                {"system": "email", "value": "ana@example.org"},
            ],
            "birthDate": "1988-05-04",
            "address": [{"text": "12 Street\nHalifax"}],
            "contact": [
                {
                    "relationship": [
                        {
                            "coding": [
                                {"system": f"{CODES}/v2-0131", "code": "C", "display": "Emergency Contact"}
                            ]
                        },
                        {"text": "mother"},
                    ],
                    "name": {"text": "Karin Cast"},
                    "telecom": [{"system": "phone", "value": "+1 902 555 0199"}],
                }
            ],
            "communication": [
                {
                    "language": {
                        "coding": [{"system": "urn:ietf:bcp:47", "code": "fr"}],
                        "text": "French",
                    },
                    "preferred": True,
                }
            ],
            "managingOrganization": {"reference": f"Organization/{harbour}"},
        },
        f"pharmacy-{row.pk}": {
            "resourceType": "Organization",
            "id": f"pharmacy-{row.pk}",
            "name": "Lawtons",
            "telecom": [{"system": "phone", "value": "+1 902 555 0111"}],
            "address": [{"text": "5 Spring Road"}],
        },
        f"insurer-{row.pk}": {
            "resourceType": "Organization",
            "id": f"insurer-{row.pk}",
            "name": "Maritime Mutual",
            "type": [
                {
                    "coding": [
                        {
                            "system": f"{CODES}/organization-type",
                            "code": "ins",
                            "display": "Insurance Company",
                        }
                    ]
                }
            ],
        },
        str(row.pk): {
            "resourceType": "Coverage",
            "id": str(row.pk),
            "status": "active",
            "subscriberId": "MM-7788",
            "beneficiary": {"reference": f"Patient/{ana}"},
            "payor": [{"reference": f"Organization/insurer-{row.pk}", "display": "Maritime Mutual"}],
            "class": [
                {
                    "type": {
                        "coding": [{"system": f"{CODES}/coverage-class", "code": "group", "display": "Group"}]
                    },
                    "value": "G-12",
                }
            ],
        },
    }


def test_what_is_not_on_file_is_not_there(cast, own):
    """A relation alone is nobody to call; a pharmacy is known by its name; other pronouns are told in words."""
    Patient.objects.filter(pk=cast.ana_record.pk).update(
        pronouns="ze/hir", phone="", email="", address=" ", given_name="Ana\x07"
    )
    with_details(cast, emergency_relation="mother", pharmacy_phone="1", preferred_name=" ")
    found = told(reader_of(own), "Patient", "Coverage")
    ana, harbour = str(cast.ana_record.pk), str(cast.harbour.pk)
    said = {"url": "value", "valueCodeableConcept": {"text": "ze/hir"}}
    assert found == {
        ana: {
            "resourceType": "Patient",
            "id": ana,
            "extension": [{"url": f"{HL7}/individual-pronouns", "extension": [said]}],
            "name": [{"use": "official", "family": "Cast", "given": ["Ana"]}],
            "birthDate": "1988-05-04",
            "managingOrganization": {"reference": f"Organization/{harbour}"},
        }
    }


def test_a_number_without_an_insurer_says_that_the_payer_is_unknown(cast, own):
    row = with_details(cast, insurance_number="MM-7788")
    (coverage,) = told(reader_of(own), "Coverage").values()
    unknown = {"url": f"{HL7}/data-absent-reason", "valueCode": "unknown"}
    assert coverage == {
        "resourceType": "Coverage",
        "id": str(row.pk),
        "status": "active",
        "subscriberId": "MM-7788",
        "beneficiary": {"reference": f"Patient/{cast.ana_record.pk}"},
        "payor": [{"extension": [unknown]}],
    }


@pytest.mark.parametrize("who", ["visits only", "limited"])
def test_whoever_does_not_see_the_record_gets_none_of_it(cast, who):
    with_details(cast, **FILLED)
    grant = cast.cleo_grant
    if who == "visits only":
        grant = regranted(cast.ben_grant, scopes=[Scope.APPOINTMENTS])
    found = told(reader_of(grant), "Patient", "Coverage", "Organization")
    ana = found.pop(str(cast.ana_record.pk))
    assert (sorted(ana), list(found)) == (
        ["id", "managingOrganization", "name", "resourceType"],
        [str(cast.harbour.pk)],
    )
    assert ana["name"] == [{"use": "official", "family": "Cast", "given": ["Ana"]}]


def test_the_clinic_takes_it_along_too(cast):
    row = with_details(cast, **FILLED)
    found = told(Reader(cast.ana_record, cast.ana_grant.starts_at), "Coverage")
    assert list(found) == [str(row.pk)]
