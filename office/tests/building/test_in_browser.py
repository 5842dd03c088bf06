"""Building forms in a real browser: by keyboard alone, without scripts, usable by everybody."""

import re

import pytest

from common.tests.moment import AT
from smartforms import drafting
from smartforms.actions import import_questionnaire
from smartforms.models import Template
from smartforms.tests.forms import fixture
from tests.ground.browser import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pick(page, words):
    """Choose in the select that has the focus, by typing."""
    page.keyboard.type(words)


def press(page):
    """Press what has the focus, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def add(page, kind, text, where=""):
    """Add a question by keyboard."""
    tab_to(page, "Kind")  # of the outline: its form stands before the chosen question
    pick(page, kind)
    page.keyboard.press("Tab")
    page.keyboard.type(text)
    if where:
        page.keyboard.press("Tab")
        pick(page, where)
    tab_to(page, "Add it")
    press(page)


@pytest.mark.parametrize("script", [True, False])
def test_an_intake_is_built_and_published_by_keyboard(cast, open_page, enter, axe, script):
    page = enter(open_page(width=1280, script=script), cast.nora)
    page.goto("/office/forms/")
    tab_to(page, "New form")
    press(page)
    tab_to(page, "Title")
    page.keyboard.type("Knee intake")
    press(page)
    for kind, text, where in (
        ("Yes or no", "Has this been hurt before?", ""),
        ("Long text", "When was that?", ""),
        ("Signature", "Your signature", "On a new page"),
    ):
        add(page, kind, text, where)
        assert text in page.locator(".outline-chosen").inner_text()
    page.locator(".outline-leans, .outline-row").nth(1).locator("a").focus()
    press(page)
    page.complaints.expect("422")  # choosing the question asks for its answer
    tab_to(page, "Condition 1: question")
    pick(page, "1.1 Has")
    if not script:
        tab_to(page, "Save")
        press(page)
    page.locator("#condition-0-value").focus()
    pick(page, "Yes")
    tab_to(page, "Save")
    press(page)
    assert page.locator(".outline-leans").count() == 1
    axe(page)
    page.get_by_role("button", name="Publish version 1").focus()
    press(page)
    assert page.locator(".toast").inner_text() == "Version 1 is live."
    live = Template.objects.get(title="Knee intake").live_version()
    first, second = live.definition["items"]
    assert first["items"][1]["when"]["conditions"][0]["value"] is True
    assert (first["text"], second["text"]) == ("First page", "Page 2")


def test_with_scripts_the_preview_follows_and_the_place_is_kept(cast, wide_page, enter):
    draft = drafting.begin_form(
        title="Knee", clinic=cast.harbour, is_clinical=True, minutes=None, by=cast.nora, at=AT
    )
    page = enter(wide_page, cast.nora)
    page.goto(f"/office/forms/{draft.template_id}/draft/")
    add(page, "Short text", "First name")
    add(page, "Short text", "Last name")
    page.locator("#id_text").fill("Family name")
    page.keyboard.press("Tab")
    page.locator(".as-patient", has_text="Family name").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_help"
    page.keyboard.type("As on the card")
    page.keyboard.press("Tab")
    page.locator(".as-patient", has_text="As on the card").wait_for()
    rows = page.locator(".outline-row")
    assert [re.sub(r"\s+", " ", text) for text in rows.all_inner_texts()] == [
        "1.1 First name",
        "1.2 Family name",
    ]
    rows.nth(1).drag_to(rows.nth(0), target_position={"x": 20, "y": 3})
    page.locator(".outline-row:first-child", has_text="Family name").wait_for()
    assert page.locator(".outline-row").all_inner_texts()[1].endswith("First name")


def test_the_builder_can_be_used_by_everybody(cast, wide_page, enter, look_over):
    who = {"by": cast.nora, "at": AT}
    phq = import_questionnaire(text=fixture("phq-9"), clinic=cast.harbour, **who).template
    everything = import_questionnaire(text=fixture("all-item-types"), clinic=cast.harbour, **who).template
    drafts = [drafting.begin_version(template=one, **who) for one in (phq, everything)]
    items = [
        f"/office/forms/{draft.template_id}/draft/items/{item}/"
        for draft in drafts
        for item in re.findall(r'"id": "(i\d+)"', draft.source)[1:20:6]
    ]
    addresses = [
        "/office/forms/",
        "/office/forms/new/",
        "/office/forms/file/",
        "/office/forms/library/",
        f"/office/forms/{phq.pk}/versions/",
        f"/office/forms/{everything.pk}/versions/1/",
        f"/office/forms/{phq.pk}/draft/",
        f"/office/forms/{phq.pk}/draft/?width=desktop",
        f"/office/forms/{phq.pk}/draft/discarding/",
        f"/office/forms/{phq.pk}/draft/preview/",
        f"/office/forms/{phq.pk}/draft/preview/?page=1",
        f"/office/forms/{everything.pk}/draft/preview/?page=1&asked=all&width=desktop",
        f"/office/forms/{phq.pk}/draft/translations/fr/",
        *items,
        items[0] + "removal/",
    ]
    look_over(enter(wide_page, cast.nora), addresses, staff=True)


def test_with_scripts_too_what_was_typed_into_a_draft_that_is_gone_is_shown(cast, phone_page, enter, look):
    who = {"by": cast.nora, "at": AT}
    draft = drafting.begin_form(title="Knee", clinic=cast.harbour, is_clinical=True, minutes=None, **who)
    page = enter(phone_page, cast.nora)
    page.goto(f"/office/forms/{draft.template_id}/draft/")
    page.complaints.expect("409")
    drafting.discard(draft=draft, **who)
    page.locator("#id_intro").fill("Two minutes are enough.")
    page.locator("#id_title").focus()  # left, so it is saved
    page.get_by_role("heading", name="This draft is gone").wait_for()
    assert page.get_by_role("definition").all_inner_texts() == ["Knee", "Two minutes are enough."]
    look(page, staff=True)
    page.get_by_role("button", name="Continue on a new draft").click()
    page.get_by_role("heading", name="About the form").wait_for()
