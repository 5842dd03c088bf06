"""Inviting many at once: what managers and owners see, what is sent, how far it is, stopping."""

import re
import uuid

import pytest
from django.core import mail as outbound
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from audit.models import Event
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from outbox import delivery
from records.models import Batch, Invitation
from records.tests.bulk import AGES, contact, patient, rules

PAGE = "/office/invitations/"


def fresh(client):
    """The password was typed a moment ago: mail to many asks for it (D4)."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def street(cast):
    """A family, two adults in one mailbox, somebody alone, and those who get no mail."""
    rules(cast.harbour, **AGES)
    for name, years, email in (
        ("Mum Vale", 44, "vale@example.org"), ("Teen Vale", 15, "vale@example.org"),
        ("Him Roy", 60, "roy@example.org"), ("Her Roy", 61, "roy@example.org"),
        ("Solo Lam", 30, "solo@example.org"), ("Paper Poe", 70, ""), ("Lone Kid", 9, ""),
        ("Twin Low", 33, "low@example.org"), ("Twin Low", 33, "low@example.org"),
    ):  # fmt: skip
        patient(cast.harbour, name, years, email)
    patient(cast.lakeside, "Elsewhere Away", 40, "away@example.org")


@pytest.fixture
def nora(cast, client, sign_in, street):
    return fresh(sign_in(client, cast.nora))


def tiles(answer):
    return {tile["label"]: tile["count"] for tile in answer.context["tiles"]}


def ticks(answer, *emails):
    """What the page would send, all of it or the mails to these addresses."""
    posted = {"number": str(answer.context["number"]), "family": [], "single": []}
    for name, rows in (("family", answer.context["families"]), ("single", answer.context["singles"])):
        posted[name] = [row["key"] for row in rows if not emails or row["email"] in emails]
    return posted


def test_five_counts_and_those_held_back(nora):
    answer = nora.get(PAGE)
    assert tiles(answer) == {
        "Will be invited": 1,
        "Share an email, sent as 2 families": 4,
        "No email on file": 1,
        "Already have an account": 2,
        "Under 18, no parent on file": 1,
    }
    assert [one["label"] for one in answer.context["more"]] == ["2 held back: second records?"]


def test_who_is_in_each_mail_and_what_they_get(nora):
    answer = nora.get(PAGE)
    shown = {
        row["email"]: (row["gets"], {f"{one['name']}, {one['age']}": one["detail"] for one in row["people"]})
        for row in answer.context["families"] + answer.context["singles"]
    }
    alike = "limited: adults share this address"
    assert shown == {
        "vale@example.org": (
            "1 email, 2 records",
            {"Mum Vale, 44": "", "Teen Vale, 15": "for a parent, limited from 13 on"},
        ),
        "roy@example.org": ("1 email, 2 records", {"Her Roy, 61": alike, "Him Roy, 60": alike}),
        "solo@example.org": ("Limited", {"Solo Lam, 30": ""}),
    }
    assert "Away" not in answer.text


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        ("no-email", ["Paper Poe"]),
        ("active", ["Ana Cast", "Kit Cast"]),
        ("alone", ["Lone Kid"]),
        ("twins", ["Twin Low", "Twin Low"]),
        ("already", []),
        ("locked", []),
    ],
)
def test_each_count_leads_to_its_list(nora, shown, names):
    answer = nora.get(PAGE, {"show": shown})
    assert [row["name"] for row in answer.context["rows"]] == names
    assert '<form method="post" action="/office/invitations/"' not in answer.text


@pytest.mark.parametrize("shown", ["invited", "family", "everybody", "INVITED"])
def test_anything_else_shows_what_would_be_sent(nora, shown):
    assert "number" in nora.get(PAGE, {"show": shown}).context


def test_nothing_is_sent_by_looking(nora):
    nora.get(PAGE)
    assert (Invitation.objects.count(), Batch.objects.count(), outbound.outbox) == (0, 0, [])


def test_what_is_ticked_is_sent(nora, cast):
    page = nora.get(PAGE)
    answer = nora.post(PAGE, ticks(page, "roy@example.org", "solo@example.org"))
    batch = Batch.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/office/invitations/{batch.pk}/")
    rows = Invitation.objects.order_by("email", "patient__given_name")
    assert [(one.email, one.patient.given_name, one.level) for one in rows] == [
        ("roy@example.org", "Her", "limited"),
        ("roy@example.org", "Him", "limited"),
        ("solo@example.org", "Solo", "limited"),
    ]
    delivery.drain(at=AT)
    assert sorted(one.to for one in outbound.outbox) == [["roy@example.org"], ["solo@example.org"]]


def test_a_whole_list_can_be_left_out(nora):
    page = nora.get(PAGE)
    nora.post(PAGE, ticks(page) | {"without": ["family"]})
    assert list(Invitation.objects.values_list("email", flat=True)) == ["solo@example.org"]


def test_pressing_twice_leads_to_the_same_page(nora):
    posted = ticks(nora.get(PAGE))
    assert nora.post(PAGE, posted).url == nora.post(PAGE, posted).url
    assert (Batch.objects.count(), Invitation.objects.count()) == (1, 5)


@pytest.mark.parametrize(
    "posted",
    [{}, {"number": "nonsense", "single": "x"}, {"number": str(uuid.uuid4())}, {"single": "x"}],
)
def test_nothing_ticked_is_said(nora, posted):
    answer = nora.post(PAGE, posted)
    assert (answer.status_code, answer.context["errors"]) == (422, [("", "Tick at least one mail.")])


def test_what_is_no_longer_so_is_not_sent(nora, cast):
    posted = ticks(nora.get(PAGE), "solo@example.org")
    patient(cast.harbour, "Lodger Lam", 50, "solo@example.org")
    answer = nora.post(PAGE, posted)
    assert (answer.status_code, Invitation.objects.count()) == (409, 0)
    assert "so nothing was sent" in answer.text


def test_keys_of_another_clinic_send_nothing(cast, nora):
    from records.bulk import preview_of

    theirs = [one.key for one in preview_of(cast.lakeside, at=AT).mailings]
    answer = nora.post(PAGE, {"number": str(uuid.uuid4()), "single": theirs})
    assert (len(theirs), answer.status_code, Invitation.objects.count()) == (1, 409, 0)


def test_mail_to_many_asks_for_the_password_again(cast, client, sign_in, street):
    sign_in(client, cast.nora)
    posted = ticks(client.get(PAGE))
    answer = client.post(PAGE, posted)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/")
    assert Invitation.objects.count() == 0
    again = client.post(answer.url, {"password": PASSWORD})
    assert (again.status_code, again.url) == (302, f"/office/invitations/{Batch.objects.get().pk}/")
    assert Invitation.objects.count() == 5


def test_a_sample_goes_to_whoever_asks(nora):
    answer = nora.post(reverse("office:invitation_sample"))
    assert answer.url == PAGE
    delivery.drain(at=AT)
    assert [one.to for one in outbound.outbox] == [["nora@example.org"]]


# How far it is ------------------------------------------------------------------------------------


@pytest.fixture
def batch(nora):
    nora.post(PAGE, ticks(nora.get(PAGE)))
    return Batch.objects.get()


def counted(answer):
    return {one["label"]: one["count"] for one in answer.context["counts"] if one["count"]}


def test_the_page_counts_along(nora, batch):
    url = reverse("office:batch", args=[batch.pk])
    assert counted(nora.get(url)) == {"Waiting": 5}
    delivery.drain(at=AT)
    answer = nora.get(url)
    assert (counted(answer), answer.context["is_over"]) == ({"Sent": 5}, True)
    assert {row["when"] for row in answer.context["rows"]} == {"Tue 17 Nov, 9:00 am"}


def test_stop_and_go_on(nora, batch):
    url = reverse("office:batch_stop", args=[batch.pk])
    assert (nora.post(url).status_code, nora.post(url).status_code) == (302, 302)
    answer = nora.get(reverse("office:batch", args=[batch.pk]))
    assert counted(answer) == {"Stopped": 5}
    delivery.drain(at=AT)
    assert outbound.outbox == []
    assert tiles(nora.get(PAGE))["Share an email, sent as 2 families"] == 4


def test_earlier_sendings_are_listed(nora, batch):
    assert [(one["label"], one["text"]) for one in nora.get(PAGE).context["batches"]] == [
        ("Tue 17 Nov, 9:00 am", "5 people, by Nora Cast")
    ]


# Who --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["finn", "petra_account"])
def test_others_of_the_team_are_told_who_can(cast, client, sign_in, who):
    answer = sign_in(client, getattr(cast, who)).get(PAGE)
    assert (answer.status_code, answer.context["reason"]) == (
        403,
        "Inviting many people at once is for managers and owners.",
    )


def test_a_manager_may(cast, client, sign_in):
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.MANAGER])
    assert sign_in(client, cast.dov).get(PAGE).status_code == 200


def test_a_batch_of_another_clinic_is_as_missing_as_none(cast, nora):
    theirs = Batch.objects.create(clinic=cast.lakeside, made_at=AT, made_by=cast.omar)
    for key in (theirs.pk, uuid.uuid4()):
        assert nora.get(reverse("office:batch", args=[key])).status_code == 404
        assert nora.post(reverse("office:batch_stop", args=[key])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.stopped_at is None


def test_looking_is_written_down_with_everybody_on_the_page(nora, cast):
    nora.get(PAGE)
    event = Event.objects.get(verb="invitations.previewed")
    assert (event.actor, len(event.ids)) == (cast.nora.pk, 5)


def test_names_are_inert(cast, nora):
    evil = patient(cast.harbour, "<script>x</script> {{7*7}}", 40, "evil@example.org")
    contact(evil, by=cast.nora, email="other@example.org", name="<b>")
    assert not re.search("<script>x|>49<", nora.get(PAGE).text)


def cost(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_the_pages_cost_the_same_however_many_are_invited(cast, nora, batch):
    pages = (PAGE, f"{PAGE}?show=no-email", reverse("office:batch", args=[batch.pk]))
    for page in pages:
        nora.get(page)
    few = [cost(nora, page) for page in pages]
    for number in range(20):
        patient(cast.harbour, f"More{number} Vale", 30, f"more{number}@example.org")
        patient(cast.harbour, f"Less{number} Vale", 30)
    nora.post(PAGE, ticks(nora.get(PAGE)))
    for number in range(20):
        patient(cast.harbour, f"Most{number} Vale", 30, f"most{number}@example.org")
    for page in pages:  # who came into a list is noted once
        nora.get(page)
    assert [cost(nora, page) for page in pages] == few
