"""Filling a form in a real browser: with and without scripts, at a desk and on a phone, with its accessibility twin."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from records.tests.factories import UploadFactory
from smartforms import actions
from smartforms.models import Assignment, Response, Status
from smartforms.tests.forms import fixture

pytestmark = pytest.mark.django_db(transaction=True)


def send(harbour, name):
    """A real questionnaire for Ana, sent just now."""
    from common import clock

    at = clock.now()
    template = actions.import_questionnaire(
        text=fixture(name), clinic=harbour.harbour, by=None, at=at
    ).template
    return actions.assign(template=template, patient=harbour.ana_record, account=harbour.ana, by=None, at=at)


def address(assignment, name="open", *more):
    return reverse(f"smartforms:{name}", args=[assignment.patient_id, assignment.pk, *more])


def answers_of(assignment):
    return Response.objects.get(assignment=assignment).answers


def status_of(assignment):
    from common import clock

    return Assignment.objects.get(pk=assignment.pk).status(at=clock.now())


@pytest.mark.parametrize("kind", ["phone_page", "plain_page"])
def test_phq_9_from_cover_to_copy(request, harbour, as_ana, axe, kind):
    form = send(harbour, "phq-9")
    page = as_ana(request.getfixturevalue(kind))
    page.complaints.expect("422")
    page.goto(address(form))
    axe(page)
    page.get_by_role("link", name="Start").click()
    axe(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There are eight things to fix")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error:"))
    axe(page)
    page.get_by_role("link", name="Choose an answer to “Poor appetite or overeating”").click()
    for group in page.get_by_role("main").get_by_role("group").all()[:9]:
        group.get_by_label("Several days").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Completed")).to_be_visible()
    axe(page)
    assert page.locator("section", has=page.get_by_role("heading", name="Score")).locator(
        "dd"
    ).all_inner_texts() == ["9"]
    assert (status_of(form), answers_of(form)["q10"]) == (Status.COMPLETED, ["9"])


def test_conditional_questions_appear_at_once_and_are_saved(harbour, as_ana, wide_page, axe):
    form, page = send(harbour, "review-of-systems"), as_ana(wide_page)
    page.goto(address(form, "page", 1))
    page.get_by_label("Yes").check()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    page.get_by_role("button", name="Continue").click()
    comment = page.get_by_label("General: tell us more")
    expect(comment).to_have_count(0)
    page.get_by_role("group", name="General").get_by_label("Yes").check()
    expect(comment).to_be_visible()
    comment.fill("Tired since March")
    axe(page)
    page.get_by_role("group", name="General").get_by_label("No").check()
    expect(comment).to_be_hidden()
    page.get_by_role("group", name="General").get_by_label("Yes").check()
    expect(comment).to_be_visible()
    expect(comment).to_have_value("Tired since March")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert answers_of(form) == {"q1": [True], "q3": [True], "q4": ["Tired since March"]}


def test_without_scripts_continue_asks_the_new_question(harbour, as_ana, plain_page, axe):
    form, page = send(harbour, "review-of-systems"), as_ana(plain_page)
    page.goto(address(form, "page", 1))
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="General").get_by_label("Yes").check()
    expect(page.get_by_label("General: tell us more")).to_have_count(0)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("We have one more question because of your answer.")).to_be_visible()
    page.get_by_label("General: tell us more").fill("Tired since March")
    axe(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert answers_of(form) == {"q1": [True], "q3": [True], "q4": ["Tired since March"]}


def test_leaving_and_going_on_elsewhere(harbour, as_ana, wide_page, phone_page):
    form, desk, phone = send(harbour, "child-registration"), as_ana(wide_page), as_ana(phone_page)
    desk.goto(address(form, "page", 1))
    desk.get_by_label("Child's Surname").fill("Cast")
    desk.get_by_label("Day").fill("31")
    expect(desk.locator("[data-saved]")).to_contain_text("Saved at")
    assert status_of(form) == Status.IN_PROGRESS
    phone.goto(address(form))
    expect(phone.get_by_label("Child's Surname")).to_have_value("Cast")
    expect(phone.get_by_label("Day")).to_have_value("31")  # half a date is not lost either


def test_offline_keeps_the_page_and_saves_later(harbour, as_ana, wide_page):
    form, page = send(harbour, "child-registration"), as_ana(wide_page)
    page.complaints.expect("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    page.goto(address(form, "page", 1))
    page.get_by_label("Child's Surname").fill("Cast")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    page.context.set_offline(True)
    page.get_by_label("Known as").fill("Kit")
    expect(page.locator("[data-saved]")).to_have_text(
        re.compile(r"^Not saved since \S+ [ap]m\. Keep this page open\.$")
    )
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("[data-saved]")).to_be_in_viewport()
    expect(page.locator("[data-saved] .icon:visible use")).to_have_attribute(
        "href", re.compile("#cloud-off$")
    )
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Known as")).to_have_value("Kit")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=20_000)
    assert answers_of(form) == {"q4": ["Cast"], "q5": ["Kit"]}


PASTE = """(box, length) => {
  box.value = "so tired ".repeat(length / 9 + 1).slice(0, length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_what_is_too_long_to_keep_is_told_beside_it(harbour, as_ana, wide_page, axe, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
    form, page = send(harbour, "review-of-systems"), as_ana(wide_page)
    page.complaints.expect("400|413|422")
    page.goto(address(form, "page", 1))
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="General").get_by_label("Yes").check()
    comment, note = page.get_by_label("General: tell us more"), page.locator("[data-saved]")
    for length, said in ((100_001, "except one answer that is too long"), (250_000, "Not saved since")):
        comment.evaluate(PASTE, length)
        expect(note).to_contain_text(said, timeout=20_000)
        expect(comment).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".field-bad > .error")).to_be_visible()
        assert comment.evaluate("box => box.value.length") == length
    axe(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".field-bad > .error")).to_contain_text("more on this page than can be sent")
    assert comment.evaluate("box => box.value.length") == 250_000
    comment.fill("Tired since March")
    expect(note).to_have_text(re.compile(r"^Saved at \S+ [ap]m$"), timeout=20_000)
    expect(page.locator(".field-bad, [aria-invalid]")).to_have_count(0)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert answers_of(form)["q4"] == ["Tired since March"]


