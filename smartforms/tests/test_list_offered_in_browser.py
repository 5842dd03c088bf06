"""A list from last time in a real browser: all of it stays on the page while one types, and one entry goes."""

import json

import pytest
from playwright.sync_api import expect

from common import clock
from smartforms import actions
from smartforms.models import Response
from smartforms.tests.test_in_browser import address, answers_of
from smartforms.tests.test_list_offered import FORM, LAST

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", ["wide_page", "plain_page"])
def test_one_entry_is_changed_and_one_removed(request, harbour, as_ana, axe, kind):
    at, page = clock.now(), as_ana(request.getfixturevalue(kind))
    text = json.dumps(FORM)
    template = actions.import_questionnaire(text=text, clinic=harbour.harbour, by=None, at=at).template
    common = {
        "template": template,
        "patient": harbour.ana_record,
        "account": harbour.ana,
        "by": None,
        "at": at,
    }
    before = actions.assign(**common)
    actions.open_form(assignment=before, by=harbour.ana, at=at)
    Response.objects.filter(assignment=before).update(answers=LAST, saved_by=harbour.ana)
    assert actions.submit(assignment=before, by=harbour.ana, at=at) == {}
    form = actions.assign(**common)
    page.goto(address(form, "page", 1))
    names = page.get_by_label("What about name?")
    expect(names).to_have_count(3)
    axe(page)
    names.nth(1).fill("Insulin glargine")
    if kind == "wide_page":
        names.nth(1).blur()
        expect(page.locator("[data-saved-text]")).to_contain_text("Saved")
        expect(names.nth(2)).to_be_visible()
    page.get_by_role("button", name="Remove: Medicine 1").click()
    expect(names).to_have_count(2)
    expect(names.first).to_have_value("Insulin glargine")
    assert answers_of(form)["q2~2"] == ["Zinc"]
