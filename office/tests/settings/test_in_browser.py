"""The settings in a real browser: the look follows what is chosen, and the pages hold on a phone and on a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.models import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def page_of(name, *args):
    return reverse(f"office:settings_{name}" if name else "office:settings", args=args)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_look_follows_what_is_chosen_and_other_pages_hold(cast, open_page, enter, look, width):
    page = enter(open_page(width=width), cast.nora)
    page.goto(page_of("look"))
    expect(page.get_by_role("button", name="Show what this looks like")).to_be_hidden()
    page.get_by_label("Main colour", exact=True).fill("#ffe600")
    page.get_by_role("button", name="Use the nearest colours that can be read").click()
    expect(page.get_by_text("Everything can be read well.")).to_be_visible()
    expect(page.get_by_label("Main colour", exact=True)).to_have_value("#7a6d01")
    expect(page.locator(".look-button").first).to_have_css("background-color", "rgb(122, 109, 1)")
    assert Clinic.objects.get(pk=cast.harbour.pk).brand == "#115163"
    look(page, staff=True)
    for path in (
        page_of(""),
        page_of("details"),
        page_of("person", cast.petra.pk),
        page_of("week", cast.petra.pk),
        page_of("people"),
        page_of("documents"),
    ):
        page.goto(path)
        look(page, staff=True)
