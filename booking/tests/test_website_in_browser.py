"""From somebody else's website into booking, and the page on which the button is made, in a real browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from booking.models import WebsiteButton

pytestmark = pytest.mark.browser
SAYS_WHO_FRAMES = "frame-ancestors|target origin provided"


@pytest.fixture
def sites(cast, live_server, transactional_db):
    """`sites(name)`: the address of the demo's page of somebody else at that host; one of them is on the list."""
    port = urlsplit(live_server.url).port
    WebsiteButton.objects.create(clinic=cast.harbour, sites=[f"http://site.localhost:{port}"])
    return lambda name: f"http://{name}.localhost:{port}/demo/site/"


def test_the_button_of_a_foreign_page_leads_to_a_held_time(sites, cast, open_page, enter, axe, look):
    page = enter(open_page(width=390), cast.ana)
    sent = []
    page.context.on(
        "request",
        lambda request: sent.append(request) if "/embed/" in request.url else None,
    )
    page.goto(sites("site"))
    button = page.get_by_role("link", name="Book a visit")
    button.click()
    dialog = page.get_by_role("dialog", name="Book a visit")
    frame = dialog.locator("iframe").content_frame
    frame.get_by_role("heading", name="What would you like to come in for?").wait_for()
    axe(page)
    assert "Ana" not in frame.locator("body").inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent") == "Book a visit"

    button.click()
    frame.get_by_role("link", name="Treatment").click()
    frame.locator("label.choice", has_text="Quinn").click()
    page.wait_for_timeout(3100)  # longer than an unanswered greeting would be waited for
    frame.locator("h1").press("Escape")
    dialog.wait_for(state="detached")
    button.click()
    frame.get_by_role("link", name="Treatment").click()
    frame.locator("label.choice", has_text="Quinn").click()
    frame.get_by_role("button", name="Continue").click()
    frame.locator("button[name=start]").first.click()
    page.wait_for_url("**/book/h/**")
    assert urlsplit(page.url).hostname == "localhost" and page.evaluate("window === window.top")
    assert len(sent) >= 5 and not any("cookie" in request.all_headers() for request in sent)

    page.goto(f"{sites('site')}inline/")
    tall = page.locator("iframe")
    tall.wait_for()
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 300")
    assert not page.get_by_role("link", name="Book a visit").is_visible()
    inner = tall.content_frame
    assert inner.locator("html").evaluate("page => page.scrollHeight <= innerHeight + 1"), "no bar of its own"


def test_a_page_that_is_not_listed_follows_the_plain_link(sites, open_page):
    page = open_page(width=1280)
    page.complaints.expect(SAYS_WHO_FRAMES)
    page.goto(sites("other"))
    page.get_by_role("link", name="Book a visit").click()
    page.wait_for_url("http://localhost:*/book/")
    page.get_by_role("heading", name="What would you like to come in for?").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_button_is_made_in_the_office(sites, cast, open_page, enter, look, width):
    page = enter(open_page(width=width), cast.nora)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/office/website/")
    assert not page.get_by_role("button", name="Show without saving").is_visible()
    page.get_by_text("Large", exact=True).click()
    shown, code = page.locator(".site-light .site-button").first, page.locator("#button-code")
    expect(shown).to_have_css("font-size", "20px")
    page.get_by_label("Words on the button").press("End")
    page.get_by_label("Words on the button").press_sequentially(" today")
    page.locator("#button-code", has_text="Book a visit today").wait_for()
    assert shown.inner_text() == "Book a visit today"
    page.get_by_text("As chosen now, not saved yet.").wait_for()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code.inner_text()
    look(page, staff=True)

    page.get_by_role("radio", name="Inside the page").check()
    page.locator(".site-light .site-frame", has_text="What would you like to come in for?").wait_for()
    assert 'data-anteroom="inline"' in code.inner_text() and page.get_by_text("Copied").count() == 0
    page.get_by_role("radio", name="Berry").check()
    page.locator("#shown-contrast", has_text="9.0 : 1").wait_for()
    look(page, staff=True)
    assert WebsiteButton.objects.get().words == "", "nothing is saved"

    page.complaints.expect("422")  # words that are empty, while typing and on saving
    page.get_by_label("Words on the button").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errors", has_text="Enter the words on the button").wait_for()
    look(page, staff=True)


def test_without_a_script_the_button_is_shown_when_asked(sites, cast, open_page, enter):
    page = enter(open_page(width=390, script=False), cast.nora)
    page.goto("/office/website/")
    page.get_by_label("Words on the button").fill("Come in")
    page.get_by_role("radio", name="Just a link").check()
    page.get_by_role("button", name="Show without saving").click()
    page.locator(".site-light .site-button", has_text="Come in").wait_for()
    assert page.get_by_label("Words on the button").input_value() == "Come in"
    assert WebsiteButton.objects.get().words == ""


@pytest.mark.parametrize("script", [True, False])
def test_the_page_of_someone_else_has_each_kind(sites, open_page, script):
    page = open_page(width=390, script=script)
    page.goto(sites("site"))
    for kind in ("In a window over the page", "Inside the page", "Just a link"):
        if page.get_by_role("link", name=kind).count():
            page.get_by_role("link", name=kind).click()
        page.locator(f"[aria-current=page]:text-is('{kind}')").wait_for()
    page.get_by_role("link", name="Book a visit").click()
    page.wait_for_url("http://localhost:*/book/")
