"""What stands around the pages: tabs, the strip, the rooms, and the address that still has to be confirmed."""

import re

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from outbox.models import Message
from records.models.access import Relation, Scope
from records.tests.factories import GrantFactory, PatientFactory


def page_of(client, patient, name="portal:patient"):
    return client.get(reverse(name, args=[patient.pk]))


def test_tabs_the_account_holder_first_then_by_age(client, sign_in, cast):
    GrantFactory(account=cast.dov, patient=cast.kit_record, relation=Relation.PARENT, colour="amber")
    GrantFactory(account=cast.dov, patient=cast.ana_record, relation=Relation.PARTNER, colour="moss")
    own = PatientFactory(clinic=cast.harbour, given_name="Dov", date_of_birth="1999-01-01")
    GrantFactory(account=cast.dov, patient=own)
    people = page_of(sign_in(client, cast.dov), cast.kit_record).context["people"]()
    assert [(tab["name"], tab["relation"], tab["colour"], tab["current"]) for tab in people] == [
        ("Dov", "You", "plum", False),
        ("Kit", "Child, 9", "amber", True),
        ("Ana", "Partner, 38", "moss", False),
    ]


def test_the_strip_says_whom_one_looks_after(client, sign_in, cast):
    page = page_of(sign_in(client, cast.cleo), cast.ana_record)
    assert page.context["acting_for"]() == {
        "name": "Ana",
        "colour": "plum",
        "relation": "who is in your care",
        "note": "Limited access",
        "back_url": "",
        "filling_in": False,
    }


def test_on_ones_own_page_there_is_no_strip(client, sign_in, cast):
    page = page_of(sign_in(client, cast.ana), cast.ana_record)
    assert page.context["acting_for"]() is None
    assert "looking after" not in page.content.decode()


def test_a_form_of_somebody_else_is_filled_in_for_them(client, sign_in, cast):
    path = reverse("smartforms:open", args=[cast.kit_record.pk, cast.kit_open.pk])
    page = sign_in(client, cast.ben).get(path)
    assert page.context["acting_for"]()["filling_in"] is True
    assert [item["label"] for item in page.context["nav_items"]() if item["current"]] == ["Forms"]


@pytest.mark.parametrize(
    "name, current",
    [
        ("portal:patient", "Home"),
        ("portal:visits", "Appointments"),
        ("portal:forms", "Forms"),
        ("portal:access", "Records"),
    ],
)
def test_the_rooms_that_exist(client, sign_in, cast, name, current):
    nav = page_of(sign_in(client, cast.ana), cast.ana_record, name).context["nav_items"]()
    assert [item["label"] for item in nav] == ["Home", "Appointments", "Forms", "Records"]
    assert [item["label"] for item in nav if item["current"]] == [current]
    assert nav[2]["count"] == 1


def test_rooms_outside_the_scopes_are_not_there(client, sign_in, cast):
    GrantFactory(
        account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, full=True, scopes=[Scope.BILLING]
    )
    nav = page_of(sign_in(client, cast.dov), cast.ana_record).context["nav_items"]()
    assert [item["label"] for item in nav] == ["Home", "Records"]


@pytest.mark.parametrize("name", ["portal:patient", "portal:visits", "portal:forms"])
def test_an_address_not_yet_confirmed_stands_on_every_page(client, sign_in, cast, name):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    page = page_of(sign_in(client, cast.ana), cast.ana_record, name)
    assert "We sent a link to ana@example.org" in page.content.decode()


def test_a_confirmed_one_is_not_spoken_of(client, sign_in, cast):
    assert "We sent a link" not in page_of(sign_in(client, cast.ana), cast.ana_record).content.decode()


def test_send_the_link_again(client, sign_in, cast):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    ana = sign_in(client, cast.ana)
    here = reverse("portal:patient", args=[cast.ana_record.pk])
    for _ in range(2):  # at once again is too soon: one mail
        assert ana.post(reverse("account_confirm_again"), {"next": here}).url == here
    assert Message.objects.filter(kind="accounts.verify", account_id=cast.ana.pk).count() == 1


def test_who_has_confirmed_gets_no_other_link(client, sign_in, cast):
    sign_in(client, cast.ana).post(reverse("account_confirm_again"))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("address", "phone", "said"),
    [
        ("12 Harbour Street, Halifax", "(902) 555-0142", "12 Harbour Street, Halifax. (902) 555-0142"),
        ("", "(902) 555-0142", "(902) 555-0142"),
        ("12 Harbour Street, Halifax", "", "12 Harbour Street, Halifax"),
        ("", "", ""),
    ],
)
def test_the_letterhead_joins_what_is_there(client, sign_in, cast, address, phone, said):
    type(cast.harbour).objects.filter(pk=cast.harbour.pk).update(address=address, phone=phone)
    text = page_of(sign_in(client, cast.ana), cast.ana_record).text
    head = text[text.index('<div class="letterhead">') : text.index("</div>", text.index("letterhead"))]
    clinic, patient = re.findall("<p><b>(.*?)</p>", head)
    assert clinic == "Harbour Clinic</b>" + (f"<br>{said}" if said else "")
    # Her day of birth proves that a code is hers: limited, it is not printed.
    assert patient == "Ana Cast</b>"
    assert text.index("<header") < text.index("letterhead") < text.index("</header>")


def test_the_letterhead_says_who_was_born_when_to_whoever_sees_the_record(client, sign_in, cast):
    text = page_of(sign_in(client, cast.ben), cast.kit_record).text
    assert re.findall("<p><b>(Kit.*?)</p>", text) == [
        f"Kit Cast</b><br>Born {date_format(cast.kit_record.date_of_birth, 'j F Y')}"
    ]
