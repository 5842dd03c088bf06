"""The page of services is made once for a version of its clinic, and never for somebody it is not for."""

import pytest

from booking.tests.test_pages import held_url
from clinic import made_once


@pytest.fixture
def made(monkeypatch):
    """How many pages were made, from here on; nothing is kept yet."""
    monkeypatch.setattr(made_once, "_kept", {})
    return lambda: sum(len(pages) for _version, pages in made_once._kept.values())


def test_the_second_look_costs_one_query_and_is_the_same_page(cast, client, made, django_assert_num_queries):
    first = client.get("/book/")
    with django_assert_num_queries(1):
        second = client.get("/book/")
    assert (made(), second.content, second["Content-Type"]) == (1, first.content, first["Content-Type"])
    assert not second.cookies and second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_what_the_clinic_changes_shows_at_the_next_look(cast, client, made):
    assert "Treatment" in client.get("/book/").text
    cast.treatment.title = "Hydrotherapy"
    cast.treatment.save()
    page = client.get("/book/").text
    assert ("Hydrotherapy" in page, "Treatment" in page) == (True, False)
    cast.harbour.booking_preferences.is_online = False
    cast.harbour.booking_preferences.save()
    assert "Hydrotherapy" not in client.get("/book/").text


def test_every_language_has_its_own(cast, client, made):
    english, french = (client.get("/book/", HTTP_ACCEPT_LANGUAGE=one).text for one in ("en", "fr"))
    assert ('lang="en"' in english, 'lang="fr"' in french, made()) == (True, True, 2)
    assert client.get("/book/", HTTP_ACCEPT_LANGUAGE="fr").text == french


def test_it_does_not_repeat_the_name_it_was_asked_for_by(cast, client, made):
    """Else the first to ask would choose what everybody reads."""
    forged = client.get("/book/", HTTP_HOST="testserver:8443")
    assert "8443" not in forged.text
    assert client.get("/book/").content == forged.content


def test_it_comes_packed_to_whoever_unpacks(cast, client, made):
    import gzip

    plain, packed = client.get("/book/"), client.get("/book/", HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], plain.has_header("Content-Encoding")) == ("gzip", False)
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"]


def test_who_is_signed_in_gets_a_page_of_their_own_and_leaves_none(cast, client, made):
    client.force_login(cast.ana)
    assert cast.ana.given_name in client.get("/book/").text
    client.get("/book/?for=new")
    assert made() == 0
    client.logout()
    assert cast.ana.given_name not in client.get("/book/").text


def test_neither_does_a_session_a_part_of_it_or_a_frame(cast, client, made):
    client.get("/embed/book/")
    client.get("/book/?with=quinn")
    held_url(client)
    client.get("/book/")
    assert made() == 0
