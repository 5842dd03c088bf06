"""What is on file of a patient, when two records are joined: chosen where they differ, and put back."""

import pytest
from django.urls import reverse

from common.tests.moment import AT
from office.tests.joining import browser_of, join, made_liz, place
from records.actions import correct_details
from records.models import Merge, PatientDetails


@pytest.fixture
def liz(cast):
    return made_liz(cast)


@pytest.fixture
def nora(cast, client, sign_in):
    return browser_of(cast.nora, client, sign_in)


def say(patient, **said):
    PatientDetails.objects.update_or_create(patient=patient, defaults=said)


def details_of(patient) -> dict:
    """What is on file beyond name, birth and address, where that is anything."""
    rows = PatientDetails.objects.filter(patient=patient).values()
    return {
        name: said for row in rows for name, said in row.items() if said and name not in ("id", "patient_id")
    }


def choices(page) -> dict:
    return {
        field.name: (str(field.label), [str(label) for _side, label in field.field.choices], field.initial)
        for field in page.context["form"]
    }


def test_every_detail_that_differs_is_chosen(cast, liz, nora):
    say(
        cast.ana_record,
        occupation="Baker",
        pharmacy_name="Harbour Drugs",
        reach_visits="phone",
        language="en",
    )
    say(
        liz, occupation="Nurse", pharmacy_name="Harbour  Drugs", insurer="Blue", insurance_number="7",
        insurance_group="2", emergency_name="Jo", emergency_relation="Sister", emergency_phone="902 555 0100",
        reach_visits="email", language="fr", preferred_name="Annie",
    )  # fmt: skip
    page = nora.get(place("joining", cast.ana_record, liz))
    # What is only spelt otherwise is no choice; what one record alone says is taken over unless somebody says no.
    assert choices(page) == {
        "given_name": ("First name", ["Ana", "Anna"], "kept"),
        "preferred_name": ("Preferred name", ["Nothing", "Annie"], "gone"),
        "email": ("Email", ["ana@example.org", "anna@example.org"], "kept"),
        "address": ("Address", ["Nothing", "1 Pier Road"], "gone"),
        "emergency": ("Emergency contact", ["Nothing", "Jo, Sister, 902 555 0100"], "gone"),
        "occupation": ("Occupation", ["Baker", "Nurse"], "kept"),
        "language": ("Language", ["English", "French"], "kept"),
        "insurance": ("Insurance", ["Nothing", "Blue, Number 7, Group 2"], "gone"),
        "reach_visits": ("About visits", ["By phone", "By email"], "kept"),
    }


CHOSEN = {
    "given_name": "kept", "preferred_name": "gone", "email": "kept", "address": "gone", "emergency": "gone",
    "occupation": "gone", "language": "kept", "insurance": "kept", "reach_visits": "gone",
}  # fmt: skip


def test_chosen_details_are_kept_and_put_back(cast, liz, nora):
    mine = {"occupation": "Baker", "reach_visits": "phone", "language": "en"}
    theirs = {
        "occupation": "Nurse", "insurer": "Blue", "emergency_name": "Jo", "emergency_phone": "902 555 0100",
        "reach_visits": "email", "language": "fr", "preferred_name": "Annie",
    }  # fmt: skip
    say(cast.ana_record, **mine), say(liz, **theirs)
    assert join(nora, cast.ana_record, liz, **CHOSEN).status_code == 302
    joined = {
        "occupation": "Nurse", "emergency_name": "Jo", "emergency_phone": "902 555 0100",
        "reach_visits": "email", "language": "en", "preferred_name": "Annie",
    }  # fmt: skip
    assert (details_of(cast.ana_record), details_of(liz)) == (joined, theirs)
    assert Merge.objects.get().details == {
        "address": ["", "1 Pier Road"],
        "emergency": ["", "Jo\n\n902 555 0100"],
        "occupation": ["Baker", "Nurse"],
        "preferred_name": ["", "Annie"],
        "reach_visits": ["phone", "email"],
    }
    # Somebody corrects one of them: that one stays as it is now.
    correct_details(cast.ana_record, by=cast.nora, at=AT, occupation="Midwife")
    nora.post(reverse("office:merge", args=[cast.ana_record.pk, Merge.objects.get().pk]))
    assert details_of(cast.ana_record) == mine | {"occupation": "Midwife"}
    assert details_of(liz) == theirs
    cast.ana_record.refresh_from_db()
    assert cast.ana_record.address == ""


def test_details_of_the_closed_record_alone_are_taken_over_and_put_back(cast, liz, nora):
    theirs = {"occupation": "Nurse", "insurer": "Blue"}
    say(liz, **theirs)
    join(nora, cast.ana_record, liz, occupation="gone", insurance="kept")
    assert (details_of(cast.ana_record), details_of(liz)) == ({"occupation": "Nurse"}, theirs)
    nora.post(reverse("office:merge", args=[cast.ana_record.pk, Merge.objects.get().pk]))
    assert (details_of(cast.ana_record), details_of(liz)) == ({}, theirs)


def test_a_detail_that_differs_must_be_chosen(cast, liz, nora):
    say(cast.ana_record, insurer="Green"), say(liz, insurer="Blue")
    answer = join(nora, cast.ana_record, liz)
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"insurance": ["Choose which one to keep"]},
    )
    assert not Merge.objects.exists()


def test_details_stand_side_by_side(cast, liz, finn):
    say(cast.ana_record, insurer="Green", language="en"), say(liz, language="en")
    rows = finn.get(place("compare", cast.ana_record, liz)).context["details"]
    assert [(str(row["label"]), row["one"], row["other"], row["differs"]) for row in rows] == [
        ("First name", "Ana", "Anna", True),
        ("Last name", "Cast", "Cast", False),
        ("Date of birth", "4 May 1988", "4 May 1988", False),
        ("Mobile phone", rows[3]["one"], rows[3]["one"], False),
        ("Email", "ana@example.org", "anna@example.org", True),
        ("Address", "", "1 Pier Road", True),
        ("Language", "English", "English", False),
        ("Insurance", "Green", "", True),
    ]


@pytest.mark.parametrize("side", [0, 1], ids=["kept", "gone"])
def test_details_that_changed_since_it_was_shown_are_noticed(cast, liz, nora, side):
    both = (cast.ana_record, liz)
    for patient in both:
        PatientDetails.objects.update_or_create(patient=patient, defaults={"occupation": "Baker"})
    seen = nora.get(place("joining", *both)).context["seen"]
    PatientDetails.objects.filter(patient=both[side]).update(occupation="Nurse")
    assert join(nora, *both, seen=seen).status_code == 409
    assert not Merge.objects.exists()
