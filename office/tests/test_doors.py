"""Who gets into the office, and into which room."""

import uuid

import pytest
from django.urls import reverse

from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory

CALENDAR = "/office/calendar/"


def pages(cast):
    patient = cast.ana_record.pk
    return {
        "home": reverse("office:home"),
        "calendar": reverse("office:calendar"),
        "patients": reverse("office:patients"),
        "patient": reverse("office:patient", args=[patient]),
        "answers": reverse("office:answers", args=[patient, cast.ana_sent.pk]),
    }


def hears(client, cast) -> dict[str, int]:
    return {name: client.get(url).status_code for name, url in pages(cast).items()}


EVERYTHING = {"home": 302, "calendar": 200, "patients": 200, "patient": 200, "answers": 200}
NOTHING = dict.fromkeys(EVERYTHING, 404)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("petra_account", EVERYTHING),
        ("quinn_account", EVERYTHING | {"answers": 403}),
        ("finn", EVERYTHING | {"answers": 403}),
        ("nora", EVERYTHING | {"answers": 403}),
        ("omar", NOTHING),
        ("ana", NOTHING),
        ("dov", NOTHING),
    ],
)
def test_every_role_gets_its_rooms(cast, client, sign_in, who, expected):
    sign_in(client, getattr(cast, who))
    assert hears(client, cast) == expected


def test_billing_sees_patients_but_no_forms(cast, client, sign_in):
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.BILLING])
    sign_in(client, cast.dov)
    assert hears(client, cast) == EVERYTHING | {"answers": 404}
    page = client.get(pages(cast)["patient"])
    assert (page.context["sees_forms"], page.context["forms"]) == (False, [])
    assert [tab["label"] for tab in page.context["tabs"]] == ["Overview", "Timeline", "Personal", "Contacts"]


def test_strangers_sign_in_first(cast, client):
    assert client.get(CALENDAR).headers["Location"] == "/accounts/login/?next=/office/calendar/"


def test_who_left_finds_no_office(cast, client, sign_in, at):
    cast.finn.memberships.update(ended_at=at)
    sign_in(client, cast.finn)
    assert hears(client, cast) == NOTHING


def test_the_owner_of_another_clinic_owns_nothing_here_and_all_there(cast, client, sign_in):
    sign_in(client, cast.omar)
    assert client.get(CALENDAR).status_code == 404
    assert client.get(CALENDAR, headers={"host": "lakeside.localhost"}).status_code == 200


def test_a_foreign_patient_and_a_missing_one_look_the_same(cast, client, sign_in):
    sign_in(client, cast.nora)
    answers = [
        client.get(reverse("office:patient", args=[key])) for key in (cast.zoe_record.pk, uuid.uuid4())
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Zoe" not in answers[0].text
    bare = [answer.text.replace(answer.wsgi_request.path, "") for answer in answers]
    assert bare[0] == bare[1]


def test_a_foreign_form_is_missing_under_any_patient(cast, client, sign_in):
    sign_in(client, cast.petra_account)
    for patient, form in (
        (cast.zoe_record, cast.zoe_sent),
        (cast.ana_record, cast.zoe_sent),
        (cast.ana_record, cast.kit_sent),
    ):
        assert client.get(reverse("office:answers", args=[patient.pk, form.pk])).status_code == 404


def test_the_office_is_only_read(cast, client, sign_in):
    sign_in(client, cast.nora)
    assert {client.post(url).status_code for url in pages(cast).values()} == {405}


def test_pages_of_the_team_are_kept_nowhere(cast, client, sign_in):
    sign_in(client, cast.nora)
    for url in list(pages(cast).values())[1:4]:
        assert client.get(url).headers["Cache-Control"] == "no-store, private"
