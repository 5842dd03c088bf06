"""The timeline of a patient: all that happened, newest first, each role what it may know, page by page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.tests.moment import AT
from office.timeline import arms
from office.timeline.arms import after_of, mark_of
from outbox.tests.factories import MessageFactory
from records.actions.contacts import keep_contact
from records.models import DetailChange
from records.models.kinds import Kind
from records.tests.factories import (
    ActivityAssignmentFactory,
    BrokenGlassFactory,
    ChartFactory,
    DocumentFactory,
    LockdownFactory,
    PatientFactory,
    RedFlagFactory,
    SentFileFactory,
)
from tests.story import sent_form, visit

HOUR = timedelta(hours=1)


def url(patient):
    return reverse("office:timeline", args=[patient.pk])


def words(answer):
    return [row["words"] for day in answer.context["days"] for row in day["rows"]]


@pytest.fixture
def full(cast):
    """Something of every sort about Ana, and what could leak: Zoe's."""
    ana = cast.ana_record
    common = {"patient": ana}
    ChartFactory(**common, practitioner=cast.petra, written_at=AT - HOUR, signed=True)
    ActivityAssignmentFactory(**common, practitioner=cast.petra, title="Qwalk")
    DocumentFactory(**common, title="Qresult", kind=Kind.RESULT, shared=True)
    DocumentFactory(**common, title="Qcard", kind=Kind.INSURANCE)
    DocumentFactory(**common, title="Qgone", removed_at=AT, removed_by=cast.nora, removed_because="Wrong")
    SentFileFactory(**common, by=cast.ana)
    RedFlagFactory(**common, text="Qallergy", raised_by=cast.petra_account)
    RedFlagFactory(**common, kind="note", text="Qnote", ended=True)
    LockdownFactory(**common, by=cast.nora, lifted_at=AT, lifted_by=cast.nora)
    BrokenGlassFactory(
        **common, membership=cast.quinn_account.memberships.get(), ended_at=AT + HOUR, until=AT + HOUR
    )
    DetailChange.objects.create(
        **common, field="phone", before="1", after="2", changed_at=AT, changed_by=cast.finn
    )
    keep_contact(ana, by=cast.nora, at=AT, name="Qmother", relation="parent")
    MessageFactory(kind="booking.confirmed", clinic_id=cast.harbour.pk, patient_id=ana.pk, sent_at=AT)
    MessageFactory(kind="records.emergency", clinic_id=cast.harbour.pk, patient_id=ana.pk, sent_at=AT)
    MessageFactory(kind="booking.moved", clinic_id=cast.harbour.pk, patient_id=ana.pk)  # it has not left
    RedFlagFactory(patient=cast.zoe_record, kind="note", text="Qzoe")
    DocumentFactory(patient=cast.zoe_record, title="Qzoe")
    return ana


def test_everything_for_who_cares_and_sees_access(cast, client, sign_in, full):
    found = words(sign_in(client, cast.petra_account).get(url(full)))
    assert set(found) == {
        "Treatment", "Form sent: Harbour intake", "Form sent in: Harbour intake", "Note begun", "Note signed",
        "Activity at home: Qwalk", "Document: Qresult", "Document shared: Qresult", "Document: Qcard",
        "File sent to the clinic: Insurance card", "Flag: Allergy: Qallergy", "Flag: Note: Qnote",
        "Flag ended: Note: Qnote", "Access for ana@example.org: Limited", "Access for ben@example.org: Full",
        "Access for cleo@example.org: Limited", "Portal locked down", "Portal opened again",
        "Opened in an emergency", "Changed: Mobile phone", "Contact added: Qmother", "Record made",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "unseen"),
    [
        ("finn", {"Note begun", "Activity at home: Qwalk", "Document: Qresult", "Flag: Allergy: Qallergy"}),
        (
            "nora",
            {"Note signed", "Activity at home: Qwalk", "Document shared: Qresult", "Flag: Allergy: Qallergy"},
        ),
        ("quinn_account", {"Note begun", "Document: Qcard", "Portal locked down", "Mail: Visit booked"}),
    ],
)
def test_the_others_what_is_theirs(cast, client, sign_in, full, who, unseen):
    answer = sign_in(client, getattr(cast, who)).get(url(full))
    found = set(words(answer))
    assert found & unseen == set()
    assert [word for word in ("Qresult", "Qallergy", "Qwalk", "Qzoe", "Qgone") if word in answer.text] == []
    assert ("Mail: Visit booked" in found, "Document: Result" in found) == (who != "quinn_account",) * 2
    assert {"Treatment", "Flag: Note: Qnote", "Record made"} <= found


