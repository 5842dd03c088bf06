"""The settings page itself, the clinic's details and look, and the kinds of documents."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from clinic.models import Clinic, ClinicLogo, Practitioner
from clinic.tests import factories as of_clinics
from common.tests.moment import LONG_AGO
from common.tests.pictures import picture
from records.models import AccessRules


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def page(name="", *args):
    return reverse(f"office:settings_{name}" if name else "office:settings", args=args)


def wrong(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(words) for name, words in answer.context["form"].errors.items()}


def lines(answer) -> dict:
    return {row["label"]: row["state"] for group in answer.context["groups"] for row in group["rows"]}


# The page ----------------------------------------------------------------------------------------
def test_each_place_says_its_present_state(cast, nora):
    of_clinics.PractitionerFactory(clinic=cast.harbour, name="Rae")
    of_clinics.ResourceFactory(clinic=cast.harbour)
    of_clinics.ResourceFactory(clinic=cast.harbour, retired_at=LONG_AGO)
    answer = nora.get(page())
    assert {str(label): state for label, state in lines(answer).items()} == {
        "Clinic": "(902) 555-0100 · America/Halifax",
        "Look": "#115163 · without a logo",
        "Locations": "1 location",
        "Team": "4 people",
        "Texts of mails": "as we wrote them",
        "Services": "2 services, 2 online",
        "Practitioners": "3 practitioners, 1 without hours",
        "Weekly hours": "open on 5 days a week",
        "Closed days": "none ahead",
        "Time off": "none ahead",
        "Days that differ": "none ahead",
        "Headings": "1 heading",
        "Rooms and machines": "1 room or machine",
        "Booking rules": "on, up to 90 days ahead",
        "Website button and sites": "no site may show booking",
        "Document types": "patients see 10 of 10 kinds",
        "Young people and access": "the two ages are not chosen yet",
        "Rules for forms": "open for 60 days",
        "Keeping records": "for 10 years",
        "Handout": "as we wrote it",
        "Import": "no file yet",
        "Home activities": "0 activities",
    }
    drawn = set(re.findall(r'id="([a-z-]+)"', Path("static/icons.svg").read_text()))
    assert {row["icon"] for group in answer.context["groups"] for row in group["rows"]} <= drawn
    assert reverse("admin:index") in answer.text and reverse("office:settings_check") in answer.text
    assert [one["label"] for one in answer.context["nav_more"] if one["current"]] == ["Settings"]
    rules = nora.get(reverse("office:booking_rules"))
    assert [one["label"] for one in rules.context["nav_more"] if one["current"]] == ["Online booking"]


@pytest.mark.parametrize("many", [10, 300])
def test_it_asks_few_questions_however_large_the_clinic(cast, nora, django_assert_num_queries, many):
    Practitioner.objects.filter(clinic=cast.harbour).update(order=1)
    for n in range(many):
        of_clinics.PractitionerFactory(clinic=cast.harbour, name=f"Rae {n}")
    nora.get(page())  # the catalogue is kept
    with django_assert_num_queries(8):
        nora.get(page())


# Details -----------------------------------------------------------------------------------------
DETAILS = {
    "name": "Harbour Clinic", "tagline": "", "address": "12 Harbour Street, Halifax", "emergency_line": "",
    "phone": "(902) 555-0199", "phone_hours": "", "email": "desk@example.org", "language": "en",
    "timezone": "America/Halifax", "currency": "CAD",
}  # fmt: skip


def test_details_are_changed(cast, nora):
    assert wrong(nora.post(page("details"), DETAILS | {"name": "", "email": "desk", "currency": "XXX"})) == {
        "name": ["Fill this in"],
        "email": ["Enter a valid email address."],
        "currency": ["Choose one"],
    }
    assert nora.post(page("details"), DETAILS)["Location"] == page()
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    assert (clinic.phone, clinic.email, clinic.hosts) == (
        "(902) 555-0199",
        "desk@example.org",
        cast.harbour.hosts,
    )
    assert Event.objects.get(verb="settings.changed").clinic == clinic.pk
    assert Clinic.objects.get(pk=cast.lakeside.pk).phone == cast.lakeside.phone


def test_another_time_zone_is_meant(cast, nora):
    said = DETAILS | {"timezone": "America/Toronto"}
    assert wrong(nora.post(page("details"), said)) == {
        "zone_seen": [
            "3 visits are booked: they keep their moment, but what is shown as Thu 19 Nov, 9:00 am becomes "
            "Thu 19 Nov, 8:00 am. Opening hours stay as they are on the clock. Tick below if you mean it."
        ]
    }
    assert Clinic.objects.get(pk=cast.harbour.pk).timezone == "America/Halifax"
    assert nora.post(page("details"), said | {"zone_seen": "on"}).status_code == 302
    assert Clinic.objects.get(pk=cast.harbour.pk).timezone == "America/Toronto"
    assert list(wrong(nora.post(page("details"), said | {"timezone": "Moon/Base"}))) == ["timezone"]


# Look --------------------------------------------------------------------------------------------
LOOK = {"brand": "#205335", "on_brand": "#ffffff", "accent": "#f19d9d", "radius": "4", "font": "atkinson"}


def test_a_look_is_shown_saved_and_refused_with_the_nearest_that_can_be_read(cast, nora):
    shown = nora.post(page("look"), LOOK | {"show": "1"})
    assert shown.status_code == 200 and "brand=%23205335" in shown.context["sheet_url"]
    assert Clinic.objects.get(pk=cast.harbour.pk).brand == "#115163"
    sheet = nora.get(shown.context["sheet_url"])
    assert sheet["Content-Type"] == "text/css" and sheet.text.startswith(
        ".look-sample{--brand-fill:light-dark(#205335"
    )
    assert "style=" not in shown.text
    refused = nora.post(page("look"), LOOK | {"brand": "#ffe600", "accent": "#000000"})
    assert wrong(refused) == {
        "brand": [
            "Hard to read: links on a tinted card has a contrast of 1.1, at least 4.5 is needed. Try #7a6d01."
        ],
        "accent": [
            "Hard to read: numerals on a badge has a contrast of 1.3, at least 4.5 is needed. Try #8a8a8a."
        ],
    }
    mended = nora.post(page("look"), LOOK | {"brand": "#ffe600", "accent": "#000000", "mend": "1"})
    assert (mended.status_code, mended.context["problems"]) == (200, [])
    assert [mended.context["form"][name].value() for name in ("brand", "accent")] == ["#7a6d01", "#8a8a8a"]
    assert nora.post(page("look"), LOOK)["Location"] == page("look")
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    assert (clinic.brand, clinic.radius, clinic.logo_mark) == ("#205335", 4, "")


@pytest.mark.parametrize("colour", ["red", "#12345g", "'", "#\u0661\u0661\u0661\u0661\u0661\u0661"])
@pytest.mark.parametrize("button", ["", "show", "mend"])
def test_what_is_no_colour_is_said_beside_its_box(cast, nora, colour, button):
    answer = nora.post(page("look"), LOOK | {"brand": colour} | ({button: "1"} if button else {}))
    if button != "mend":  # which puts the colour that is saved in its place
        words = ["Write a colour as # and six digits, for example #115163."]
        assert answer.context["form"].errors["brand"] == words
    assert answer.status_code == (200 if button else 422)
    assert not type(cast.harbour).objects.filter(brand=colour).exists()


def test_a_sheet_for_nonsense_is_the_usual_one(cast, nora):
    sheet = nora.get(page("look_sheet") + "?brand=red%7D%0Abody%7Bx&radius=999&font=evil&accent=%23f19d9d")
    assert "evil" not in sheet.text and "body" not in sheet.text
    assert (
        "light-dark(#115163" in sheet.text and "--r:12px" in sheet.text and "--accent:#f19d9d" in sheet.text
    )


def test_a_logo_is_handed_in_shown_and_taken_away(cast, nora):
    logo = picture("logo.png")
    assert nora.post(page("look"), LOOK | {"new_logo": logo}).status_code == 302
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    address = reverse("logo", args=[clinic.slug, clinic.logo_mark])
    assert address in nora.get("/book/").text
    served = nora.get(address)
    assert (served["Content-Type"], served.content[:4]) == ("image/png", b"\x89PNG")
    assert nora.get(reverse("logo", args=[clinic.slug, "0" * 12])).status_code == 404
    assert nora.get(address, headers={"host": "lakeside.localhost"}).status_code == 404
    assert nora.post(page("look"), LOOK | {"without_logo": "on"}).status_code == 302
    assert not ClinicLogo.objects.exists() and nora.get(address).status_code == 404
    drawing = SimpleUploadedFile("logo.svg", b"<svg onload='go()'/>", content_type="image/svg+xml")
    assert list(wrong(nora.post(page("look"), LOOK | {"new_logo": drawing}))) == ["new_logo"]
    assert Clinic.objects.get(pk=cast.harbour.pk).logo_mark == ""


# Documents ---------------------------------------------------------------------------------------
def test_kinds_are_hidden_and_refused_everywhere(cast, nora):
    shown = nora.get(page("documents"))
    assert all(row["is_shown"] for row in shown.context["rows"])
    kinds = [row["kind"] for row in shown.context["rows"]]
    none = nora.post(page("documents"), {"shown": kinds})
    assert wrong(none) == {"sent": ["Let patients send at least one kind, for example other documents."]}
    [(control, _words)] = none.context["things"]
    assert none.text.count(f'id="{control}"') == 1
    said = {"shown": [kind for kind in kinds if kind != "result"], "sent": ["insurance", "other"]}
    assert nora.post(page("documents"), said)["Location"] == page()
    rules = AccessRules.objects.get(clinic=cast.harbour)
    assert rules.hidden_kinds == ["result"]
    assert rules.refused_kinds == ["referral", "result", "image", "identity"]
    assert nora.post(page("documents"), said | {"sent": ["letter"]}).status_code == 422
    assert not AccessRules.objects.filter(clinic=cast.lakeside).exists()
