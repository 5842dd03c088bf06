"""Red flags above a record: who of the team reads and writes which, on every page of it; nobody else, nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from records.models import RedFlag
from records.tests.factories import BrokenGlassFactory, RedFlagFactory

KINDS = {"allergy": "Penicillin", "risk": "Faints", "note": "Speaks Farsi"}
TEAM = ("petra_account", "quinn_account", "finn", "nora")


@pytest.fixture
def flags(cast):
    """One of each kind above Ana's record, one that is over, and one at the other clinic."""
    for kind, text in KINDS.items():
        RedFlagFactory(patient=cast.ana_record, kind=kind, text=text, raised_by=cast.petra_account)
    RedFlagFactory(patient=cast.ana_record, kind="note", text="Qover", until=AT.date() - timedelta(days=1))
    RedFlagFactory(patient=cast.ana_record, kind="note", text="Qended", ended=True, ended_by=cast.nora)
    RedFlagFactory(patient=cast.zoe_record, kind="note", text="Qzoe")
    return RedFlag.objects


def page(name, patient, *more):
    return reverse(f"office:{name}", args=[patient.pk, *more])


def shown(answer):
    """The flags among the tags of the heading, in their order."""
    signs = {f"{kind.title()}: {text}" for kind, text in KINDS.items()}
    return [tag["label"] for tag in answer.context["heading"]["tags"] if tag["label"] in signs]


def test_above_the_record_for_each_role_what_is_theirs(cast, client, sign_in, flags):
    seen = {
        who: shown(sign_in(client, getattr(cast, who)).get(page("patient", cast.ana_record))) for who in TEAM
    }
    note = ["Note: Speaks Farsi"]
    assert seen == {
        "petra_account": ["Allergy: Penicillin", "Risk: Faints", *note],
        "quinn_account": note, "finn": note, "nora": note,
    }  # fmt: skip


def test_on_every_tab_and_on_the_page_of_a_visit(cast, client, sign_in, flags):
    sign_in(client, cast.petra_account)
    tabs = {tab["url"] for tab in client.get(page("patient", cast.ana_record)).context["tabs"]}
    tabs.remove(page("timeline", cast.ana_record))  # which tells of what is over, too
    for url in [*tabs, page("visit", cast.ana_record, cast.ana_visit.pk)]:
        answer = client.get(url)
        assert ("Allergy: Penicillin" in answer.text, "Qover" in answer.text, "Qzoe" in answer.text) == (
            True, False, False,
        ), url  # fmt: skip


def test_in_an_emergency_they_are_read_and_not_written(cast, client, sign_in, flags):
    BrokenGlassFactory(patient=cast.ana_record, membership=cast.quinn_account.memberships.get())
    sign_in(client, cast.quinn_account)
    assert shown(client.get(page("patient", cast.ana_record)))[0] == "Allergy: Penicillin"
    assert client.get(page("new_red_flag", cast.ana_record)).status_code == 403


@pytest.mark.parametrize("who", ["ben", "ana"])
def test_nothing_of_it_in_the_portal(cast, client, sign_in, flags, who):
    sign_in(client, getattr(cast, who))
    for path in ("", "access/", "visits/", "forms/"):
        answer = client.get(f"/portal/p/{cast.ana_record.pk}/{path}", follow=True)
        assert [word for word in KINDS.values() if word in answer.text] == [], path


def test_the_page_says_who_when_and_why_not_any_more(cast, client, sign_in, flags):
    answer = sign_in(client, cast.petra_account).get(page("red_flags", cast.ana_record))
    assert [row["text"] for row in answer.context["standing"]] == ["Penicillin", "Faints", "Speaks Farsi"]
    assert {row["text"]: row["because"] for row in answer.context["over"]} == {"Qover": "", "Qended": "Over"}
    assert "by Petra Cast" in answer.context["standing"][0]["raised"]
    desk = sign_in(client, cast.finn).get(page("red_flags", cast.ana_record))
    assert [row["text"] for row in desk.context["standing"]] == ["Speaks Farsi"]
    assert "Penicillin" not in desk.text
    assert Event.objects.filter(verb="red_flags.opened", patient=cast.ana_record.pk).count() == 2


def test_a_practitioner_raises_an_allergy_and_ends_it(cast, client, sign_in):
    sign_in(client, cast.petra_account)
    url = page("new_red_flag", cast.ana_record)
    day = {"until_day": "1", "until_month": "12", "until_year": "2026"}
    assert client.post(url, {"kind": "allergy", "text": " Latex ", **day}).url == page(
        "red_flags", cast.ana_record
    )
    flag = RedFlag.objects.get()
    assert (flag.kind, flag.text, str(flag.until), flag.raised_by) == (
        "allergy", "Latex", "2026-12-01", cast.petra_account,
    )  # fmt: skip
    assert client.get(page("patient", cast.ana_record)).context["heading"]["tags"][0]["label"] == (
        "Allergy: Latex, until 1 December 2026"
    )
    ending = page("red_flag_ending", cast.ana_record, flag.pk)
    assert client.post(ending, {"reason": ""}).status_code == 422
    client.post(ending, {"reason": "Tested"})
    client.post(ending, {"reason": "Pressed twice"})
    flag.refresh_from_db()
    assert (flag.ended_because, flag.ended_by) == ("Tested", cast.petra_account)


def test_the_desk_writes_notes_only_and_is_not_asked_which_kind(cast, client, sign_in):
    sign_in(client, cast.finn)
    url = page("new_red_flag", cast.ana_record)
    assert "kind" not in client.get(url).context["form"].fields
    client.post(url, {"kind": "allergy", "text": "Comes with a dog"})
    assert RedFlag.objects.get().kind == "note"
    allergy = RedFlagFactory(patient=cast.ana_record)
    assert client.get(page("red_flag_ending", cast.ana_record, allergy.pk)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Say what it is"),
        ({"text": "x" * 121}, "Use at most 120 characters"),
        ({"text": "A", "until_day": "1", "until_month": "1", "until_year": "2020"}, "Enter a date after"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, client, sign_in, typed, said):
    answer = sign_in(client, cast.finn).post(page("new_red_flag", cast.ana_record), typed)
    assert (answer.status_code, said in answer.text, RedFlag.objects.count()) == (422, True, 0)


def test_of_another_record_or_clinic_there_is_nothing(cast, client, sign_in, flags):
    sign_in(client, cast.nora)
    zoes = RedFlag.objects.get(text="Qzoe")
    assert client.get(page("red_flags", cast.zoe_record)).status_code == 404
    assert client.get(page("red_flag_ending", cast.ana_record, zoes.pk)).status_code == 404
