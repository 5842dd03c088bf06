"""Signatures, consents, scales, tables and files in a real browser: at a desk, on a phone, by keyboard."""

import json

import pytest
from playwright.sync_api import expect

from common.tests.pictures import picture
from smartforms import actions
from smartforms.models import Response
from smartforms.tests.forms import extension, question, questionnaire
from smartforms.tests.test_controls import AGREE, FAR, PAIN, TABLE
from smartforms.tests.test_in_browser import address, answers_of
from smartforms.tests.test_rich import markdown
from smartforms.tests.test_signatures import SIGN

pytestmark = pytest.mark.django_db(transaction=True)

ROW = extension("questionnaire-choiceOrientation", valueCode="horizontal")
INTRO = {
    "linkId": "intro", "type": "display", "text": "What we do.",
    "_text": markdown("**What we do.** We examine you and tell you:\n\n- what we find\n- [what helps](https://example.org)"),
}  # fmt: skip
SIDE = question(
    "side", "choice", text="Which side?", extension=[ROW],
    answerOption=[{"valueString": "Left"}, {"valueString": "Right"}, {"valueString": "Both"}],
)  # fmt: skip
SCAN = question("scan", "attachment", text="Your referral")


def everything(harbour):
    """A form with one question of each kind, for Ana."""
    from common import clock

    at = clock.now()
    text = json.dumps(questionnaire(INTRO, PAIN, FAR, SIDE, TABLE, SCAN, AGREE, SIGN, title="First visit"))
    template = actions.import_questionnaire(text=text, clinic=harbour.harbour, by=None, at=at).template
    return actions.assign(template=template, patient=harbour.ana_record, account=harbour.ana, by=None, at=at)


def links(form) -> dict:
    return {item["linkId"]: key for key, item in form.version.outline.items.items()}


def go_on(page):
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("kind", ["phone_page", "plain_page"])
def test_each_kind_is_filled_and_sent(request, harbour, as_ana, axe, kind):
    form, page = everything(harbour), as_ana(request.getfixturevalue(kind))
    page.complaints.expect("422")
    key = links(form)
    page.goto(address(form, "page", 1))
    axe(page)
    page.get_by_role("radio", name="4", exact=True).check(force=True)
    page.get_by_role("textbox", name="What about f?").fill("35")
    page.get_by_label("Both").check()
    go_on(page)
    expect(page.get_by_role("heading", name="What about t?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.get_by_role("group", name="What about sleep?").get_by_label("Never").check()
    page.get_by_role("group", name="What about food?").get_by_label("Often").check()
    file = picture()
    chosen = {"name": "Referral.png", "mimeType": "image/png", "buffer": file.read()}
    go_on(page)
    expect(page.get_by_label("Your referral").first).to_be_visible()
    axe(page)
    page.locator("input[type=file]").set_input_files(chosen)
    page.get_by_role("button", name="Add Your referral").click()
    expect(page.get_by_role("button", name="Remove Referral.png")).to_be_visible(timeout=20_000)
    page.get_by_label("I agree, as the parent").check()
    go_on(page)
    expect(page.get_by_role("link", name="Sign “Sign here”")).to_be_visible()
    axe(page)
    if kind == "plain_page":
        page.get_by_label("Your full name").fill("Ana Cast")
    else:
        box = page.locator("canvas").bounding_box()
        page.mouse.move(box["x"] + 60, box["y"] + 60)
        page.mouse.down()
        for step in range(1, 9):
            page.mouse.move(box["x"] + 60 + step * 20, box["y"] + 60 + (step % 3) * 15)
        page.mouse.up()
        expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Completed")).to_be_visible()
    axe(page)
    answers = answers_of(form)
    signature = answers.pop(key["sign"])[0]
    assert (signature["name"], "strokes" in signature) == (form.account.name, kind != "plain_page")
    assert [one["name"] for one in answers.pop(key["scan"])] == ["Referral.png"]
    assert answers == {
        key["p"]: [4], key["f"]: [35], key["side"]: ["o3"], key["sleep"]: ["o1"], key["food"]: ["o2"], key["c"]: [True],
    }  # fmt: skip


def sign_alone(harbour, *items):
    from common import clock

    at = clock.now()
    text = json.dumps(questionnaire(*items))
    template = actions.import_questionnaire(text=text, clinic=harbour.harbour, by=None, at=at).template
    return actions.assign(template=template, patient=harbour.ana_record, account=harbour.ana, by=None, at=at)


def test_a_name_is_signed_by_keyboard_alone(harbour, as_ana, wide_page, axe):
    form, page = sign_alone(harbour, question("a"), SIGN), as_ana(wide_page)
    page.goto(address(form, "page", 1))
    page.get_by_label("What about a?").focus()
    page.keyboard.type("words")
    for _stop in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Type my name instead":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your full name")).to_be_focused()
    axe(page)
    page.keyboard.type("Ana Maria Cast")
    for _stop in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == "Continue":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    kept = answers_of(form)["q2"][0]
    assert (kept["name"], "strokes" in kept) == ("Ana Maria Cast", False)


def test_a_signature_drawn_lapses_when_an_answer_changes_and_that_is_told_at_once(
    harbour, as_ana, wide_page, axe
):
    form, page = sign_alone(harbour, question("a"), SIGN), as_ana(wide_page)
    page.complaints.expect("422")
    page.goto(address(form, "page", 1))
    note = page.locator("[data-saved]")
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90)
    page.mouse.up()
    expect(note).to_contain_text("Saved at")
    page.wait_for_function("document.querySelector('[name$=-given]').value")
    page.get_by_label("What about a?").fill("changed")
    expect(page.locator(".error")).to_contain_text("An answer changed after you signed")
    axe(page)
    assert answers_of(form) == {"q1": ["changed"]}
    assert page.locator("[name$=-strokes]").input_value() == ""
    go_on(page)
    expect(
        page.get_by_role("link", name="An answer changed after you signed “Sign here”. Sign again")
    ).to_be_visible()
    assert Response.objects.get(assignment=form).submitted_at is None


def test_none_of_these_and_the_others_clear_each_other(harbour, as_ana, phone_page):
    from common import clock

    at, pains = clock.now(), question("p", "choice", text="Where does it hurt?", repeats=True)
    pains["answerOption"] = [{"valueString": words} for words in ("Knee", "Hip", "None of these")]
    pains["answerOption"][2]["extension"] = [extension("questionnaire-optionExclusive", valueBoolean=True)]
    template = actions.import_questionnaire(
        text=json.dumps(questionnaire(pains)), clinic=harbour.harbour, by=None, at=at
    ).template
    form = actions.assign(template=template, patient=harbour.ana_record, account=harbour.ana, by=None, at=at)
    page = as_ana(phone_page)
    page.goto(address(form, "page", 1))
    knee, hip, none = (page.get_by_label(words) for words in ("Knee", "Hip", "None of these"))
    knee.check()
    hip.check()
    none.check()
    assert [one.is_checked() for one in (knee, hip, none)] == [False, False, True]
    hip.check()
    assert [one.is_checked() for one in (knee, hip, none)] == [False, True, False]
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert answers_of(form)["q1"] == ["o2"]
