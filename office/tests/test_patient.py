"""A patient at a glance: the record, visits, forms, the portal in a word, each for those who may know."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from booking.models import Appointment
from common.tests.moment import AT
from office.tests.forms import administrative
from records.actions import register_patient
from records.models import Patient
from records.tests.factories import LockdownFactory, regranted
from tests.story import visit


def page_of(client, patient):
    return client.get(reverse("office:patient", args=[patient.pk]))


@pytest.fixture
def seen_by(cast, client, sign_in):
    """`seen_by("finn")`: Ana's page as this member of the team sees it."""
    return lambda who: page_of(sign_in(client, getattr(cast, who)), cast.ana_record)


def test_the_official_record(cast, seen_by):
    Patient.objects.filter(pk=cast.ana_record.pk).update(pronouns="she/her", address="1 Quay\nHalifax")
    answer = seen_by("finn")
    assert answer.context["heading"]["facts"] == [
        "38, born 4 May 1988",
        "she/her",
        "(902) 555-0119",
        "Patient since Sep 2026",
    ]
    assert {row["term"]: row["on_file"] for row in answer.context["details"] if row["on_file"]} == {
        "First name": "Ana",
        "Last name": "Cast",
        "Date of birth": "4 May 1988",
        "Pronouns": "she/her",
        "Mobile phone": "(902) 555-0119",
        "Email": "ana@example.org",
        "Address": "1 Quay\nHalifax",
    }


def test_visits_the_latest_first(cast, seen_by):
    rows = seen_by("finn").context["visits"]
    assert [(row["when"], row["service"], row["who"], row["online"], row["tag_label"]) for row in rows] == [
        ("Thu 19 Nov, 11:00 am", "Treatment", "Petra Cast", False, "Booked"),
        ("Thu 19 Nov, 9:00 am", "Treatment", "Petra Cast", True, "Booked"),
    ]


def test_the_note_is_for_those_who_care(cast, seen_by):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(note="It hurts at night")
    team = ("petra_account", "quinn_account", "finn", "nora")
    assert [who for who in team if "It hurts at night" in seen_by(who).text] == ["petra_account"]


def test_forms_stand_where_they_stand(cast, seen_by):
    def forms(who):
        return {(row["tag_label"], row["url"], row["closed"]) for row in seen_by(who).context["forms"]}

    link = reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk])
    assert forms("petra_account") == {("Completed", link, False), ("Not started", "", False)}
    assert forms("finn") == {("Completed", "", True), ("Not started", "", False)}


def test_administrative_forms_are_for_the_front_desk_too(cast, seen_by):
    form = administrative(cast)
    urls = {row["title"]: row["url"] for row in seen_by("finn").context["forms"]}
    assert urls == {
        "Harbour intake": "",
        "Parking": reverse("office:answers", args=[cast.ana_record.pk, form.pk]),
    }


def lock(cast):
    LockdownFactory(patient=cast.ana_record, at=AT - timedelta(hours=1), by=cast.nora)


def revoke(cast):
    cast.ana_record.grants.update(revoked_at=AT, revoked_by=cast.nora)


def raise_to_full(cast):
    regranted(cast.ana_grant, level="full", granted_by=cast.nora)


@pytest.mark.parametrize(
    ("change", "tag"),
    [
        (lambda cast: None, "Portal: 3 with access"),
        (lock, "Portal locked down"),
        (revoke, "No portal access"),
        (raise_to_full, "Portal: full access"),
    ],
    ids=["limited", "locked down", "revoked", "full"],
)
def test_the_portal_in_a_word(cast, seen_by, change, tag):
    change(cast)
    assert [tag["label"] for tag in seen_by("finn").context["heading"]["tags"]] == [tag]


def test_a_look_alike_is_pointed_at(cast, client, sign_in):
    """Only within the clinic: Zoe's namesake at Lakeside makes no task here."""
    sign_in(client, cast.finn)
    assert page_of(client, cast.ana_record).context["twins"] == []
    twin = register_patient(
        clinic=cast.harbour, by=cast.dov, at=AT, made_online=True,
        given_name="ANA", family_name="Cast", date_of_birth=cast.ana_record.date_of_birth,
    )  # fmt: skip
    (notice,) = page_of(client, twin).context["twins"]
    assert (notice["tag"]["label"], notice["text"]) == (
        "Very likely",
        "Ana Cast, born 4 May 1988. Same birth date, same name, written differently.",
    )
    assert client.get(notice["url"]).context["title"] == "Ana Cast and ANA Cast"


def test_long_histories_open_on_request(cast, client, sign_in):
    for week in range(1, 9):
        visit(cast.at_harbour, cast.quinn, cast.ana_record, AT - timedelta(weeks=week), completed_at=AT)
    sign_in(client, cast.finn)
    answer = page_of(client, cast.ana_record)
    assert (len(answer.context["visits"]), answer.context["more_visits"]) == (6, True)
    whole = client.get(reverse("office:patient", args=[cast.ana_record.pk]), {"rows": "all"})
    assert (len(whole.context["visits"]), whole.context["more_visits"]) == (10, False)


def test_opening_is_written_down(cast, seen_by):
    seen_by("finn")
    seen_by("finn")
    event = Event.objects.get(verb="patient.opened")
    assert (event.actor, event.patient, event.clinic) == (cast.finn.pk, cast.ana_record.pk, cast.harbour.pk)


def test_the_tabs_a_role_may_open(cast, seen_by):
    def tabs(who):
        return [tab["label"] for tab in seen_by(who).context["tabs"]]

    assert {who: "Access" in tabs(who) for who in ("finn", "nora", "petra_account", "quinn_account")} == {
        "finn": True,
        "nora": True,
        "petra_account": True,
        "quinn_account": False,
    }
    assert tabs("finn")[0] == "Overview"
