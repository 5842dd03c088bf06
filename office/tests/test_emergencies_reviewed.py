"""Looking over what was opened in an emergency: managers and owners, what was seen meanwhile, a word that stands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from office.tests.people import place
from records.actions.emergencies import open_in_emergency, review_emergency
from records.models import BrokenGlass
from records.tests.factories import BrokenGlassFactory, PatientFactory

HOUR = timedelta(hours=1)
WHY = "Fainted in the waiting room"


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def quinn(cast):
    return signed_in(cast.quinn_account)


@pytest.fixture
def nora(cast):
    return signed_in(cast.nora)


def answers_of(cast):
    return place("answers", cast.ana_record, cast.ana_sent.pk)


def begin(cast, at=AT):
    member = cast.quinn_account.memberships.get()
    return open_in_emergency(cast.ana_record, membership=member, reason=WHY, at=at)


def test_owners_and_managers_see_what_is_to_be_looked_over_first(cast, nora):
    old = BrokenGlassFactory(
        patient=cast.kit_record, opened_at=AT - timedelta(days=8), ended_at=AT - timedelta(days=8) + HOUR
    )
    review_emergency(old, was_fine=True, review="", by=cast.nora, at=AT)
    late = BrokenGlassFactory(patient=cast.kit_record, opened_at=AT - timedelta(days=7))
    begin(cast)
    BrokenGlassFactory(patient=cast.zoe_record)  # at the other clinic
    page = nora.get("/office/emergencies/")
    rows = [(row["patient"], row["lasted"], row["tag_label"]) for row in page.context["rows"]]
    assert rows == [
        ("Ana Cast", "Open now", "Look it over by 24 Nov"),
        ("Kit Cast", "60 minutes", "Overdue"),
        ("Kit Cast", "60 minutes", "Was right"),
    ]
    noted = Event.objects.get(verb="emergencies.listed")
    assert set(noted.ids) == {str(cast.ana_record.pk), str(cast.kit_record.pk)}
    assert nora.get("/office/calendar/").context["quiet_notice"]["text"] == (
        "2 records were opened in an emergency and are to be looked over."
    )
    assert late.membership.user.name not in nora.get("/office/calendar/").text


def test_the_review_shows_why_and_what_was_opened_meanwhile(cast, quinn, nora, monkeypatch):
    glass = begin(cast)
    quinn.get(answers_of(cast))
    written = Event.objects.get(
        verb="answers.opened"
    )  # by the database’s own clock: the story’s hour reaches there
    monkeypatch.setattr(BrokenGlass, "over_at", written.at + HOUR)
    page = nora.get(reverse("office:emergency_review", args=[glass.pk]))
    assert page.context["reason"] == WHY
    assert "read the answers of a form" in [row["what"] for row in page.context["opened"]]
    assert "Harbour intake" not in page.text, "kinds, not titles"
    looked = Event.objects.get(verb="emergency.looked_into")
    assert (looked.patient, looked.actor) == (cast.ana_record.pk, cast.nora.pk)


def test_the_word_of_the_review_stands(cast, nora):
    glass = begin(cast)
    page = reverse("office:emergency_review", args=[glass.pk])
    empty = nora.post(page, {})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["verdict"])
    wordless = nora.post(page, {"verdict": "not_fine", "review": ""})
    assert wordless.context["form"].errors == {"review": ["Say what was not right, and what follows"]}
    done = nora.post(page, {"verdict": "not_fine", "review": "No reason to look."})
    assert (done.status_code, done.url) == (302, page)
    again = nora.post(page, {"verdict": "fine", "review": ""}, follow=True)
    assert "Nothing was changed" in again.text
    glass.refresh_from_db()
    assert (glass.was_fine, glass.review, glass.reviewed_by) == (False, "No reason to look.", cast.nora)
    shown = nora.get(page)
    assert (shown.context["form"], shown.context["tag_label"]) == (None, "Was not right")


def test_nobody_looks_over_their_own(cast):
    cast.quinn_account.memberships.update(roles=["practitioner", "owner"])
    glass = begin(cast)
    quinn, page = signed_in(cast.quinn_account), reverse("office:emergency_review", args=[glass.pk])
    assert "another manager or owner looks it over" in quinn.get(page).text
    quinn.post(page, {"verdict": "fine"})
    glass.refresh_from_db()
    assert glass.reviewed_at is None


def test_the_others_of_the_team_hear_who_looks_over(cast, quinn):
    glass = begin(cast)
    for page in ("/office/emergencies/", reverse("office:emergency_review", args=[glass.pk])):
        answer = quinn.get(page)
        assert (answer.status_code, "looked over by managers and owners" in answer.text) == (403, True)


def test_the_list_costs_the_same_at_ten_and_at_many(cast, nora):
    patient = PatientFactory(clinic=cast.harbour)
    member = cast.quinn_account.memberships.get()

    def grow(number, back):
        BrokenGlass.objects.bulk_create(
            BrokenGlassFactory.build(
                patient=patient, membership=member, opened_at=opened, until=opened + HOUR, ended_at=opened + HOUR
            )
            for opened in (AT - timedelta(hours=2 * (back + n)) for n in range(number))
        )  # fmt: skip

    def cost():
        nora.get("/office/emergencies/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert nora.get("/office/emergencies/").status_code == 200
        return len(queries)

    grow(10, 1)
    few = cost()
    grow(2000, 50)
    assert cost() == few <= 10
