"""What belongs to what: pictures to activities; papers, activities and visits to plans. Never to one unseen."""

from urllib.parse import quote

import pytest
from fhir.resources.R4B.bundle import Bundle

from booking.models import Appointment
from common.tests.moment import AT
from records.actions import takeouts
from records.models import ActivityAssignment, Chart, Patient
from records.models.access import Level
from records.takeout.reader import Reader
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    reader_of,
    regranted,
)
from records.tests.packed import bundle_of, data_of, packed, ready, whole_text
from records.tests.picture_factory import ActivityPictureFactory
from tests.takeout.test_bundle import whole

PLAN = "treatment_plan"


@pytest.fixture
def own(cast):
    return regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)


@pytest.fixture
def pictured(cast):
    """Two activities with one picture of the library, and one that Ana keeps to herself with another."""
    given = {"patient": cast.ana_record, "practitioner": cast.petra}
    shared = ActivityPictureFactory(clinic=cast.harbour, shows="Qbridge: up/down?")
    closed = ActivityPictureFactory(clinic=cast.harbour, shows="Qclosed")
    ActivityAssignmentFactory(**given, picture=closed, confidential=True)
    return [ActivityAssignmentFactory(**given, picture=shared) for _ in range(2)]


def resources_of(file) -> dict:
    return {one["resource"]["id"]: one["resource"] for one in bundle_of(file)["entry"]}


def pictures_in(file) -> list[str]:
    return sorted(name for name in file.namelist() if name.startswith("activities/"))


def test_a_picture_goes_along_once_and_every_shape_leads_to_it(cast, own, pictured):
    file = packed(reader_of(own))
    path = "activities/Qbridge up down.png"
    assert pictures_in(file) == [path, "activities/Qclosed.png"]
    assert file.read(path) == b"Qbridge: up/down?"
    page = file.read("index.html").decode()
    assert page.count(f'<a href="{quote(path)}">') == 2
    rows = {row["id"]: row["picture"] for row in data_of(file)["home_activities"]["rows"]}
    there, picture = resources_of(file), str(pictured[0].picture_id)
    Bundle.model_validate(bundle_of(file))
    assert whole(bundle_of(file)) == []
    assert there[picture]["content"][0]["attachment"]["url"] == quote(path)
    assert there[picture]["subject"] == {"reference": f"Patient/{cast.ana_record.pk}"}
    for given in pictured:
        assert rows[str(given.pk)] == picture
        assert there[str(given.pk)]["supportingInfo"] == [{"reference": f"DocumentReference/{picture}"}]


def test_a_picture_of_what_is_kept_from_the_reader_stays(cast, pictured):
    file = packed(reader_of(cast.ben_grant))
    assert pictures_in(file) == ["activities/Qbridge up down.png"]
    assert "Qclosed" not in whole_text(file)
    assert pictures_in(packed(reader_of(cast.cleo_grant))) == []


def test_a_file_with_a_picture_is_gone_when_the_activity_is_kept_to_oneself(cast, pictured):
    taken = ready(cast.ben_grant)
    assert takeouts.why_not_hand_out(taken, at=AT) is None
    ActivityAssignment.objects.filter(pk=pictured[0].pk).update(confidential=True)
    assert takeouts.why_not_hand_out(taken, at=AT) == "changed"


@pytest.fixture
def plans(cast):
    """Ana's visit, a paper and an activity, each with a plan; and each with a note that has none or that is closed."""
    ana, told = cast.ana_record, {}
    for kind, fields in {
        "open": {"plan": {"summary": "Rest"}},
        "closed": {"plan": {"summary": "Qclosed"}, "confidential": True},
        "none": {"plan": {}},
    }.items():
        chart = ChartFactory(patient=ana, practitioner=cast.petra, **fields)
        given = ActivityAssignmentFactory(patient=ana, practitioner=cast.petra, chart=chart)
        told[kind] = (chart, DocumentFactory(patient=ana, shared=True, chart=chart), given)
    return told


def belongs(file, row) -> tuple:
    """To which plan a row belongs, as data and as a resource."""
    sheet = {"Document": "documents", "ActivityAssignment": "home_activities", "Appointment": "visits"}
    rows = {one["id"]: one for one in data_of(file)[sheet[type(row).__name__]]["rows"]}
    there = resources_of(file)
    assert whole(bundle_of(file)) == []
    if str(row.pk) not in rows:
        assert str(row.pk) not in there
        return ()
    found = there[str(row.pk)]
    named = [
        *found.get("context", {}).get("related", []), *found.get("partOf", []),
        *found.get("supportingInformation", []),
    ]  # fmt: skip
    return rows[str(row.pk)][PLAN], [one["reference"] for one in named]


def to(chart) -> tuple:
    return str(chart.pk), [f"CarePlan/{chart.pk}"]


NOWHERE = (None, [])


def test_what_belongs_to_a_plan_says_to_which(cast, own, plans):
    file = packed(reader_of(own))
    Bundle.model_validate(bundle_of(file))
    for kind in ("open", "closed"):
        chart, *rows = plans[kind]
        assert [belongs(file, row) for row in rows] == [to(chart)] * 2
    assert [belongs(file, row) for row in plans["none"][1:]] == [NOWHERE] * 2


def test_nobody_learns_of_a_note_that_they_do_not_see(cast, plans):
    file = packed(reader_of(cast.ben_grant))
    chart, paper, given = plans["open"]
    assert [belongs(file, paper), belongs(file, given)] == [to(chart)] * 2
    _closed, paper, given = plans["closed"]
    assert (belongs(file, paper), belongs(file, given)) == (NOWHERE, ())
    assert [belongs(file, row) for row in plans["none"][1:]] == [NOWHERE] * 2
    assert not any(str(plans[kind][0].pk) in whole_text(file) for kind in ("closed", "none"))


@pytest.mark.parametrize("kind", ["open", "closed", "none"])
def test_a_visit_says_which_plan_it_led_to(cast, own, plans, kind):
    chart = plans[kind][0]
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(chart=chart)
    seen = {"open": [to(chart)] * 2, "closed": [to(chart), NOWHERE], "none": [NOWHERE] * 2}
    told = [belongs(packed(reader_of(grant)), cast.ana_visit) for grant in (own, cast.ben_grant)]
    assert told == seen[kind]
    assert belongs(packed(reader_of(cast.cleo_grant)), cast.ana_visit) == ()


def test_the_clinic_takes_every_belonging_along(cast, plans):
    """In its data that of a note without a plan too; such a note is no resource, and none points at it."""
    file = packed(Reader(Patient.objects.get(pk=cast.ana_record.pk), AT))
    for kind in ("open", "closed"):
        chart, *rows = plans[kind]
        assert [belongs(file, row) for row in rows] == [to(chart)] * 2
    chart, *rows = plans["none"]
    assert [belongs(file, row) for row in rows] == [(str(chart.pk), [])] * 2


def test_a_file_that_names_a_plan_is_gone_with_it(cast, plans):
    taken = ready(cast.ben_grant)
    Chart.objects.filter(pk=plans["open"][0].pk).update(confidential=True)
    assert takeouts.why_not_hand_out(taken, at=AT) == "changed"
