"""The website button: what managers and owners design, and the code that comes of it."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from booking import website
from booking.models import WebsiteButton
from booking.models.button import Colour

PAGE = "/office/website/"
SAID = {
    "size": "large", "colour": "pine", "words": "Book <now>", "opens": "service:treatment", "over_page": "on",
    "sites": "https://www.example.org/\nhttps://WWW.example.org\nhttps://bücher.example:8443",
}  # fmt: skip


@pytest.fixture
def manager(cast, client, sign_in):
    return sign_in(client, cast.nora)


def test_a_button_is_designed_and_its_code_is_a_plain_link(cast, manager, django_assert_max_num_queries):
    manager.get(PAGE)  # the catalogue is kept
    with django_assert_max_num_queries(9):
        page = manager.get(PAGE)
    assert [colour["ratio"] for colour in page.context["colours"]] == [
        "8.8 : 1", "15.7 : 1", "9.0 : 1", "9.0 : 1", "7.5 : 1", "7.7 : 1",
    ]  # fmt: skip
    assert page.context["code"] == (
        '<a href="http://testserver:8000/book/" style="display:inline-block;background:#115163;color:#fff;'
        "border:2px solid #115163;border-radius:12px;font:600 17px/1.2 system-ui,sans-serif;padding:14px 26px;"
        'text-decoration:none">Book a visit</a>'
    )
    assert 'href="http://testserver:8000/portal/"' in page.context["sign_in_code"]
    assert 'style="' not in page.text.replace("&quot;", "")
    saved = manager.post(PAGE, SAID)
    assert saved["Location"] == PAGE and Event.objects.filter(verb="settings.added").count() == 1
    button = WebsiteButton.objects.get(clinic=cast.harbour)
    assert (button.service, button.practitioner, button.over_page) == (cast.treatment, None, True)
    assert button.sites == ["https://www.example.org", "https://xn--bcher-kva.example:8443"]
    page = manager.get(PAGE)
    assert page.context["code"].startswith(
        '<a data-anteroom="popup" href="http://testserver:8000/book/treatment/" style="display:inline-block;'
    )
    assert page.context["code"].endswith(
        '>Book &lt;now&gt;</a>\n<script src="http://testserver:8000/embed.js" async></script>'
    )


def test_save_and_close_leads_to_the_settings_and_a_practitioner_may_be_preselected(cast, manager):
    answer = manager.post(PAGE, {**SAID, "opens": "practitioner:quinn", "close": "1"})
    assert answer["Location"] == "/admin/"
    assert website.address_of(website.button_of(cast.harbour)) == "http://testserver:8000/book/?with=quinn"
    assert website.sites_of(cast.lakeside) == []


def test_a_light_colour_of_ones_own_is_refused_with_its_ratio(cast, manager):
    cast.harbour.brand = "#f3ae5f"
    cast.harbour.save()
    answer = manager.post(PAGE, {**SAID, "colour": Colour.BRAND})
    assert (answer.status_code, answer.context["form"].errors["colour"]) == (
        422, ["White words on it are hard to read (1.9 : 1, at least 4.5 : 1). Choose another colour."],
    )  # fmt: skip
    assert 'value="Book &lt;now&gt;"' in answer.text and not WebsiteButton.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "http://www.example.org", "https://*.example.org", "*", "www.example.org", "https://user@example.org",
        "https://example.org/page", "https://example.org; script-src *", "https://exa mple.org", "https://",
        "https://example.org:port", "javascript:alert(1)", "https://-a.example", "data:text/html,x", "https://[::1]",
        "https://example.org?x", "https://example.org#x", "ftp://localhost",
    ],
)  # fmt: skip
def test_what_is_no_site_is_refused(text):
    with pytest.raises(ValidationError):
        website.origin_of(text)


def test_this_machine_is_a_site_in_the_demo_only(settings):
    assert website.origin_of("http://site.localhost:8000/") == "http://site.localhost:8000"
    assert website.origin_of(" https://example.org:443 ") == "https://example.org"
    settings.DEMO = False
    with pytest.raises(ValidationError):
        website.origin_of("http://site.localhost:8000")


def test_a_window_needs_a_site_and_words_are_needed(cast, manager):
    answer = manager.post(PAGE, {**SAID, "sites": " ", "words": "", "opens": "service:nothing"})
    assert sorted(answer.context["form"].errors) == ["opens", "sites", "words"]
    many = "\n".join(f"https://s{n}.example" for n in range(21))
    assert manager.post(PAGE, {**SAID, "sites": many}).context["form"].errors["sites"] == ["At most 20 sites"]


def test_the_square_comes_as_a_file(cast, manager):
    drawn, dotted = manager.get(f"{PAGE}booking.svg"), manager.get(f"{PAGE}booking.png")
    assert drawn["Content-Type"] == "image/svg+xml" and drawn.content.startswith(b"<svg")
    assert dotted["Content-Disposition"] == 'attachment; filename="booking.png"'
    assert dotted.content.startswith(b"\x89PNG")


def test_the_script_is_small_and_there_for_pages_of_others(client, cast):
    answer = client.get("/embed.js")
    assert len(answer.content) <= 5 * 1024
    assert (answer["Cross-Origin-Resource-Policy"], answer.cookies) == ("cross-origin", {})


def test_in_french(cast, manager):
    page = manager.get(PAGE, HTTP_ACCEPT_LANGUAGE="fr")
    assert (
        "<h1>Bouton du site web</h1>" in page.text and page.context["colours"][0]["ratio"] == "8,8\u00a0: 1"
    )