def test_newest_first_by_day_with_who_and_the_way_there(cast, client, sign_in, full):
    days = sign_in(client, cast.petra_account).get(url(full)).context["days"]
    assert [day["day"] for day in days] == [
        "Thursday 19 November 2026", "Today, Tuesday 17 November 2026", "Friday 18 September 2026",
    ]  # fmt: skip
    first = days[0]["rows"][-1]
    assert first == {
        "time": "9:00 am", "icon": "calendar", "words": "Treatment", "who": "Petra Cast",
        "url": reverse("office:visit", args=[full.pk, cast.ana_visit.pk]), "tag": {"label": "Booked", "kind": "ok"},
    }  # fmt: skip
    changed = next(row for row in days[1]["rows"] if row["words"] == "Changed: Mobile phone")
    assert (changed["who"], changed["url"]) == ("Finn Cast", reverse("office:detail_history", args=[full.pk]))


def test_one_kind_in_the_address(cast, client, sign_in, full):
    sign_in(client, cast.finn)
    answer = client.get(url(full), {"kind": "flags"})
    assert set(words(answer)) == {"Flag: Note: Qnote", "Flag ended: Note: Qnote"}
    assert [one["label"] for one in answer.context["kinds"] if one["current"]] == ["Flags"]
    assert "Notes and activities" not in {one["label"] for one in answer.context["kinds"]}
    everything = words(client.get(url(full)))
    for unknown in ("care", "x'--"):  # not for the desk, and none at all
        assert words(client.get(url(full), {"kind": unknown})) == everything
    empty = client.get(url(PatientFactory(clinic=cast.harbour)), {"kind": "flags"})
    assert "Nothing of this kind" in empty.text


def test_pages_follow_each_other_and_lose_nothing(cast, client, sign_in, full, monkeypatch):
    """Even where many things happened at one moment, as a page ends between them."""
    sign_in(client, cast.petra_account)
    whole = words(client.get(url(full)))
    monkeypatch.setattr(arms, "PER_PAGE", 4)
    answer, found = client.get(url(full)), []
    assert answer.context["newest_url"] == ""
    while True:
        found += words(answer)
        if not (older := answer.context["older_url"]):
            break
        answer = client.get(f"{url(full)}{older}")
    assert (found, answer.context["newest_url"] != "") == (whole, True)


@pytest.mark.parametrize(
    "mark",
    [
        *("", "x", "2026-11-17T00:00:00 visit:1", "2026-99-01T00:00:00+00:00 a", "2026-11-17"),
        *("0001-01-01T00:00:00+23:59 visit:1", "9999-12-31T23:59:59-23:59 visit:1"),
    ],
)
def test_a_mark_that_is_none_is_the_first_page(mark):
    assert after_of(mark) is None


def test_a_mark_comes_back_as_it_was():
    row = arms.Row(AT, "visit:1", "visit", "1", "", "", "")
    assert after_of(mark_of(row)) == (AT, "visit:1")


def test_it_costs_the_same_with_ten_and_with_many(cast, client, sign_in, full, monkeypatch):
    monkeypatch.setattr("audit.actions.SEEN_AGAIN_AFTER", -timedelta(days=9999))
    costs = {}
    for who in ("petra_account", "finn"):
        sign_in(client, getattr(cast, who))
        client.get(url(full))
        costs[who] = [cost(client, full)]
    for n in range(60):
        visit(cast.at_harbour, cast.petra, full, AT - n * timedelta(days=1))
    for n in range(10):
        sent_form(cast.at_harbour, full, by=cast.ana, words="more")
        RedFlagFactory(patient=full, text=f"Flag {n}")
    for who in costs:
        sign_in(client, getattr(cast, who))
        client.get("/office/patients/?q=warm")
        costs[who].append(cost(client, full))
    assert costs == {"petra_account": [8, 8], "finn": [8, 8]}


def cost(client, patient):
    with CaptureQueriesContext(connection) as queries:
        client.get(url(patient))
    return len(queries)


def test_a_patient_of_whom_little_is_known(cast, client, sign_in):
    patient = PatientFactory(clinic=cast.harbour, date_of_birth=date(1990, 1, 1))
    assert words(sign_in(client, cast.finn).get(url(patient))) == ["Record made"]
