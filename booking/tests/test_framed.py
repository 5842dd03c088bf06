"""Choosing in a frame on a clinic's website (security, case 54): who may show it, no cookies, and the way out."""

import re

import pytest
from django.test import Client

from booking.models import Hold, WebsiteButton
from booking.tests.test_pages import OURS, START

SITE = "https://www.example.org"
FRAMED = ("/embed/book/", "/embed/book/treatment/", "/embed/book/treatment/quinn/")
OWN = (
    "/book/",
    "/book/treatment/quinn/",
    "/accounts/login/",
    "/portal/",
    "/office/",
    "/nowhere/",
    "/embed/nowhere/",
)


@pytest.fixture
def button(cast):
    return WebsiteButton.objects.create(clinic=cast.harbour, sites=[SITE, "https://example.org"])


def ancestors(answer) -> str:
    return re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])[1].strip()


@pytest.mark.parametrize("path", FRAMED)
def test_only_the_listed_sites_may_frame_and_no_cookie_is_set_or_read(cast, button, sign_in, client, path):
    stranger = client.get(path)
    assert (stranger.status_code, ancestors(stranger)) == (200, f"{SITE} https://example.org")
    assert "X-Frame-Options" not in stranger
    signed_in = sign_in(Client(), cast.ana)
    signed_in.cookies["django_language"] = "fr"
    seen = signed_in.get(path)
    assert seen.content == stranger.content, "the same page, whoever is signed in beside it"
    for answer in (stranger, seen):
        assert (answer.cookies, "Cookie" in answer.get("Vary", "")) == ({}, False)
    assert not re.search(
        r'"/accounts/|csrf|Sign in|"/(portal|book)/(?!holds/")[^"]*"(?! target="_top")', stranger.text
    )


@pytest.mark.parametrize("path", OWN)
def test_nothing_else_is_framed(cast, button, client, path):
    for browser in (client, Client(HTTP_REFERER=f"{SITE}/")):
        answer = browser.get(path)
        assert (ancestors(answer), answer["X-Frame-Options"]) == ("'none'", "DENY")


def test_without_a_list_and_at_another_clinic_nobody_frames(cast, client):
    assert ancestors(client.get(FRAMED[0])) == "'none'"
    WebsiteButton.objects.create(clinic=cast.lakeside, sites=[SITE])
    assert ancestors(client.get(FRAMED[0])) == "'none'"
    assert ancestors(client.get(FRAMED[0], HTTP_HOST="lakeside.localhost")) == SITE


def test_links_stay_in_the_frame_and_a_time_leaves_it(cast, button, client):
    assert 'href="/embed/book/treatment/"' in client.get("/embed/book/").text
    assert 'action="/embed/book/treatment/"' in client.get("/embed/book/treatment/").text
    times = client.get("/embed/book/treatment/quinn/").text
    assert '<form method="post" action="/book/holds/" target="_top">' in times
    assert client.get("/embed/book/treatment/?with=quinn")["Location"] == "/embed/book/treatment/quinn/"
    assert client.get("/embed/book/astrology/")["Location"] == "/embed/book/"
    assert (
        'href="/book/treatment/quinn/?week=2026-01-05" target="_top"'
        in client.get("/embed/book/treatment/quinn/?week=2026-01-05").text
    )


def test_a_time_is_held_without_a_cookie_and_with_forgery_protection(cast, button):
    """What a browser sends when it blocks the cookies of a frame: none, and our own origin."""
    strict = Client(enforce_csrf_checks=True)
    said = {"service": "treatment", "who": "quinn", "start": START}
    refused = strict.post("/book/holds/", said, HTTP_ORIGIN=SITE)
    assert (refused.status_code, Hold.objects.count()) == (403, 0)
    held = strict.post("/book/holds/", said, HTTP_REFERER="http://testserver/embed/book/", **OURS)
    assert held["Location"] == f"/book/h/{Hold.objects.get().pk}/"
    assert strict.post(f"{held['Location']}account/", {"how": "new"}).status_code == 403, (
        "the rest is protected"
    )


def test_switched_off_the_frame_shows_the_telephone(cast, button, client):
    cast.harbour.phone = "902 555 0199"
    cast.harbour.save()
    cast.harbour.booking_preferences.is_online = False
    cast.harbour.booking_preferences.save()
    page = client.get("/embed/book/")
    assert 'href="tel:9025550199"' in page.text and ancestors(page).startswith(SITE)
    assert client.get("/embed/book/treatment/quinn/")["Location"] == "/embed/book/"


def test_a_practitioner_may_be_preselected(cast, button, client):
    page = client.get("/book/?with=quinn")
    assert 'href="/book/treatment/?with=quinn"' in page.text
    assert client.get("/book/treatment/?with=quinn")["Location"] == "/book/treatment/quinn/"
    assert 'href="/book/treatment/"' in client.get("/book/?with=nobody").text


def test_a_framed_page_asks_for_its_sites_once(cast, button, client, django_assert_num_queries):
    client.get(FRAMED[0])
    with django_assert_num_queries(2):
        client.get(FRAMED[0])


def test_the_page_of_someone_else_is_there_in_the_demo_only(cast, client, settings):
    ours = client.get("/demo/site/", HTTP_HOST="localhost:8000")
    assert ours["Location"] == "http://site.localhost:8000/demo/site/"
    page = client.get("/demo/site/", HTTP_HOST="site.localhost:8000")
    assert '<script src="http://localhost:8000/embed.js" async>' in page.text
    assert "'unsafe-inline'" not in page["Content-Security-Policy"] and page.cookies == {}
    plain = client.get("/demo/site/link/", HTTP_HOST="site.localhost:8000")
    assert "<script" not in plain.text and "data-anteroom" not in plain.text
    assert 'href="http://localhost:8000/book/">Book a visit</a>' in plain.text
    settings.DEMO = False
    assert client.get("/demo/site/", HTTP_HOST="localhost:8000").status_code == 404
