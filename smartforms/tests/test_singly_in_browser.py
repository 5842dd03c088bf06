"""One question a page on a phone, by the keyboard alone, with last time's answers to look at again."""

import json

import pytest
from playwright.sync_api import expect

from common import clock
from smartforms import actions
from smartforms.models import Response
from smartforms.tests.forms import choice, question, questionnaire
from smartforms.tests.test_in_browser import address, answers_of
from smartforms.tests.test_prefilling import CARRY
from smartforms.tests.test_singly import SINGLY
from tests.ground.browser import tab_to

pytestmark = pytest.mark.django_db(transaction=True)
FORM = questionnaire(
    {
        "linkId": "g",
        "type": "group",
        "text": "Your habits",
        "item": [
            {"linkId": "stem", "type": "display", "text": "Over the last two weeks"},
            question("allergies", **CARRY),
            choice("smoke", "yes", "no", required=True),
        ],
    },
    **SINGLY,
)


@pytest.mark.parametrize("kind", ["phone_page", "plain_page"])
def test_one_by_one_with_the_keyboard(request, harbour, as_ana, axe, kind):
    at, page = clock.now(), as_ana(request.getfixturevalue(kind))
    template = actions.import_questionnaire(
        text=json.dumps(FORM), clinic=harbour.harbour, by=None, at=at
    ).template
    sent = {"template": template, "patient": harbour.ana_record, "account": harbour.ana, "by": None, "at": at}
    before, form = actions.assign(**sent), actions.assign(**sent)
    actions.open_form(assignment=before, by=harbour.ana, at=at)
    Response.objects.filter(assignment=before).update(answers={"q3": ["nuts"], "q4": ["o2"]})
    assert actions.submit(assignment=before, by=harbour.ana, at=at) == {}
    page.goto(address(form, "page", 1))
    box = page.get_by_label("What about allergies?")
    expect(box).to_have_value("nuts")
    expect(page.get_by_text("still true?")).to_be_visible()
    axe(page)
    tab_to(page, "What about allergies?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    expect(page.get_by_text("Over the last two weeks")).to_be_visible()
    assert answers_of(form) == {"q3": ["nuts"]}
    axe(page)
    tab_to(page, "Yes")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    axe(page)
    tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Completed")).to_be_visible()
    assert answers_of(form) == {"q3": ["nuts"], "q4": ["o2"]}
