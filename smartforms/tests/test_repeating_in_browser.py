"""Several entries in a real browser: begun, typed in while saving goes on, taken away, with the keyboard alone."""

import json

import pytest
from playwright.sync_api import expect

from common import clock
from smartforms import actions
from smartforms.tests.test_in_browser import address, answers_of
from smartforms.tests.test_repeating_on_pages import FORM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", ["phone_page", "plain_page"])
def test_a_second_medicine(request, harbour, as_ana, axe, kind):
    at, page = clock.now(), as_ana(request.getfixturevalue(kind))
    template = actions.import_questionnaire(
        text=json.dumps(FORM), clinic=harbour.harbour, by=None, at=at
    ).template
    form = actions.assign(template=template, patient=harbour.ana_record, account=harbour.ana, by=None, at=at)
    page.goto(address(form, "page", 1))
    page.get_by_label("What about name?").fill("Aspirin")
    page.get_by_role("button", name="Add another: Medicine").click()
    second = page.locator("section", has=page.get_by_role("heading", name="Medicine 2")).last
    second.get_by_label("What about name?").fill("Insulin")
    axe(page)
    second.get_by_label("What about name?").press("Enter")  # Enter goes on; it adds nothing
    expect(page.get_by_role("group", name="What about day?")).to_be_visible()
    page.get_by_label("Day").fill("1")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2020")
    page.get_by_role("button", name="Add another What about day?").click()
    page.get_by_role("group", name="Answer 2").get_by_label("Day").fill("9")
    axe(page)
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Remove: Medicine 1").click()
    expect(page.get_by_label("What about name?")).to_have_value("Insulin")
    axe(page)
    assert answers_of(form)["q2"] == ["Insulin"]
