"""The paper about the portal: written already, in the clinic's own words where it has some, safe to print."""

import pytest
from django.urls import reverse

from audit.models import Event
from booking.models import Preferences
from clinic.models import Clinic, Handout
from common.tests.paper import opened, words
from office.handout import Block, blocks, filled_in, ours

PAGE = "/office/portal/handout/"


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def paper(browser, language="en", size="full"):
    return browser.get(reverse("office:handout_paper", args=[language, size])).content


def test_it_arrives_written_in_every_language(cast, nora):
    Clinic.objects.filter(pk=cast.harbour.pk).update(
        phone="(902) 555-0142", phone_hours="", address="12 Quay"
    )
    page = nora.get(PAGE)
    assert page.context["title"] == "See your visits online"
    assert [one["label"] for one in page.context["languages"]] == ["English", "Français"]
    said = words(paper(nora))
    assert "Go to testserver:8000/portal/, or scan the square." in said and "Call (902) 555-0142." in said
    assert "We answer" not in said and "{" not in said  # nobody said when the telephone is answered
    assert "Des questions?" in words(paper(nora, "fr"))


def test_only_what_patients_can_do_is_promised(cast, nora):
    Preferences.objects.filter(clinic=cast.harbour).update(is_online=False, cancel_online=True)
    text = ours(Clinic.objects.get(pk=cast.harbour.pk), "en").text
    assert "Book a visit" not in text and "Move or cancel a visit yourself" in text


@pytest.mark.parametrize("zone, sizes", [
    ("America/Halifax", {"full": (612, 792), "half": (396, 612)}),
    ("Europe/Paris", {"full": (595, 842), "half": (420, 595)}),
])  # fmt: skip
def test_a_whole_sheet_and_half_of_one_are_one_page(cast, nora, zone, sizes):
    Clinic.objects.filter(pk=cast.harbour.pk).update(timezone=zone, phone="902 555 0142")
    for size, wanted in sizes.items():
        for language in ("en", "fr"):
            (page,) = opened(paper(nora, language, size)).pages
            assert tuple(round(float(one)) for one in page.mediabox[2:]) == wanted


def test_own_words_are_kept_by_language_and_go_back_to_ours(cast, nora):
    own = {"title": "Unser Portal", "text": 'Call {phone}.\n# Steps\n- One\n- Two\n<b>#read("x")</b>'}
    assert nora.post(PAGE + "?language=fr", {**own, "show": "1"}).status_code == 200
    assert not Handout.objects.exists()
    wrong = nora.post(PAGE + "?language=fr", {**own, "text": "Ask {secret}"})
    assert wrong.status_code == 422 and "We have nothing to fill in for {secret}" in wrong.text
    assert nora.post(PAGE + "?language=fr", own).url == PAGE + "?language=fr"
    shown = nora.get(PAGE + "?language=fr")
    assert shown.context["title"] == "Unser Portal" and "<b>#read" not in shown.text
    assert '<b>#read("x")</b>' in words(paper(nora, "fr"))
    assert nora.get(PAGE + "?language=en").context["title"] == "See your visits online"
    for _ in "ab":
        nora.post(PAGE + "?language=fr", {"ours": "1"})
    assert not Handout.objects.exists()
    assert [*Event.objects.filter(verb__startswith="settings.").order_by("pk").values_list("verb", flat=True)] == [
        "settings.added", "settings.deleted",
    ]  # fmt: skip


def test_another_clinic_has_its_own(cast, nora, client, sign_in):
    nora.post(PAGE + "?language=en", {"title": "Harbour’s", "text": "x"})
    omar = sign_in(client, cast.omar)
    assert omar.get(PAGE, HTTP_HOST=cast.lakeside.hosts[0]).context["title"] == "See your visits online"


def test_the_desk_prints_it_and_does_not_write_it(cast, client, sign_in):
    finn = sign_in(client, cast.finn)
    page = finn.get(PAGE)
    assert (page.status_code, page.context["may_edit"]) == (200, False) and "<textarea" not in page.text
    assert finn.post(PAGE, {"title": "x", "text": "x"}).status_code == 403
    assert paper(finn).startswith(b"%PDF")


def test_parts_and_lines_that_have_nothing_to_say(cast):
    cast.harbour.phone = ""
    text = filled_in("Hello {clinic}\n\n# Call\nCall {phone}.\n\n- a\n- b\nend", cast.harbour)
    assert blocks(text) == [
        Block("text", ("Hello Harbour Clinic",)), Block("heading", ("Call",)), Block("points", ("a", "b")),
        Block("text", ("end",)),
    ]  # fmt: skip
    assert blocks("# Nothing below") == []
