"""The calendar in a real browser: cards by pointer and keyboard, dragging to where one moves, changes as they come."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from booking.actions.attendance import note
from booking.models import Appointment
from common.tests.moment import AT
from tests.story import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THURSDAY = "/office/calendar/?day=2026-11-19"


def block_of(page, visit):
    return page.locator(f"#v-{visit.pk}")


def ask_now(page) -> None:
    """What the page does every twenty seconds."""
    page.evaluate("document.querySelector('[data-calendar]').dispatchEvent(new Event('ask'))")


def test_a_card_opens_on_press_and_by_keyboard_and_gives_the_focus_back(cast, wide_page, enter):
    page = enter(wide_page, cast.finn)
    page.goto(THURSDAY)
    card, mine = page.locator("[data-card]"), block_of(page, cast.ana_visit)
    mine.click()
    expect(card).to_be_focused()
    expect(card.get_by_role("heading", level=2)).to_have_text("Ana Cast")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(mine).to_be_focused()
    page.wait_for_timeout(600)  # longer than a card waits before it shows for a focus
    expect(card).to_have_count(0)
    page.keyboard.press("Enter")
    expect(card).to_be_focused()
    page.keyboard.press("Shift+Tab")  # out at its beginning
    expect(card).to_have_count(0)
    expect(mine).to_be_focused()
    page.mouse.move(0, 0)
    mine.hover()
    expect(card).to_be_visible()
    expect(mine).to_be_focused()
    card.get_by_role("link", name="View patient").click()
    expect(page).to_have_url(f"{page.url.split('/office')[0]}/office/patients/{cast.ana_record.pk}/")


def test_changes_come_by_themselves_and_leave_focus_and_card_alone(cast, wide_page, enter):
    today = visit(cast.at_harbour, cast.petra, cast.kit_record, AT + timedelta(hours=1))
    other = visit(cast.at_harbour, cast.quinn, cast.ana_record, AT + timedelta(hours=1))
    page = enter(wide_page, cast.finn)
    page.goto("/office/calendar/")
    block_of(page, today).click()
    expect(page.locator("[data-card]")).to_be_focused()
    note(other, "arrived", by=cast.petra_account, at=AT)
    ask_now(page)
    expect(block_of(page, other)).to_contain_text("here since 9:00")
    expect(page.locator("[data-live-said]")).to_have_text("The calendar was brought up to date.")
    expect(page.locator("[data-card]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(block_of(page, today)).to_be_focused()
    note(today, "arrived", by=cast.petra_account, at=AT)
    ask_now(page)
    expect(block_of(page, today)).to_contain_text("here since 9:00")
    expect(block_of(page, today)).to_be_focused()


def test_a_drop_leads_to_the_page_that_moves_and_moves_nothing_itself(cast, wide_page, enter):
    page = enter(wide_page, cast.finn)
    page.goto(THURSDAY)
    mine = block_of(page, cast.ana_visit)
    box, quinn = mine.bounding_box(), page.locator("[data-column]").nth(1).bounding_box()
    hour = quinn["height"] / 8  # nine to five
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(quinn["x"] + 40, box["y"] + 10 + hour, steps=4)
    expect(page.locator(".block-ghost")).to_be_visible()
    visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(days=2, hours=5))
    ask_now(page)  # left alone while somebody drags
    page.mouse.up()
    expect(
        page.get_by_role("heading", name="Move the visit on Thursday 19 November, 9:00 am")
    ).to_be_visible()
    expect(page.locator("main")).to_contain_text("Thursday 19 November 2026, 10:00 to 10:40 am")
    expect(page.locator("main")).to_contain_text("Quinn Cast")
    assert Appointment.objects.get(pk=cast.ana_visit.pk).sequence == 0
    expect(page.locator("main")).to_contain_text("It lies between the start times that patients are offered.")
    page.get_by_label("Why it is made all the same").fill("They asked on the phone")
    page.get_by_role("button", name="Move this visit").click()
    expect(page.locator("main")).to_contain_text("Moved: the visit is now on Thursday 19 November, 10:00 am.")
    now = Appointment.objects.get(pk=cast.ana_visit.pk)
    assert (now.starts_at, now.practitioner_id) == (AT + timedelta(days=2, hours=1), cast.quinn.pk)


def test_at_its_lower_edge_it_becomes_longer(cast, wide_page, enter):
    page = enter(wide_page, cast.finn)
    page.goto(THURSDAY)
    box, column = (
        block_of(page, cast.ana_visit).bounding_box(),
        page.locator("[data-column]").first.bounding_box(),
    )
    low = box["y"] + box["height"] - 3
    page.mouse.move(box["x"] + 20, low)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, low + column["height"] / 8 / 3, steps=4)
    page.mouse.up()
    expect(page.get_by_role("button", name="Change the length")).to_be_visible()
    expect(page.locator("main")).to_contain_text("9:00 to 10:00 am")
    assert Appointment.objects.get(pk=cast.ana_visit.pk).sequence == 0


def test_without_scripts_a_visit_is_a_link_and_the_filter_has_its_button(cast, plain_page, enter):
    page = enter(plain_page, cast.finn)
    page.goto(f"{THURSDAY}&view=week&person={cast.petra.pk}")
    expect(page.get_by_role("button", name="Show", exact=True)).to_be_visible()
    block_of(page, cast.ana_visit).click()
    expect(page.get_by_role("heading", name="Visit on Thursday 19 November, 9:00 am")).to_be_visible()
