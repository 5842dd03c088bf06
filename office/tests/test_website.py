"""The website button: what managers and owners design, and the code that comes of it."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from booking import website
from booking.models import WebsiteButton
from booking.models.button import Colour
from clinic.models import Offer

PAGE = "/office/website/"
SAID = {
    "size": "large", "colour": "pine", "words": "Book <now>", "opens": "service:treatment", "opens_as": "popup",
    "sites": "https://www.example.org/\nhttps://WWW.example.org\nhttps://bücher.example:8443",
}  # fmt: skip


NOT_YET = "As chosen now, not saved yet."


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
    assert (button.service, button.practitioner, button.opens_as) == (cast.treatment, None, "popup")
    assert button.sites == ["https://www.example.org", "https://xn--bcher-kva.example:8443"]
    page = manager.get(PAGE)
    assert page.context["code"].startswith(
        '<a data-anteroom="popup" href="http://testserver:8000/book/treatment/" style="display:inline-block;'
    )
    assert page.context["code"].endswith(
        '>Book &lt;now&gt;</a>\n<script src="http://testserver:8000/embed.js" async></script>'
    )


def code(answer):
    """(the link's own words about how it opens, whether a script comes along, what is said of the code)"""
    return (
        answer.context["code"].partition(" href")[0].removeprefix("<a").strip(),
        "<script" in answer.context["code"],
        str(answer.context["code_words"]),
    )


@pytest.mark.parametrize(
    ("way", "made"),
    [
        ("popup", ('data-anteroom="popup"', True, NOT_YET)),
        ("inline", ('data-anteroom="inline"', True, NOT_YET)),
        ("link", ("", False, NOT_YET)),
    ],
)
def test_what_is_typed_is_shown_with_its_code_and_nothing_is_saved(cast, manager, way, made):
    answer = manager.post(PAGE, {**SAID, "opens_as": way, "show": "1"})
    assert (answer.status_code, code(answer)) == (200, made)
    assert 'value="Book &lt;now&gt;"' in answer.text and "border:2px solid #1f5233" in answer.context["code"]
    assert "color:#1f5233" in answer.context["sign_in_code"] and "20px" in answer.context["sign_in_code"]
    preview = answer.context["preview"]
    assert (preview["size"], preview["colour"], preview["words"]) == ("large", "pine", "Book <now>")
    assert preview["frame"] == (
        {"title": "Who would you like to see?", "rows": ["Petra Cast", "Quinn Cast"]} if way == "inline" else None
    )  # fmt: skip
    assert not WebsiteButton.objects.exists() and not Event.objects.filter(verb="settings.added").exists()


def test_the_code_says_whether_it_is_that_of_the_saved_button(cast, manager):
    assert code(manager.get(PAGE)) == ("", False, NOT_YET)
    manager.post(PAGE, SAID)
    saved = ('data-anteroom="popup"', True, "The button as it was last saved.")
    assert code(manager.get(PAGE)) == code(manager.post(PAGE, {**SAID, "show": "1"})) == saved
    wrong = manager.post(PAGE, {**SAID, "opens_as": "link", "words": "", "show": "1"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["words"])
    assert code(wrong) == (*saved[:2], "As it was before: what is chosen now cannot be saved.")
    assert wrong.context["form"]["opens_as"].value() == "link"


def test_the_sites_do_not_change_the_code(cast, manager):
    answer = manager.post(PAGE, {**SAID, "opens_as": "inline", "sites": "", "show": "1"})
    assert (answer.status_code, code(answer)) == (422, ('data-anteroom="inline"', True, NOT_YET))
    assert answer.context["form"].errors["sites"] == [
        "Name the site your button stands on, or booking cannot be shown there"
    ]
    assert manager.post(PAGE, {**SAID, "opens_as": "link", "sites": ""}).status_code == 302


@pytest.mark.parametrize(
    ("opens", "title", "rows"),
    [
        ("", "What would you like to come in for?", ["Assessment", "Treatment"]),
        ("practitioner:quinn", "What would you like to come in for?", ["Treatment"]),
        ("service:assessment", "Who would you like to see?", ["Petra Cast"]),
    ],
)
def test_inside_the_page_stands_what_the_button_leads_to(cast, manager, opens, title, rows):
    Offer.objects.filter(service=cast.assessment, practitioner=cast.quinn).delete()
    answer = manager.post(PAGE, {**SAID, "opens": opens, "opens_as": "inline", "show": "1"})
    assert answer.context["preview"]["frame"] == {"title": title, "rows": rows}


def test_the_contrast_of_the_chosen_colour_is_said_in_words(cast, manager):
    assert manager.get(PAGE).context["contrast"] == (
        "White words on it read well: 8.8 : 1. A button needs 4.5\u00a0: 1."
    )
    cast.harbour.brand = "#f3ae5f"
    cast.harbour.save()
    hard = "White words on it are hard to read (1.9 : 1, at least 4.5 : 1). Choose another colour."
    assert manager.get(PAGE).context["contrast"] == hard
    WebsiteButton.objects.create(clinic=cast.harbour, colour="pine")
    shown = manager.post(PAGE, {**SAID, "colour": "brand", "show": "1"})
    assert (shown.context["form"].errors["colour"], shown.context["contrast"]) == ([hard], "")
    assert shown.context["preview"]["colour"] == "brand" and "#f3ae5f" not in shown.context["code"]
    assert shown.text.count("hard to read") == 2, "in the summary, and beside the colour"


def test_long_words_are_shown_as_they_are_up_to_their_length(cast, manager):
    long = "Rendez-vousenkinésithérapie-pédiatrique!"
    assert manager.post(PAGE, {**SAID, "words": long, "show": "1"}).context["preview"]["words"] == long
    over = manager.post(PAGE, {**SAID, "words": long + "!", "show": "1"})
    assert (over.status_code, over.context["preview"]["words"]) == (422, "Book a visit")
    assert f'value="{long}!"' in over.text


def test_save_and_close_leads_to_the_settings_and_a_practitioner_may_be_preselected(cast, manager):
    answer = manager.post(PAGE, {**SAID, "opens": "practitioner:quinn", "close": "1"})
    assert answer["Location"] == "/office/settings/"
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