def test_a_session_that_ends_keeps_the_text(harbour, as_ana, wide_page):
    form, page = send(harbour, "child-registration"), as_ana(wide_page)
    page.complaints.expect("403|Failed to load resource")
    page.goto(address(form, "page", 1))
    Session.objects.all().delete()
    page.get_by_label("Child's Surname").fill("Cast")
    expect(page.locator("[data-saved]")).to_contain_text("signed out")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Child's Surname")).to_have_value("Cast")
    page.context.clear_cookies()
    as_ana(page)  # in another tab
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=20_000)
    assert answers_of(form) == {"q4": ["Cast"]}


def test_two_tabs_are_told(harbour, as_ana, wide_page):
    form, first = send(harbour, "child-registration"), as_ana(wide_page)
    first.complaints.expect("409")
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(address(form, "page", 1))
    first.get_by_label("Known as").fill("Kit")
    expect(first.locator("[data-saved]")).to_contain_text("Saved at")
    second.get_by_label("Known as").fill("Kitty")
    expect(second.locator("[data-saved]")).to_contain_text("Changed on another device")
    second.get_by_role("button", name="Continue").click()
    expect(second.get_by_text("There it says: Kit.")).to_be_visible()
    expect(second.get_by_label("Known as")).to_have_value("Kitty")
    second.get_by_role("button", name="Continue").click()
    expect(second.get_by_role("heading", name="Mother/Guardian Information")).to_be_visible()
    assert answers_of(form) == {"q5": ["Kitty"]}


@pytest.mark.parametrize(
    "name", ["all-item-types", "clinic-intake", "allergies", "paged-screener", "attachment-limits"]
)
def test_every_kind_of_question_is_accessible(harbour, as_ana, phone_page, axe, name):
    form, page = send(harbour, name), as_ana(phone_page)
    page.goto(address(form))
    for number in range(1, min(4, len(form.version.outline.pages)) + 1):
        page.goto(address(form, "page", number))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_calculated_value_appears_while_one_types(harbour, as_ana, wide_page, axe):
    form = send(harbour, "bmi-weight-height")
    page = as_ana(wide_page)
    page.goto(address(form, "page", 1))
    expect(page.get_by_label("BMI")).to_have_text("Worked out from your answers")
    page.get_by_label("Weight").fill("70")
    page.get_by_label("Body height").fill("68")
    expect(page.get_by_label("BMI")).to_have_text("23.5 kg/m²")
    axe(page)
    page.get_by_label("Body height").fill("")
    expect(page.get_by_label("BMI")).to_have_text("Worked out from your answers")
    assert answers_of(form) == {"q1": ["70"]}


def test_what_is_closed_and_what_is_missing_can_be_read_by_everybody(
    harbour, as_ana, phone_page, look_over, look
):
    from common import clock

    at, page = clock.now(), as_ana(phone_page)
    scan = UploadFactory(patient=harbour.ana_record, account=harbour.finn)
    closed = {
        "expired": {"expires_at": at}, "lately": {"opened_at": at, "expires_at": at - timedelta(hours=1)},
        "cancelled": {"cancelled_at": at, "cancelled_by": harbour.nora},
        "on paper": {"paper_at": at, "paper_by": harbour.finn, "paper_scan": scan},
        "of another": {"account": harbour.ben},
    }  # fmt: skip
    forms = {name: send(harbour, "phq-9") for name in closed}
    for name, fields in closed.items():
        Assignment.objects.filter(pk=forms[name].pk).update(**fields)
    page.complaints.expect("403|404|410|422")
    look_over(page, [address(form) for form in forms.values()])
    waiting = send(harbour, "phq-9")
    page.goto(address(waiting, "page", 1))
    page.goto(address(waiting, "check"))
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name=re.compile("things to fix"))).to_be_visible()
    look(page)
