"""Every look is told to the patient in full: the team's, a proxy's, one in an emergency, one through their own eyes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from portal.presenters.deeds import DEEDS
from records.actions.emergencies import open_in_emergency
from records.tests.factories import regranted

PAGE = 20
QUERIES = 12


@pytest.fixture
def ana(cast):
    """Ana in full."""
    regranted(cast.ana_grant, level="full", basis="clinic", granted_by=cast.nora)
    return signed_in(cast.ana)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def told(client, patient) -> set:
    page = client.get(reverse("portal:access", args=[patient.pk]))
    return {(row["who"], str(row["what"])) for row in page.context["opened"]}


def test_an_emergency_is_told_and_why_is_not(cast, ana):
    open_in_emergency(
        cast.ana_record, membership=cast.quinn_account.memberships.get(), reason="Fainted here", at=AT
    )
    quinn = signed_in(cast.quinn_account)
    quinn.get(reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk]))
    looks = told(ana, cast.ana_record)
    assert ("Quinn Cast, practitioner", str(DEEDS["emergency.begun"])) in looks
    assert ("Quinn Cast, practitioner", "Answers to a form read") in looks
    assert "Fainted" not in ana.get(reverse("portal:access", args=[cast.ana_record.pk])).text


def test_a_proxy_s_look_an_export_and_a_look_through_ana_s_eyes_are_told(cast, ana):
    signed_in(cast.ben).get(reverse("portal:forms", args=[cast.ana_record.pk]))
    petra = signed_in(cast.petra_account)
    petra.get(reverse("office:answers_fhir", args=[cast.ana_record.pk, cast.ana_sent.pk]))
    finn = signed_in(cast.finn)
    finn.get(reverse("see_as_page", args=[cast.ana.pk, f"portal/p/{cast.ana_record.pk}/forms/"]))
    assert told(ana, cast.ana_record) == {
        ("Ben Cast", "List of forms opened"),
        ("Petra Cast, practitioner", "Answers to a form downloaded for another system"),
        ("Finn Cast, front desk, looking as you", "List of forms opened"),
    }


def test_limited_sees_own_looks_alone(cast):
    open_in_emergency(
        cast.ana_record, membership=cast.quinn_account.memberships.get(), reason="Fainted here", at=AT
    )
    cleo = signed_in(cast.cleo)
    cleo.get(reverse("portal:patient", args=[cast.ana_record.pk]))
    assert {who for who, _what in told(cleo, cast.ana_record)} == {"You"}


@pytest.mark.parametrize("events", [10, 10_000])
def test_a_long_list_costs_no_more(cast, ana, events, django_assert_max_num_queries):
    whoever = [cast.ben.pk, cast.finn.pk, cast.petra_account.pk, None]
    Event.objects.bulk_create(
        Event(
            verb="patient.opened",
            patient=cast.ana_record.pk,
            actor=whoever[n % 4],
            at=AT - timedelta(minutes=n),
        )
        for n in range(events)
    )
    ana.get("/portal/")
    with django_assert_max_num_queries(QUERIES):
        page = ana.get(reverse("portal:access", args=[cast.ana_record.pk]))
    assert len(page.context["opened"]) == min(events, PAGE)
