"""A list that follows from another answer, in a real browser: it is there as soon as that answer was saved."""

import json

import pytest
from playwright.sync_api import expect

from common import clock
from smartforms import actions
from smartforms.tests.forms import questionnaire
from smartforms.tests.test_in_browser import address, answers_of
from smartforms.tests.test_offering import BEST, TAKEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", ["wide_page", "plain_page"])
def test_the_list_is_there_once_the_answer_is_kept(request, harbour, as_ana, axe, kind):
    at, page = clock.now(), as_ana(request.getfixturevalue(kind))
    text = json.dumps(questionnaire(TAKEN, BEST))
    template = actions.import_questionnaire(text=text, clinic=harbour.harbour, by=None, at=at).template
    form = actions.assign(template=template, patient=harbour.ana_record, account=harbour.ana, by=None, at=at)
    page.goto(address(form, "page", 1))
    axe(page)
    page.get_by_role("checkbox", name="Codeine").check()
    best = page.get_by_role("group", name="What about best?")
    if kind == "plain_page":
        page.get_by_role("button", name="Update the answers").click()
    best.get_by_role("radio", name="Codeine").check()
    expect(best.get_by_role("radio")).to_have_count(1)
    axe(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert answers_of(form)["q2"][0]["words"] == "Codeine"
