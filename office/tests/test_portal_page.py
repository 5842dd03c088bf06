"""The page about the portal: one switch, one number, and what decides what patients see."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import Event
from booking.models import Preferences
from records.models import AccessRules
from records.tests.factories import PatientFactory

PAGE = "/office/portal/"


@pytest.fixture
def nora(cast, client, sign_in):
    cache.clear()
    return sign_in(client, cast.nora)


def test_it_says_where_the_portal_is_and_who_is_in(cast, nora):
    AccessRules.objects.update_or_create(
        clinic=cast.harbour, defaults={"plans_when_signed": True, "hidden_kinds": ["result", "image"]}
    )
    page = nora.get(PAGE)
    assert page.context["address"] == "http://testserver:8000/portal/"
    assert [(one["label"], one["count"]) for one in page.context["uptake"]] == [
        ("Full access", 2), ("Limited access", 0), ("Invited", 0), ("Invitation ran out", 0), ("Not invited", 0),
    ]  # fmt: skip
    assert page.context["joined"] == "2 of 2 patients are in."
    assert [(row["term"], row["answer"], row["detail"]) for row in page.context["sees"]][:2] == [
        ("Treatment plans", "Once they are signed", ""),
        ("Documents", "Those you share with them", "Never: Result and Image."),
    ]
    square = nora.get(reverse("office:portal_square", args=["png"]))
    assert (square["Content-Type"], square["Content-Disposition"]) == (
        "image/png",
        'attachment; filename="portal.png"',
    )
    assert nora.get(page.context["uptake"][0]["url"]).status_code == 200


def test_the_number_to_invite_is_that_of_the_page_behind_it(cast, nora):
    PatientFactory.create_batch(3, clinic=cast.harbour)
    PatientFactory(clinic=cast.harbour, email="")
    page = nora.get(PAGE)
    behind = nora.get(reverse("office:invitations"))
    invited = sum(tile["count"] for tile in behind.context["tiles"][:2])
    assert page.context["invite_label"] == f"Invite patients ({invited})" == "Invite patients (3)"


def test_the_switch_is_the_one_of_the_booking_rules(cast, nora):
    assert "Patients may book online." in nora.get(PAGE).text
    for value, is_online in (("off", False), ("off", False), ("on", True)):
        assert nora.post(PAGE, {"is_online": value}).url == PAGE
        assert Preferences.objects.get(clinic=cast.harbour).is_online is is_online
        assert nora.get("/office/settings/booking/").context["form"]["is_online"].value() is is_online
    nora.post(PAGE)  # says neither
    assert Event.objects.filter(verb="settings.changed").count() == 2
    assert Preferences.objects.get(clinic=cast.lakeside).is_online is True


@pytest.mark.parametrize("patients", [10, 400])
def test_what_it_asks_does_not_grow(cast, nora, patients, django_assert_num_queries):
    PatientFactory.create_batch(patients, clinic=cast.harbour)
    nora.get(PAGE)
    with django_assert_num_queries(8):
        nora.get(PAGE)
