"""What search engines and link previews read: the clinic and its services, and nobody's name."""

import re

from booking.presenters.front import picture_fingerprint

SITE = "http://testserver:8000"


def properties(page) -> list[tuple]:
    """The microdata of a page: (property, value)."""
    found = re.findall(r'<(?:meta|link) itemprop="(\w+)" (?:content|href)="([^"]*)">', page)
    return [(name, value.replace(SITE, "")) for name, value in found]


def test_the_booking_page_names_the_clinic_and_what_it_offers(cast, client):
    cast.harbour.address = "12 Harbour Street"
    cast.harbour.save()
    page = client.get("/book/").text
    picture = f"/share/{picture_fingerprint(cast.harbour)}.png"
    assert properties(page) == [
        ("name", "Harbour Clinic"), ("url", "/book/"), ("image", picture), ("telephone", cast.harbour.phone),
        ("address", "12 Harbour Street"),
        ("url", "/book/assessment/"), ("price", "110.00"), ("priceCurrency", "CAD"), ("name", "Assessment"),
        ("url", "/book/treatment/"), ("price", "85.00"), ("priceCurrency", "CAD"), ("name", "Treatment"),
    ]  # fmt: skip
    assert f'<meta property="og:image" content="{SITE}{picture}">' in page
    assert '<meta property="og:title" content="Book a visit at Harbour Clinic">' in page
    assert "itemprop" not in client.get("/embed/book/").text


def test_a_service_has_a_preview_of_its_own_without_the_hold_that_stands_in_the_address(cast, client):
    page = client.get("/book/treatment/?instead_of=abc", HTTP_ACCEPT_LANGUAGE="fr").text
    assert '<meta property="og:title" content="Treatment">' in page
    assert f'<link rel="canonical" href="{SITE}/book/treatment/">' in page
    assert '<meta property="og:locale" content="fr_CA">' in page
    head = page.partition("</head>")[0]
    assert not re.search("abc|Quinn|Petra", head)


def test_the_sitemap_lists_what_can_be_booked(cast, client):
    cast.assessment.is_online = False
    cast.assessment.save()
    answer = client.get("/sitemap.xml")
    assert re.findall("<loc>(.*?)</loc>", answer.text) == [f"{SITE}/book/", f"{SITE}/book/treatment/"]
    cast.harbour.booking_preferences.is_online = False
    cast.harbour.booking_preferences.save()
    assert re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text) == [f"{SITE}/book/"]
    lines = client.get("/robots.txt").text.splitlines()
    assert (lines[-1], "Disallow: /portal/" in lines) == (f"Sitemap: {SITE}/sitemap.xml", True)


def test_the_picture_is_drawn_once_and_changes_with_the_look(cast, client, monkeypatch):
    address = f"/share/{picture_fingerprint(cast.harbour)}.png"
    drawn = client.get(address)
    size = [int.from_bytes(drawn.content[at : at + 4], "big") for at in (16, 20)]
    assert (drawn["Content-Type"], size) == ("image/png", [1200, 630])
    monkeypatch.setattr("common.pdf.render", None)
    assert client.get(address).content == drawn.content, "kept"
    cast.harbour.brand = "#85243a"
    cast.harbour.save()
    assert client.get(address).status_code == 404
