"""Who may enter the settings: managers and owners of this clinic, and the operator."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.tests.factories import AccountFactory
from clinic.admin_scope import OfClinic
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from records.models import Patient

INDEX = "/admin/"


def lists():
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]


@pytest.mark.parametrize(
    ("who", "index", "tables"),
    [
        ("nora", 200, {200, 302}),  # tables of one row lead to their form
        ("finn", 403, {403}),
        ("petra_account", 403, {403}),
        ("omar", 404, {404}),
        ("ana", 404, {404}),
        ("dov", 404, {404}),
    ],
)
def test_roles_at_the_door(cast, client, sign_in, who, index, tables):
    sign_in(client, getattr(cast, who))
    assert client.get(INDEX).status_code == index
    assert {client.get(url).status_code for url in lists()} == tables


def test_managers_enter_as_well(cast, client, sign_in):
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.MANAGER])
    assert sign_in(client, cast.dov).get(INDEX).status_code == 200


def test_an_owner_who_left_does_not(cast, client, sign_in, at):
    cast.nora.memberships.update(ended_at=at)
    assert sign_in(client, cast.nora).get(INDEX).status_code == 404


def test_the_operator_sets_up_every_clinic_and_meets_no_patient(cast, client, sign_in):
    sign_in(client, AccountFactory(is_superuser=True, is_staff=True))
    for host in ("testserver", "lakeside.localhost"):
        assert client.get(INDEX, headers={"host": host}).status_code == 200
        assert client.get("/office/settings/booking/", headers={"host": host}).status_code == 200
        assert client.get("/office/patients/", headers={"host": host}).status_code == 404


def test_being_marked_as_staff_of_the_installation_opens_nothing(cast, client, sign_in):
    sign_in(client, AccountFactory(is_staff=True))
    assert client.get(INDEX).status_code == 404


def test_there_is_one_sign_in(cast, client, sign_in):
    def leads_to(url):
        return client.get(url).headers["Location"]

    assert leads_to("/admin/login/") == "/accounts/login/?next=/admin/"
    assert (
        leads_to("/admin/login/?next=/admin/clinic/service/")
        == "/accounts/login/?next=/admin/clinic/service/"
    )
    assert leads_to("/admin/login/?next=https://evil.example/") == "/accounts/login/?next=/admin/"
    assert leads_to("/admin/clinic/service/") == "/accounts/login/?next=/admin/clinic/service/"
    sign_in(client, cast.nora)
    assert leads_to("/admin/login/") == "/admin/"


@pytest.mark.parametrize(
    "path", ["logout/", "password_change/", "autocomplete/", "jsi18n/", "r/1/1/", "clinic/", "nothing/"]
)
def test_doors_we_do_not_need_are_walled_up(cast, client, sign_in, path):
    sign_in(client, cast.nora)
    assert client.get(INDEX + path).status_code == 404
    assert client.post(INDEX + path).status_code == 404


def test_no_table_with_patients_or_accounts_is_here():
    """Only scoped tables; none leads to a patient, and none is a library's own."""
    tables = admin.site._registry
    assert {type(table).__mro__.index(OfClinic) > 0 for table in tables.values()} == {True}
    assert sorted(model._meta.label for model in tables) == [
        "clinic.Category",
        "clinic.Clinic",
        "clinic.Closure",
        "clinic.HoursException",
        "clinic.Location",
        "clinic.OpeningHours",
        "clinic.Practitioner",
        "clinic.Resource",
        "clinic.Service",
        "clinic.TimeOff",
        "records.AccessRules",
        "records.RetentionRules",
        "smartforms.Preferences",
        "smartforms.Template",
    ]
    for model in tables:
        assert Patient not in {field.related_model for field in model._meta.get_fields() if field.concrete}


def test_every_table_stands_on_the_settings_page_with_a_sentence(cast, client, sign_in):
    answer = sign_in(client, cast.nora).get(INDEX)
    rows = [row for rows in answer.context["sections"].values() for row in rows]
    assert sorted(row["url"] for row in rows) == sorted(lists())
    assert all(str(row["text"]).endswith(".") for row in rows)
    assert list(answer.context["sections"]) == ["Clinic", "Booking", "Forms"]
