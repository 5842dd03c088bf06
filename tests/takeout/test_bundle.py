"""The FHIR bundle of a take-out: valid against R4's models, every reference leads to an entry, every file is there."""

import json
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from fhir.resources.R4B.bundle import Bundle

from booking.models import Appointment
from common.tests.moment import AT
from records.models import Patient
from records.models.access import Level
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    UploadFactory,
    reader_of,
    regranted,
)
from records.tests.packed import bundle_of, packed

ROWS = {
    "summary": "Rest.\n\x07Walk.",
    "supplements": [
        {
            "what": "Magnesium",
            "dose": "200 mg",
            "route": "by mouth",
            "frequency": "daily",
            "note": "At\x07 night",
        },
        {"what": " "},
    ],
    "exercise": ["Squats", "Bridges"],
}


@pytest.fixture
def own(cast):
    """Ana in full, with something of everything, some of it odd."""
    ana = cast.ana_record
    ChartFactory(patient=ana, plan=ROWS, practitioner=cast.petra)
    ChartFactory(patient=ana, plan={}, practitioner=cast.petra)
    paper = DocumentFactory(patient=ana, title="Knee: results?/2", shared=True)
    default_storage.delete(paper.stored_as)
    default_storage.save(paper.stored_as, ContentFile(b"%PDF-"))
    UploadFactory(patient=ana, account=cast.ana, for_what="upload", name="a b&c.png")
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(
        note="A\x00note".replace("\x00", ""), cancelled_at=AT, cancelled_by=cast.ana, cancelled_because=" "
    )
    Patient.objects.filter(pk=ana.pk).update(phone="", address="12 Street\nHalifax")
    return regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)


def references(node):
    """Every reference anywhere under a node."""
    if isinstance(node, list):
        return [found for one in node for found in references(one)]
    if not isinstance(node, dict):
        return []
    mine = [node["reference"]] if isinstance(node.get("reference"), str) else []
    return mine + [found for one in node.values() for found in references(one)]


def urls(node):
    """Where attachments lie."""
    if isinstance(node, list):
        return [found for one in node for found in urls(one)]
    if not isinstance(node, dict):
        return []
    mine = [node["url"]] if "contentType" in node and "url" in node else []
    return mine + [found for one in node.values() for found in urls(one)]


def whole(bundle) -> list[str]:
    """What is wrong with the references of a bundle."""
    there = {f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in bundle["entry"]}
    faults = [f"{one} leads nowhere" for one in references(bundle) if one not in there]
    faults += [
        f"{one['fullUrl']} is another"
        for one in bundle["entry"]
        if not one["fullUrl"].endswith(f"/{one['resource']['resourceType']}/{one['resource']['id']}")
    ]
    asked = {
        f"{one['resource']['url']}|{one['resource']['version']}"
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == "Questionnaire"
    }
    answered = {
        one["resource"]["questionnaire"]
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == "QuestionnaireResponse"
    }
    return faults + [f"{one} is not there" for one in answered - asked]


def test_it_is_valid_and_whole(cast, own):
    file = packed(reader_of(own))
    bundle = bundle_of(file)
    Bundle.model_validate(bundle)
    assert whole(bundle) == []
    kinds = [one["resource"]["resourceType"] for one in bundle["entry"]]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "Organization": 1, "Patient": 1, "CarePlan": 1, "Practitioner": 1, "Location": 1, "Appointment": 2,
        "DocumentReference": 2, "Questionnaire": 1, "QuestionnaireResponse": 1,
    }  # fmt: skip
    assert {unquote(url) for url in urls(bundle)} == {"documents/Knee results 2.pdf", "uploads/a b&c.png"}
    assert {unquote(url) for url in urls(bundle)} <= set(file.namelist())
    (plan,) = (one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "CarePlan")
    assert (plan["description"], [one["detail"]["description"] for one in plan["activity"]]) == (
        "Rest.\nWalk.",
        [
            "In short: Rest.\nWalk.",
            "Products and supplements: Magnesium, 200 mg, by mouth, daily (At night)",
            "Exercise and home activities: Squats\nBridges",
        ],
    )


def test_what_is_done_at_home_is_a_care_plan(cast, own):
    """It may belong to no note; what is over says so."""
    given = {"patient": cast.ana_record, "practitioner": cast.petra}
    ActivityAssignmentFactory(**given, title="Walk", link="https://example.org/walk")
    ActivityAssignmentFactory(
        **given, title="Squats", until=AT.date() - timedelta(days=1), times=2, per="day"
    )
    ActivityAssignmentFactory(**given, title="Bridges", ended_at=AT, ended_by=cast.petra_account)
    bundle = bundle_of(packed(reader_of(own)))
    Bundle.model_validate(bundle)
    assert whole(bundle) == []
    plans = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "CarePlan"]
    told = {
        plan["title"]: (plan["status"], plan["activity"][0]["detail"]) for plan in plans if "title" in plan
    }
    weekly, daily = ({"frequency": n, "period": 1, "periodUnit": unit} for n, unit in ((5, "wk"), (2, "d")))
    how = "In daylight, most days"
    assert told == {
        "Walk": (
            "active",
            {
                "status": "in-progress", "description": f"Walk\n{how}\nhttps://example.org/walk",
                "scheduledTiming": {"repeat": weekly},
            },
        ),
        "Squats": (
            "completed",
            {"status": "completed", "description": f"Squats\n{how}", "scheduledTiming": {"repeat": daily}},
        ),
        "Bridges": (
            "revoked",
            {"status": "stopped", "description": f"Bridges\n{how}", "scheduledTiming": {"repeat": weekly}},
        ),
    }  # fmt: skip


def test_the_reader_of_bundles_sees_what_is_missing(cast, own):
    """The control: an entry taken out leaves references that lead nowhere."""
    bundle = bundle_of(packed(reader_of(own)))
    bundle["entry"] = [
        one for one in bundle["entry"] if one["resource"]["resourceType"] not in ("Patient", "Questionnaire")
    ]
    assert len(whole(bundle)) > 2


def test_limited_access_gets_a_bundle_too(cast):
    bundle = bundle_of(packed(reader_of(cast.cleo_grant)))
    Bundle.model_validate(bundle)
    assert whole(bundle) == []
    assert [one["resource"]["resourceType"] for one in bundle["entry"]] == ["Organization", "Patient"]
    assert "birthDate" not in json.dumps(bundle)
