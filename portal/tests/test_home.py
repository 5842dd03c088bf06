"""A person's page: what is next, what is to do, who else is in the family, and what a limited account may know."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from booking.tests.factories import AppointmentFactory
from records.tests.factories import GrantFactory, LockdownFactory, PatientFactory
from smartforms.tests.factories import AssignmentFactory

QUERIES = 8


def home_of(patient):
    return reverse("portal:patient", args=[patient.pk])


def test_the_front_page_leads_to_ones_own_record(client, sign_in, cast):
    assert sign_in(client, cast.ana).get("/portal/").url == home_of(cast.ana_record)


def test_without_a_record_of_ones_own_it_leads_to_the_youngest(client, sign_in, cast):
    # Ben has none of his own: Kit is younger than Ana.
    assert sign_in(client, cast.ben).get("/portal/").url == home_of(cast.kit_record)


def test_without_any_record_it_says_how_to_get_one(client, sign_in, cast):
    page = sign_in(client, cast.dov).get("/portal/")
    assert page.status_code == 200
    assert "Book a visit" in page.content.decode()


def test_the_patient_of_another_clinic_is_not_at_this_host(client, sign_in, cast):
    zoe = sign_in(client, cast.zoe)
    assert zoe.get("/portal/").context["people"]() == []
    here = zoe.get(home_of(cast.zoe_record))
    there = zoe.get(home_of(cast.zoe_record), headers={"host": "lakeside.localhost"})
    assert (here.status_code, there.status_code) == (404, 200)


def test_foreign_and_missing_are_the_same_page(client, sign_in, cast):
    dov = sign_in(client, cast.dov)
    foreign = dov.get(home_of(cast.ana_record))
    missing = dov.get("/portal/p/00000000-0000-4000-8000-000000000000/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_limited_access_shows_what_is_locked_and_nothing_of_it(client, sign_in, cast):
    page = sign_in(client, cast.ana).get(home_of(cast.ana_record))
    assert page.context["card"]["time"] == "9:00 to 9:40 am"
    assert [area["title"] for area in page.context["areas"]] == [
        "Visits you booked online",
        "Forms sent to you",
        "Treatment plans",
        "Documents from the clinic",
        "Visits booked by the clinic",
    ]
    locked = page.context["areas"][-1]
    assert locked == {
        "title": "Visits booked by the clinic",
        "text": "Anything reception booked for you",
        "locked": True,
    }
    assert page.context["lede"] == "One visit coming up, and one form to fill in."
    assert cast.harbour.phone in page.content.decode()


def test_full_access_sees_all_of_it(client, sign_in, cast):
    page = sign_in(client, cast.ben).get(home_of(cast.ana_record))
    assert page.context["areas"] == []
    assert page.context["lede"] == "Two visits coming up, and one form to fill in for Ana."
    assert page.context["title"] == "Ana"


def test_the_family_stands_on_ones_own_page(client, sign_in, cast):
    GrantFactory(account=cast.ana, patient=cast.kit_record, relation="parent", colour="amber", full=True)
    page = sign_in(client, cast.ana).get(home_of(cast.ana_record))
    (card,) = page.context["family"]
    assert (card["who"], card["tag_label"], card["tag_kind"]) == ("Kit", "One form due", "warn")
    assert page.context["lede"] == "Two visits coming up, and one form to fill in."
    assert page.context["title"] == "Good morning, Ana"


def test_at_most_three_things_then_see_all(client, sign_in, cast):
    for _ in range(3):
        AssignmentFactory(patient=cast.ana_record, template=cast.form, account=cast.ana)
    page = sign_in(client, cast.ana).get(home_of(cast.ana_record))
    assert len(page.context["tasks"]) == 3
    assert "See all" in page.content.decode()


def test_nothing_booked_and_nothing_to_do(client, sign_in, cast, at):
    account = cast.dov
    record = PatientFactory(clinic=cast.harbour, given_name="Dov")
    GrantFactory(account=account, patient=record)
    page = sign_in(client, account).get(home_of(record))
    assert page.context["card"] is None
    words = page.content.decode()
    assert "Nothing booked" in words and "All done for now." in words


def test_a_lock_down_closes_the_page_at_the_next_request(client, sign_in, cast):
    ana = sign_in(client, cast.ana)
    assert ana.get(home_of(cast.ana_record)).status_code == 200
    LockdownFactory(patient=cast.ana_record)
    assert ana.get(home_of(cast.ana_record)).status_code == 404


def test_looking_leaves_one_event(client, sign_in, cast):
    ana = sign_in(client, cast.ana)
    for _ in range(2):
        ana.get(home_of(cast.ana_record))
    opened = Event.objects.filter(verb="patient.opened", actor=cast.ana.pk)
    assert list(opened.values_list("patient", "clinic")) == [(cast.ana_record.pk, cast.harbour.pk)]


def test_a_page_nobody_may_see_leaves_none(client, sign_in, cast):
    sign_in(client, cast.dov).get(home_of(cast.ana_record))
    assert not Event.objects.filter(verb="patient.opened").exists()


@pytest.mark.parametrize("visits", [1, 50])
def test_the_number_of_queries_does_not_follow_the_rows(client, sign_in, cast, at, monkeypatch, visits):
    for n in range(visits - 1):
        AppointmentFactory(
            clinic=cast.harbour,
            service=cast.treatment,
            practitioner=cast.quinn,
            location=cast.at_harbour.place,
            patient=cast.ana_record,
            made_online_by=cast.ana,
            starts_at=at + timedelta(days=3 + n),
        )
    ana = sign_in(client, cast.ana)
    # What is kept per process and clinic version is read now, by somebody else; Ana's session is put on the list.
    sign_in(Client(), cast.ben).get(home_of(cast.ana_record))
    ana.get(reverse("portal:visits", args=[cast.ana_record.pk]))
    # The dearest case: the session is touched, and the look is noted.
    monkeypatch.setattr("common.clock.now", lambda: at + timedelta(minutes=6))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ana.get(home_of(cast.ana_record)).status_code == 200
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert any('INSERT INTO "audit_event"' in sql for sql in asked)
    assert len(asked) <= QUERIES, "\n".join(asked)


def test_no_page_of_a_patient_stays_in_a_cache(client, sign_in, cast):
    ana = sign_in(client, cast.ana)
    one, visit = [cast.ana_record.pk], [cast.ana_record.pk, cast.ana_visit.pk]
    paths = [
        "/portal/",
        home_of(cast.ana_record),
        reverse("portal:visits", args=one),
        reverse("portal:visit", args=visit),
        reverse("portal:calendar_file", args=visit),
        reverse("portal:forms", args=one),
    ]
    kept = {path: ana.get(path).headers.get("Cache-Control") for path in paths}
    assert set(kept.values()) == {"no-store, private"}
