"""Finding a patient in a real browser: while typing, by the keyboard alone, and keys that can be switched off."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from records.tests.factories import PatientFactory, RedFlagFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley"


@pytest.fixture
def busy(cast):
    PatientFactory(clinic=cast.harbour, given_name=LONG, family_name="Vale", email=f"{'w' * 50}@example.org")
    for kind, text in {"allergy": "Penicillin", "risk": "Falls", "note": "W" * 120}.items():
        RedFlagFactory(patient=cast.ana_record, kind=kind, text=text)
    return cast


def test_every_page_is_usable(busy, wide_page, phone_page, enter, look_over):
    ana = [busy.ana_record.pk]
    names = ("red_flags", "new_red_flag", "timeline", "patient")
    addresses = ["/office/patients/", *(reverse(f"office:{name}", args=ana) for name in names)]
    for page in (wide_page, phone_page):
        look_over(enter(page, busy.petra_account), addresses, staff=True)


def test_found_while_typing_and_opened_with_the_arrows(busy, wide_page, enter, axe):
    page = enter(wide_page, busy.finn)
    page.goto("/office/calendar/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find a patient")
    expect(box).to_be_focused()
    page.keyboard.type("cast")
    options = page.locator("[role=listbox] [role=option]")  # and none of a choice beside it
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type(" ana")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Cast")


def test_keys_lead_to_the_rooms_until_they_are_switched_off(busy, wide_page, enter, look):
    page = enter(wide_page, busy.finn)
    page.goto("/office/calendar/")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keys")
    expect(help_).to_be_visible()
    look(page, staff=True)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Patients")
    page.get_by_role("button", name="Keys").click()
    help_.get_by_label("Keys are on, in this browser").uncheck()
    help_.get_by_role("button", name="Close").click()
    expect(help_).to_be_hidden()
    page.keyboard.press("?")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(help_).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Patients")
    page.reload()  # it stays chosen
    page.keyboard.press("?")
    expect(help_).to_be_hidden()
