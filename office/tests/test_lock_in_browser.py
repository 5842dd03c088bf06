"""A page that nobody touches locks itself, in a real browser: nothing stays to be read, and the words come back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_left_alone_locks_and_the_words_come_back(cast, wide_page, enter):
    page = enter(wide_page, cast.finn)
    page.clock.install()
    path = reverse("office:new_contact", args=[cast.ana_record.pk])
    page.goto(path)
    page.get_by_label("Name").fill("Qhalf a thought")
    page.clock.fast_forward(14 * 60 * 1000)
    expect(page.get_by_label("Name")).to_have_value("Qhalf a thought")
    page.clock.fast_forward(66 * 1000)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("You were away for a while.")).to_be_visible()
    assert "Qhalf" not in page.content()
    assert (
        page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])").count("Qhalf") == 0
    )
    page.get_by_label("Email address").fill(cast.finn.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("What you were writing is here again.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Qhalf a thought")
    assert page.url.endswith(path) and not cast.ana_record.contacts.exists()
