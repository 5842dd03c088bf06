"""Red controls: with one guard taken away the matrix must see it. And two rules that hold for every address at once."""

import pytest
from django.apps import apps
from django.test import Client

from tests.matrix import sent_policy
from tests.matrix.asking import Knocking
from tests.matrix.guards import GUARDS, NO_GUARDS, faults_without, policies
from tests.matrix.judging import faults_at
from tests.matrix.policy import (
    ACCESS,
    CHARTS,
    DOORS,
    FORMS,
    OFFICE_ACCESS,
    OFFICE_DETAILS,
    OFFICE_FORMS,
    OFFICE_PAGES,
    PORTAL,
)
from tests.matrix.profile_policy import DETAILS, OFFICE_PROFILE
from tests.matrix.settings_policy import SETTINGS_DOORS
from tests.matrix.test_matrix import BY_NAME

# Where it shows that a table’s `visible_to` was left out. A table that is not here fails the suite.
SHOWS_AT = {
    "records.Patient": [("booking:check", "ana stolen")],
    "records.Grant": [("portal:ending", "hal’s grant on ida")],
    "records.Chart": [("portal:plan", "ana kept plan")],
    "records.ActivityAssignment": [("portal:activity", "ana kept activity")],
    "booking.Appointment": [("portal:visit", "ana staff visit"), ("portal:calendar_file", "ana staff visit")],
    "booking.WaitingEntry": [("portal:waiting_entry", "ana waiting")],
    "records.Document": [
        ("portal:document", "ana’s secret letter"),
        ("portal:document_view", "ana’s unshared letter"),
        ("portal:document_file", "lou’s letter"),
    ],
    "records.SentFile": [("portal:sent_file", "ben’s sent card for ana")],
    "smartforms.Series": [("smartforms:series", "ana diary")],
    "smartforms.Assignment": [("smartforms:open", "ana open"), ("smartforms:sent", "ana sent")],
}
# Begun, and shown on no page yet: with the first page each gets its control.
NO_PAGES_YET = {"payments.Entry"}
# Shown on a page that is there for everybody who sees the record; portal/tests/test_details.py says who reads what.
ON_THE_DETAILS = {"records.ProfileProposal", "records.PatientDetails", "records.DetailChange"}
# Reached only through a form somebody may see and whose answers name it; records/tests/test_uploads.py says who else.
BEHIND_A_FORM = {"records.Upload"}
# Shown where an entry of one's own is; portal/tests/test_waiting.py says who else sees the record and not the offer.
BESIDE_AN_ENTRY = {"booking.WaitingOffer"}
# Their address names the record and never the row; tests/takeout says who else sees the record, and not these.
NEVER_BY_ADDRESS = {"records.TakeOut", "records.Erasure"}

# The team's own, which no account ever sees: office/tests/test_red_flags.py says who of the team does.
NEVER_IN_THE_PORTAL = {"records.RedFlag"}


def guarded_tables() -> dict[str, type]:
    """Every table that says who may look at its rows, and the queryset that says so."""
    querysets = {model._meta.label: type(model._default_manager.all()) for model in apps.get_models()}
    return {label: queryset for label, queryset in querysets.items() if hasattr(queryset, "visible_to")}


def test_every_guarded_table_has_its_control():
    assert guarded_tables().keys() == (
        SHOWS_AT.keys()
        | NO_PAGES_YET
        | ON_THE_DETAILS
        | BEHIND_A_FORM
        | BESIDE_AN_ENTRY
        | NEVER_BY_ADDRESS
        | NEVER_IN_THE_PORTAL
    )


def faults_unguarded(label, knocking) -> list[str]:
    """What the matrix finds where a table shows, while everybody may look at all of it."""
    doors = [door for door in DOORS if (door.name, door.about) in SHOWS_AT[label]]
    assert len(doors) == len(SHOWS_AT[label])
    assert faults_at(knocking, doors) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded_tables()[label], "visible_to", lambda rows, account, *, at, **how: rows.all())
        faults = faults_at(knocking, doors)
    return [fault for fault in faults if "got 200, not 404" in fault or "led to" in fault]


@pytest.mark.parametrize("label", SHOWS_AT)
def test_without_its_guard_a_table_turns_the_matrix_red(label, knocking):
    assert faults_unguarded(label, knocking) != []


def test_every_policy_is_a_guard_or_lets_nobody_in():
    assert sorted(policies()) == sorted(GUARDS.keys() | NO_GUARDS)


@pytest.mark.parametrize("name", [name for name, guard in GUARDS.items() if guard.door])
def test_a_guard_that_says_yes_to_everybody_turns_the_matrix_red(name, knocking):
    assert faults_without(name, knocking, DOORS + SETTINGS_DOORS) != []


def test_a_page_that_says_too_much_is_seen(knocking, monkeypatch):
    """The control of the canaries: Ana’s visit as it would be shown to Ben with her note."""
    monkeypatch.setattr("portal.presenters.visits.title", lambda visit, grant, **_kept: visit.note)
    faults = faults_at(knocking, [door for door in DOORS if str(door) == "portal:visit ana visit"])
    assert [fault for fault in faults if "read Qananote" in fault and ": ben " in fault]


def test_a_look_without_a_note_is_seen(knocking, monkeypatch):
    monkeypatch.setattr("audit.actions.opened", lambda *args, **kwargs: None)
    faults = faults_at(knocking, [door for door in DOORS if str(door) == "portal:forms ana"])
    assert len([fault for fault in faults if "looked, and nothing was noted" in fault]) == 3
    assert len([fault for fault in faults if "refused, and nothing was noted" in fault]) == 1


def test_at_the_other_clinic_s_host_nothing_of_this_one_is_there(knocking):
    """Account and session are shared, records and teams are not."""
    there = Knocking(knocking.world, host="lakeside.localhost")
    asking = [
        (PORTAL + ACCESS + FORMS + DETAILS, ("ana", "ben", "ida")),
        (
            OFFICE_PAGES + OFFICE_ACCESS + OFFICE_DETAILS + OFFICE_FORMS + OFFICE_PROFILE + CHARTS,
            ("petra", "nora"),
        ),
        (SETTINGS_DOORS, ("nora",)),
        (sent_policy.PORTAL, ("ana", "ben")),
        (sent_policy.OFFICE, ("petra", "nora")),
    ]
    faults = []
    for doors, people in asking:
        own = [
            door for door in doors if door.about and "zoe" not in door.about and "lakeside" not in door.about
        ]
        answers = [
            there.ask("POST" if door.get == "405" else "GET", door, person)
            for door in own
            for person in people
        ]
        faults += [f"{answer} at Lakeside got {answer.code}" for answer in answers if answer.code != "404"]
    assert faults == [], "\n".join(["", *faults])


def test_nothing_is_done_without_the_form_s_own_token(knocking):
    """A POST from another site is refused everywhere: for its missing token or, when holding a time, its origin."""
    faults = []
    for doors in BY_NAME.values():
        path = knocking.path(doors[0])
        for person in ("nobody", "nora"):
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            client.cookies = knocking.clients[person].cookies
            answer = client.post(path)
            if answer.status_code != 403:
                faults.append(f"POST {doors[0]} as {person} without a token got {answer.status_code}")
    assert faults == [], "\n".join(["", *faults])
