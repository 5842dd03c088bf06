"""Possible duplicates: the list, two side by side, joining them and taking it back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from audit.models import Event
from common.tests.moment import AT
from office.tests.joining import browser_of, join, made_liz, place
from office.tests.people import billing, says
from outbox.models import Message
from outbox.tests.factories import MessageFactory
from records.models import Apart, Merge, Patient
from records.models.access import Relation
from records.tests.factories import (
    CareRelationFactory,
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    PatientFactory,
)
from tests.story import BORN, IN_TWO_DAYS, visit
from tray.models import Item, name_of
from tray.tests.factories import ItemFactory

LIST = "/office/duplicates/"


@pytest.fixture
def liz(cast):
    return made_liz(cast)


@pytest.fixture
def nora(cast, client, sign_in):
    return browser_of(cast.nora, client, sign_in)


def test_the_list_says_who_and_why(cast, liz, finn):
    PatientFactory(clinic=cast.harbour, given_name="Ben", family_name="Cast", date_of_birth=BORN)
    answer = finn.get(LIST)
    rows = [
        (sorted(one["name"] for one in row["people"]), row["tag"]["label"], row["reasons"])
        for row in answer.context["rows"]
    ]
    twins = "Same birth date, same family name, same phone, other given name: could be twins"
    pairs = (["Ana Cast", "Anna Cast"], ["Ana Cast", "Ben Cast"], ["Anna Cast", "Ben Cast"])
    assert sorted(rows) == [(pair, "Maybe", twins) for pair in pairs]
    assert Event.objects.get(verb="duplicates.listed").ids


def test_said_to_be_two_people_they_are_not_shown_again(cast, liz, finn):
    url = place("apart", liz, cast.ana_record)
    for _twice in range(2):
        assert finn.post(url).url == LIST
    assert finn.get(LIST).context["rows"] == []
    assert Apart.objects.count() == 1
    assert sorted(
        Event.objects.filter(verb="patient.told_apart").values_list("patient", flat=True)
    ) == sorted([liz.pk, cast.ana_record.pk])


def test_the_desk_compares_and_asks_a_manager(cast, liz, finn):
    url = place("compare", liz, cast.ana_record)
    answer = finn.get(url)
    assert [one["name"] for one in answer.context["people"]] == ["Ana Cast", "Anna Cast"]
    assert [row["label"] for row in answer.context["details"] if row["differs"]] == [
        "First name",
        "Email",
        "Address",
    ]
    assert answer.context["joining_url"] == ""
    for _twice in range(2):
        finn.post(answer.context["ask_url"])
    waits = Item.objects.filter(kind="possible_duplicate", done_at=None)
    assert {item.patient for item in waits} == {liz.pk, cast.ana_record.pk}
    assert finn.get(url).context["is_asked"]
    assert finn.get(place("joining", cast.ana_record, liz)).status_code == 403


def test_nobody_else_compares(cast, liz, client, sign_in):
    for who, code in ((cast.petra_account, 403), (billing(cast), 403), (cast.omar, 404), (cast.ana, 404)):
        sign_in(client, who)
        for url in (LIST, place("compare", liz, cast.ana_record), place("joining", liz, cast.ana_record)):
            assert client.get(url).status_code == code
    sign_in(client, cast.finn)
    assert client.get(place("compare", cast.ana_record, cast.zoe_record)).status_code == 404
    assert client.get(place("compare", cast.ana_record, cast.ana_record)).status_code == 404


def test_the_preview_tells_all(cast, liz, nora):
    visit(cast.at_harbour, cast.quinn, liz, IN_TWO_DAYS - timedelta(minutes=30))
    CareRelationFactory(practitioner=cast.petra, patient=liz)
    ChartFactory(patient=liz), DocumentFactory(patient=liz, title="Qsecretpaper", shared=True)
    GrantFactory(account=cast.ben, patient=liz, relation=Relation.CARER)
    page = nora.get(place("joining", cast.ana_record, liz))
    moves = {row["label"]: (row["kept"], row["moves"], row["stays"]) for row in page.context["moves"]}
    assert moves == {
        "Visits": (2, 1, 0),
        "Forms": (2, 0, 0),
        "Answers to forms": (1, 0, 0),
        "Charts": (0, 1, 0),
        "Documents": (0, 1, 0),
        "Practitioners who care for the patient": (1, 1, 1),
    }
    told = {
        row["email"]: (row["kept"], row["gone"], row["after"], row["is_less"])
        for row in page.context["access"]
    }
    assert told == {
        "ana@example.org": ("The patient, Limited", "Nothing", "The patient, Limited", False),
        "ben@example.org": ("Carer, Full", "Carer, Limited", "Carer, Limited", True),
        "cleo@example.org": ("Carer, Limited", "Nothing", "Carer, Limited", False),
    }
    assert len(page.context["warnings"]) == 1
    assert "Qsecretpaper" not in page.text


def test_what_waits_in_the_tray_and_in_the_outbox_moves_and_is_told(cast, liz, nora):
    for number, kind in enumerate(("possible_duplicate", "code_burned", "code_burned")):
        done = {"done_at": AT, "done_by": cast.nora} if number == 2 else {}
        item = ItemFactory(clinic=cast.harbour, kind=kind, patient=liz.pk, **done)
        if kind == "possible_duplicate":  # one that waits for both
            Item.objects.filter(pk=item.pk).update(target=name_of(liz))
            ItemFactory(clinic=cast.harbour, patient=cast.ana_record.pk, target=name_of(cast.ana_record))
    late = {"due_at": AT + timedelta(days=1)}
    ours, theirs = (MessageFactory(patient_id=one.pk, **late) for one in (cast.ana_record, liz))
    MessageFactory(patient_id=liz.pk, sent_at=AT), MessageFactory(patient_id=cast.kit_record.pk, **late)
    url = place("joining", cast.ana_record, liz)
    page = nora.get(url)
    told = {row["label"]: (row["kept"], row["moves"], row["stays"]) for row in page.context["moves"]}
    assert told["Things in the tray, done ones too"] == (1, 2, 1)
    assert told["Mails that have not left yet"] == (1, 1, 0)
    # Each counts for what was seen.
    for change in (
        lambda: Message.objects.filter(pk=theirs.pk).update(sent_at=AT),
        lambda: ItemFactory(clinic=cast.harbour, kind="guessing", patient=liz.pk),
        lambda: Message.objects.filter(pk=ours.pk).update(dropped_at=AT),
    ):
        seen = nora.get(url).context["seen"]
        change()
        fields = {"email": "kept", "given_name": "kept", "address": "gone", "seen": seen}
        assert nora.post(url, fields).status_code == 409
    assert Merge.objects.count() == 0
    before = list(Item.objects.filter(patient=liz.pk).values_list("pk", flat=True))
    join(nora, cast.ana_record, liz)
    stayed = Item.objects.filter(patient=liz.pk)
    assert (len(before), [item.kind for item in stayed]) == (4, ["possible_duplicate"])


def test_joined_kept_and_led_to(cast, liz, nora):
    theirs = visit(cast.at_harbour, cast.quinn, liz, IN_TWO_DAYS)
    answer = join(nora, cast.ana_record, liz)
    assert answer.url == place("patient", cast.ana_record)
    cast.ana_record.refresh_from_db(), theirs.refresh_from_db()
    assert (cast.ana_record.given_name, cast.ana_record.address) == ("Ana", "1 Pier Road")
    assert (theirs.patient, Patient.objects.of(cast.harbour).filter(pk=liz.pk).exists()) == (
        cast.ana_record,
        False,
    )
    # Its address leads to the kept one, and it is in no list.
    assert nora.get(place("patient", liz)).url == place("patient", cast.ana_record)
    assert nora.get("/office/patients/?q=anna").context["rows"] == []
    assert nora.get(LIST).context["rows"] == []
    (notice,) = nora.get(place("patient", cast.ana_record)).context["merges"]
    assert (
        notice["text"] == "Joined on 17 Nov 2026 by Nora Cast with the record of Anna Cast, born 4 May 1988."
    )
    full = Message.objects.filter(kind="records.joined").values_list("account_id", flat=True)
    assert list(full) == [cast.ben.pk]
    # Pressed again it is told, and nothing more happens.
    assert says(nora.get(place("joining", cast.ana_record, liz), follow=True))[-1:] == [
        "These records are joined already."
    ]
    assert Merge.objects.count() == 1


def test_what_changed_meanwhile_is_shown_again(cast, liz, nora):
    url = place("joining", cast.ana_record, liz)
    seen = nora.get(url).context["seen"]
    DocumentFactory(patient=liz)
    fields = {"email": "kept", "given_name": "kept", "address": "gone", "seen": seen}
    answer = nora.post(url, fields)
    assert (answer.status_code, answer.context["stale"], Merge.objects.count()) == (409, True, 0)
    assert nora.post(url, fields | {"seen": answer.context["seen"]}).status_code == 302


def test_bad_input_is_told_beside_its_field(cast, liz, nora):
    GrantFactory(account=cast.dov, patient=liz, full=True)
    page = nora.get(place("joining", cast.kit_record, liz))
    answer = nora.post(
        place("joining", cast.kit_record, liz), {"seen": page.context["seen"], "email": "third"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"given_name", "date_of_birth", "email", "address"}
    GrantFactory(account=cast.ana, patient=cast.kit_record, full=True)
    answer = join(nora, cast.kit_record, liz, date_of_birth="kept")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["patient_account"])
    answer = join(nora, cast.kit_record, liz, date_of_birth="kept", patient_account=str(cast.dov.pk))
    assert answer.status_code == 302


def test_the_password_is_asked_once_more(cast, liz, client, sign_in):
    sign_in(client, cast.nora)
    url = place("joining", cast.ana_record, liz)
    for answer in (client.get(url), client.post(url)):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/")


def test_undone_within_thirty_days(cast, liz, nora, monkeypatch):
    theirs = visit(cast.at_harbour, cast.quinn, liz, IN_TWO_DAYS)
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=1))
    join(nora, cast.ana_record, liz)
    url = reverse("office:merge", args=[cast.ana_record.pk, Merge.objects.get().pk])
    DocumentFactory(patient=cast.ana_record, shared=True, created_at=AT + timedelta(minutes=2))
    assert "Made since, and stays with this record: Documents: 1" in nora.get(url).context["facts"]
    assert nora.post(url).url == place("patient", liz)
    theirs.refresh_from_db(), cast.ana_record.refresh_from_db()
    assert (theirs.patient, cast.ana_record.address) == (liz, "")
    assert says(nora.get(url, follow=True))[-1:] == ["These records were parted already."]
    assert nora.get(place("patient", liz)).status_code == 200
    verbs = Event.objects.filter(patient=liz.pk, verb__in=["patient.joined", "patient.parted"])
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == ["patient.joined", "patient.parted"]


def test_after_thirty_days_it_stays(cast, liz, nora):
    join(nora, cast.ana_record, liz)
    Merge.objects.update(at=AT - timedelta(days=30))
    merge = Merge.objects.get()
    url = reverse("office:merge", args=[cast.ana_record.pk, merge.pk])
    assert says(nora.post(url, follow=True))[-1:] == ["That was more than 30 days ago."]
    assert nora.get(place("patient", cast.ana_record)).context["merges"] == []
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_the_portal_lands_on_the_kept_record(cast, liz, client, sign_in):
    GrantFactory(account=cast.dov, patient=liz)
    sign_in(client, cast.nora)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    join(client, cast.ana_record, liz)
    sign_in(client, cast.dov)
    assert client.get(f"/portal/p/{liz.pk}/").status_code == 404
    assert client.get(f"/portal/p/{cast.ana_record.pk}/").status_code == 200


def test_the_ledger_of_both_is_read_together(cast, liz, client, sign_in):
    own = GrantFactory(account=cast.ida if hasattr(cast, "ida") else cast.dov, patient=liz, full=True)
    sign_in(client, cast.nora)
    client.get(place("patient", liz))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    join(client, cast.ana_record, liz)
    rows = client.get(place("access", cast.ana_record)).context["ledger"]["rows"]
    assert "joined two records" in {row["what"] for row in rows}
    assert Event.objects.filter(patient=liz.pk, verb="patient.opened").exists()
    sign_in(client, own.account)
    page = client.get(reverse("portal:access", args=[cast.ana_record.pk]))
    assert "Two records were joined by the clinic" in page.text
    assert re.search("Record opened", page.text)
