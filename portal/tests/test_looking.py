"""See as this account: what the account sees, minus what the member may not, with nothing done and every look noted."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_script_prefix

from audit.models import Event
from booking.models import Appointment
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from records.actions import deny, lock_down
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.models import Response
from tests.story import visit


def address(account, page=""):
    return f"/office/see-as/{account.pk}/{page}"


@pytest.fixture
def look(cast, client, sign_in):
    """`look("finn", cast.ben, "portal/")`: what this member gets."""

    def look(who, account, page="", **more):
        sign_in(client, getattr(cast, who))
        return client.get(address(account, page), **more)

    return look


def home(record):
    return f"portal/p/{record.pk}/"


def test_it_begins_at_the_account_s_own_front_page(cast, look):
    begun = look("finn", cast.ben)
    assert begun.url == address(cast.ben, "portal/")
    assert look("finn", cast.ben, "portal/").url == address(cast.ben, home(cast.kit_record))


def test_it_is_the_page_the_account_sees_with_links_that_stay_inside(cast, look, client):
    client.force_login(cast.ben)
    own = client.get(f"/{home(cast.kit_record)}")
    seen = look("finn", cast.ben, home(cast.kit_record))
    assert (seen.context["lede"], seen.context["card"]["time"]) == (
        own.context["lede"],
        own.context["card"]["time"],
    )
    inside = f'href="{address(cast.ben)}'
    links = [part.split('"')[0] for part in seen.text.split('href="')[1:]]
    outside = {link for link in links if link.startswith("/") and not link.startswith(inside[6:])}
    assert {link.split("/")[1] for link in outside} == {"static", "theme", "office"}
    assert f"/office/patients/{cast.kit_record.pk}/" in outside
    assert "You are looking as <b>Ben Cast</b> (ben@example.org), read only." in seen.text


def test_the_request_after_it_is_one_s_own_again(cast, look, client):
    look("finn", cast.ben, home(cast.kit_record))
    assert get_script_prefix() == "/"
    answer = client.get("/office/patients/")
    assert (answer.status_code, answer.wsgi_request.user) == (200, cast.finn)
    assert client.get(f"/{home(cast.kit_record)}").status_code == 404


def test_every_look_is_noted_as_the_member_s_on_behalf_of_the_account(cast, look):
    look("finn", cast.ben, home(cast.kit_record))
    noted = Event.objects.order_by("id").values_list("verb", "actor", "on_behalf_of", "patient", "clinic")
    assert list(noted) == [
        ("account.seen_as", cast.finn.pk, None, None, cast.harbour.pk),
        ("patient.opened", cast.finn.pk, cast.ben.pk, cast.kit_record.pk, cast.harbour.pk),
    ]


def test_what_the_patient_wrote_is_for_those_who_care(cast, look):
    Appointment.objects.filter(pk=cast.kit_visit.pk).update(note="It hurts at night")
    page = f"portal/p/{cast.kit_record.pk}/visits/{cast.kit_visit.pk}/"
    assert [
        who for who in ("petra_account", "finn", "nora") if "It hurts" in look(who, cast.ben, page).text
    ] == ["petra_account"]


def test_answers_are_for_those_who_read_them_anyway(cast, look):
    page = f"portal/p/{cast.ana_record.pk}/forms/{cast.ana_sent.pk}/sent/"
    answers = {who: look(who, cast.ana, page) for who in ("petra_account", "finn", "nora")}
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "petra_account": 200,
        "finn": 403,
        "nora": 403,
    }
    assert [who for who, answer in answers.items() if "Qanaanswer" in answer.text] == ["petra_account"]
    paper = f"{page}paper/"  # a file to keep is not a look; it is downloaded in the office
    assert paper not in answers["petra_account"].text
    assert look("petra_account", cast.ana, paper).status_code == 403


def test_no_form_is_opened_and_nothing_is_pressed(cast, look, client):
    page = f"portal/p/{cast.ana_record.pk}/forms/{cast.ana_open.pk}/"
    for path in (page, f"{page}1/", f"{page}check/"):
        assert look("petra_account", cast.ana, path).status_code == 403
        assert client.post(address(cast.ana, path), {"words": "mine"}).status_code == 405
    cast.ana_open.refresh_from_db()
    assert cast.ana_open.opened_at is None
    assert Response.objects.filter(assignment=cast.ana_open).count() == 0


@pytest.mark.parametrize("page", ["accounts/logout/", "book/", "accounts/email/", "office/", "admin/"])
def test_other_pages_are_not_part_of_it(cast, look, client, page):
    answer = look("finn", cast.ben, page)
    assert (answer.status_code, answer.context["back_url"]) == (403, address(cast.ben, "portal/"))
    assert client.post(address(cast.ben, page)).status_code == 405
    assert client.get("/office/patients/").status_code == 200  # still signed in


def test_limited_eyes_see_what_is_theirs(cast, look):
    page = f"portal/p/{cast.ana_record.pk}/visits/"
    assert look("finn", cast.ana, f"{page}{cast.ana_visit.pk}/").status_code == 200
    assert look("finn", cast.ana, f"{page}{cast.ana_staff_visit.pk}/").status_code == 404


def test_the_account_s_other_clinic_stays_there(cast, look):
    GrantFactory(account=cast.ben, patient=cast.zoe_record, relation=Relation.CARER)
    seen = look("finn", cast.ben, home(cast.kit_record))
    assert [person["name"] for person in seen.context["people"]()] == ["Kit", "Ana"]
    assert look("finn", cast.ben, home(cast.zoe_record)).status_code == 404
    assert look("omar", cast.ben, home(cast.kit_record)).status_code == 404
    there = look("omar", cast.ben, home(cast.zoe_record), headers={"host": "lakeside.localhost"})
    assert there.status_code == 200


def test_a_practitioner_looks_at_their_own_patients_only(cast, look):
    other = PatientFactory(clinic=cast.harbour, given_name="Other")
    GrantFactory(account=cast.ben, patient=other, relation=Relation.PARENT)
    visit(cast.at_harbour, cast.quinn, other, AT.replace(hour=20), by=cast.ben)
    assert look("petra_account", cast.ben, home(other)).status_code == 404
    seen = look("petra_account", cast.ben, home(cast.kit_record))
    assert {person["name"] for person in seen.context["people"]()} == {"Kit", "Ana"}
    assert {
        person["name"] for person in look("quinn_account", cast.ben, home(other)).context["people"]()
    } == {"Other"}


@pytest.mark.parametrize("who", ["quinn_account", "omar", "ana", "dov"])
def test_who_may_not_know_finds_nothing(cast, look, who):
    assert look(who, cast.ben, "portal/").status_code == 404


def test_billing_may_not(cast, look):
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.BILLING])
    assert look("dov", cast.ben, "portal/").status_code == 404


def test_accounts_without_access_here_look_like_missing_ones(cast, look):
    answers = [look("nora", account, "portal/") for account in (cast.zoe, cast.dov, cast.nora)]
    missing = look("nora", type("Nobody", (), {"pk": uuid.uuid4()}), "portal/")
    texts = {answer.text.replace(answer.wsgi_request.path.strip("/"), "") for answer in (*answers, missing)}
    assert ({answer.status_code for answer in answers}, len(texts)) == ({404}, 1)


def test_a_shut_record_looks_as_shut_as_it_is(cast, look):
    for record in (cast.ana_record, cast.kit_record):
        lock_down(record, by=cast.nora, at=AT)
    shut = look("finn", cast.ben, "portal/").text
    assert "Some records are not available online at the moment." in shut and "Kit" not in shut
    deny(cast.ana_record, cast.ana, by=cast.nora, at=AT)
    assert "Nothing here yet" in look("finn", cast.ana, "portal/").text


def test_it_costs_few_queries_whatever_the_family(cast, look, client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address(cast.ben, home(cast.kit_record)))
        return len(queries)

    look("finn", cast.ben, home(cast.kit_record))
    client.get("/office/patients/")
    few = cost()
    for number in range(8):
        child = PatientFactory(clinic=cast.harbour, given_name=f"Child{number}")
        GrantFactory(account=cast.ben, patient=child, relation=Relation.PARENT, full=True)
    assert (few, cost()) == (11, 11)
