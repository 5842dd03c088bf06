"""A note in a real browser: written and kept while one types, signed, amended; in two tabs; by Tab alone; printed."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from common.tests.moment import AT
from office.tests.charting import HOSTILE, KEPT, at
from office.tests.people import place
from records.actions import charts
from records.models import Chart, ChartTemplate
from records.tests.factories import ChartFactory
from tests.ground.browser import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrt" * 6


@pytest.fixture
def draft(cast):
    return ChartFactory(patient=cast.ana_record, practitioner=cast.petra, subjective="", plan={})


def saved(page):
    return page.locator("[data-saved-text]")


def test_a_note_is_written_kept_read_again_signed_and_changed(cast, wide_page, enter):
    page = enter(wide_page, cast.petra_account)
    page.goto(place("visit", cast.ana_record, cast.ana_visit.pk))
    page.get_by_role("button", name="Write the note").click()
    gone = page.get_by_role("button", name="Remove this empty note")
    expect(gone).to_be_visible()
    page.get_by_label("Subjective").fill("Tired.")
    expect(gone).to_be_hidden()
    row = page.get_by_role("group", name="Products and supplements 1")
    row.get_by_label("What").fill("Magnesium glycinate")
    row.get_by_label("How much").fill("300 mg")
    page.get_by_role("button", name="Add a row Products and supplements").click()
    page.keyboard.type("Iron")
    with page.expect_response(lambda answer: "Mine+alone" in (answer.request.post_data or "")):
        page.get_by_label("Private notes").fill("Mine alone.")
    expect(saved(page)).to_have_text("Saved at 9:00 am")
    page.reload()
    expect(page.get_by_role("group", name="Products and supplements 2").get_by_label("What")).to_have_value(
        "Iron"
    )
    expect(page.get_by_label("Private notes")).to_have_value("Mine alone.")
    page.get_by_role("button", name="Save and sign").click()
    page.get_by_role("button", name="Sign this note").click()
    expect(page.get_by_text("Signed. From now on")).to_be_visible()
    page.get_by_role("link", name="Change this note").click()
    page.get_by_label("What do you change, and why?").fill("Magnesium dose lowered")
    page.get_by_role("group", name="Products and supplements 1").get_by_label("How much").fill("200 mg")
    page.get_by_role("button", name="Save the change").click()
    page.get_by_role("link", name="See what changed").click()
    expect(page.locator("del")).to_have_text("Magnesium glycinate, 300 mg")
    expect(page.locator("ins")).to_have_text("Magnesium glycinate, 200 mg")
    expect(page.get_by_text("Mine alone.")).to_have_count(0)


def test_two_tabs_are_told_and_both_texts_stay(cast, draft, wide_page, enter):
    page = enter(wide_page, cast.petra_account)
    page.complaints.expect("409")
    page.goto(at("chart_writing", draft))
    other = page.context.new_page()
    other.goto(at("chart_writing", draft))
    other.get_by_label("Subjective").fill("From the other tab.")
    expect(saved(other)).to_have_text("Saved at 9:00 am")
    page.get_by_label("Subjective").fill("From this one.")
    expect(saved(page)).to_have_text("This note was changed or signed elsewhere. Press Save to see both.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("alert")).to_contain_text("From the other tab.")
    expect(page.get_by_label("Subjective")).to_have_value("From this one.")
    assert Chart.objects.get(pk=draft.pk).subjective == "From the other tab."
    page.get_by_label("Subjective").fill("From both.")
    expect(page.locator("[name=revision]")).to_have_value("3")
    assert Chart.objects.get(pk=draft.pk).subjective == "From both."


def test_what_cannot_be_kept_is_said_beside_it_and_taken_back(cast, draft, wide_page, enter, look):
    page = enter(wide_page, cast.petra_account)
    page.complaints.expect("422")
    page.goto(at("chart_writing", draft))
    row = page.get_by_role("group", name="Prescriptions 1")
    row.get_by_label("How much").fill("1 mg")
    expect(page.get_by_text("Say in each row what it is.")).to_be_visible()
    expect(saved(page)).to_contain_text("Nothing saved yet")
    look(page, staff=True)
    row.get_by_label("What").fill("Iron")
    expect(page.get_by_text("Say in each row what it is.")).to_have_count(0)
    expect(saved(page)).to_have_text("Saved at 9:00 am")


def test_a_note_is_written_and_signed_with_tab_alone(cast, draft, wide_page, enter):
    page = enter(wide_page, cast.petra_account)
    page.goto(place("charts", cast.ana_record))
    tab_to(page, "17 November 2026")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{at('chart', draft)}")
    tab_to(page, "Go on writing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/writing/")
    tab_to(page, "Subjective")
    page.keyboard.type("Tired.")
    tab_to(page, "Save and sign")
    page.keyboard.press("Enter")
    page.wait_for_url("**/signing/")
    tab_to(page, "Sign this note")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Signed. From now on")).to_be_visible()
    assert Chart.objects.get(pk=draft.pk).is_locked


def test_without_javascript_rows_are_added_by_sending(cast, draft, plain_page, enter):
    page = enter(plain_page, cast.petra_account)
    page.goto(at("chart_writing", draft))
    for number, what in ((1, "Magnesium"), (2, "Iron")):
        page.get_by_role("group", name=f"Products and supplements {number}").get_by_label("What").fill(what)
        page.get_by_role("button", name="Add a row Products and supplements").click()
    expect(page.get_by_role("group", name="Products and supplements 3").get_by_label("What")).to_be_focused()
    page.get_by_role("button", name="Save and sign").click()
    assert urlsplit(page.url).path == at("chart_signing", draft)
    assert Chart.objects.get(pk=draft.pk).plan == {"supplements": [{"what": "Magnesium"}, {"what": "Iron"}]}


def test_every_page_of_notes_can_be_used_by_everybody(cast, draft, wide_page, enter, look_over):
    plan = {
        "summary": f"{HOSTILE}\n{LONG}",
        "goals": [LONG],
        "supplements": [KEPT, {"what": LONG, "note": LONG}],
    }
    signed = ChartFactory(
        patient=cast.ana_record,
        practitioner=cast.petra,
        signed=True,
        plan=plan,
        private_notes=LONG,
        objective=LONG,
    )
    charts.amend(signed, {"plan": {"goals": [LONG]}}, reason=LONG, version=1, by=cast.petra_account, at=AT)
    kept = ChartTemplate.objects.create(practitioner=cast.petra, name=LONG[:80], made_at=AT, plan=plan)
    page = enter(wide_page, cast.petra_account)
    look_over(
        page,
        [
            place("charts", cast.ana_record),
            place("chart_beginning", cast.ana_record),
            at("chart", signed),
            at("chart_history", signed),
            at("chart_amendment", signed),
            at("chart_as_template", signed),
            at("chart_writing", draft),
            at("chart_signing", draft),
            place("charts", cast.kit_record),
            reverse("office:chart_templates"),
            reverse("office:chart_template", args=[kept.pk]),
        ],
        staff=True,
    )


def test_a_printed_page_has_no_private_notes(cast, wide_page, enter):
    chart = ChartFactory(
        patient=cast.ana_record, practitioner=cast.petra, signed=True, private_notes="Mine alone."
    )
    page = enter(wide_page, cast.petra_account)
    page.goto(at("chart", chart))
    expect(page.get_by_text("Mine alone.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Mine alone.")).to_be_hidden()
    expect(page.get_by_text("Tired.")).to_be_visible()
