"""The team's pages in a real browser: nothing breaks the content policy, nothing keeps anybody out."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from booking.tests.factories import HoldFactory
from common.tests.moment import AT
from tests.story import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses(cast):
    patient = cast.ana_record.pk
    return [
        "/office/calendar/",
        "/office/calendar/?day=2026-11-19",
        "/office/calendar/?day=2026-11-19&view=list",
        "/office/calendar/?day=2026-11-18&view=week",
        f"/office/calendar/?day=2026-11-18&view=week&person={cast.petra.pk}",
        "/office/calendar/?day=2026-11-22",
        "/office/patients/",
        "/office/patients/?q=nobody",
        f"/office/patients/{patient}/",
        f"/office/patients/{patient}/forms/{cast.ana_sent.pk}/",
        "/office/notices/",
    ]


def settings_pages(cast):
    return [
        "/admin/",
        "/admin/clinic/service/",
        f"/admin/clinic/service/{cast.assessment.pk}/change/",
        f"/admin/clinic/practitioner/{cast.petra.pk}/change/",
        "/admin/clinic/openinghours/",
        "/admin/clinic/hoursexception/add/",
        "/admin/clinic/timeoff/add/",
        "/admin/clinic/closure/add/",
        f"/admin/clinic/openinghours/{cast.petra.hours.get(weekday=3).pk}/delete/",
        f"/admin/clinic/clinic/{cast.harbour.pk}/change/",
        "/office/settings/team/",
        "/office/settings/mails/",
        "/office/settings/mails/booking.reminder/en/",
        f"/admin/clinic/location/{cast.at_harbour.place.pk}/delete/",
        "/office/settings/booking/",
        "/office/settings/booking/check/",
        f"/office/reports/times/?service=treatment&practitioner={cast.petra.pk}&location={cast.at_harbour.place.pk}"
        "&day_day=19&day_month=11&day_year=2026",
        "/admin/smartforms/template/",
    ]


def test_the_office_can_be_used_by_everybody(cast, wide_page, enter, look_over):
    visit(cast.at_harbour, cast.petra, cast.kit_record, AT.replace(hour=14))
    common = {"clinic": cast.harbour, "service": cast.treatment, "location": cast.at_harbour.place}
    HoldFactory(**common, practitioner=cast.quinn, starts_at=AT.replace(hour=15))
    look_over(enter(wide_page, cast.petra_account), addresses(cast), staff=True)


def test_the_settings_can_be_used_by_everybody(cast, wide_page, enter, look_over):
    look_over(enter(wide_page, cast.nora), settings_pages(cast), staff=True)


def test_the_day_is_a_grid_on_a_desk_and_a_list_in_the_hand(cast, wide_page, phone_page, enter):
    for page, grid in ((wide_page, True), (phone_page, False)):
        enter(page, cast.finn).goto("/office/calendar/?day=2026-11-19")
        assert page.locator(".calendar").is_visible() is grid
        assert page.locator(".agenda").is_visible() is not grid


def test_no_visit_is_drawn_too_small_to_hit(cast, wide_page, enter):
    cast.treatment.minutes, cast.treatment.buffer_after = 5, 0
    cast.treatment.save()
    for minute in (0, 5, 15, 30):
        visit(
            cast.at_harbour,
            cast.quinn,
            cast.kit_record,
            AT.replace(hour=15, minute=minute),
            service=cast.treatment,
        )
    enter(wide_page, cast.finn).goto("/office/calendar/")
    boxes = [block.bounding_box() for block in wide_page.locator("a.block").all()]
    assert len(boxes) == 4
    assert all(box["height"] >= 24 and box["width"] >= 24 for box in boxes)
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def overlap(a, b) -> bool:
    return (
        a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]
    )  # fmt: skip


def test_from_the_calendar_to_the_answers_without_scripts(cast, plain_page, enter):
    page = enter(plain_page, cast.petra_account)
    page.goto("/office/calendar/?day=2026-11-19")
    page.get_by_role("link", name="9:00 am Ana Cast").click()
    assert page.locator("h1").inner_text() == "Ana Cast"
    page.get_by_role("link", name="Overview").first.click()
    page.get_by_role("link", name="Harbour intake").click()
    assert page.get_by_role("row", name="How do you feel?").inner_text().endswith("Well")
    page.fill("#search", "kit")
    page.press("#search", "Enter")
    page.get_by_role("link", name="Kit Cast").click()
    assert page.url.endswith(reverse("office:patient", args=[cast.kit_record.pk]))
    page.get_by_role("button", name="Sign out").click()
    page.goto("/office/")
    assert "/accounts/login/" in page.url


def test_hours_are_changed_without_scripts(cast, plain_page, enter):
    page = enter(plain_page, cast.nora)
    page.goto("/office/")
    page.get_by_role("link", name="Settings").first.click()
    page.get_by_role("link", name="Practitioners").click()
    page.get_by_role("link", name="Petra Cast").click()
    page.get_by_role("link", name="Weekly hours").click()
    page.complaints.expect("422")
    monday = page.get_by_role("group", name="Monday, hours 1")
    monday.get_by_label("Opens").fill("10 am")
    monday.get_by_label("Closes").fill("soon")
    page.get_by_role("button", name="Save hours").click()
    expect(page.locator(".errors")).to_contain_text("There is one thing to fix")
    monday.get_by_label("Closes").fill("26:00")
    page.get_by_role("button", name="Save hours").click()
    expect(page.locator(".toast")).to_have_text("The hours of Petra Cast are saved.")
    block = cast.petra.hours.get(weekday=0)
    assert (block.opens, block.closes) == (600, 1560)


def test_slash_goes_to_the_search(cast, wide_page, enter):
    enter(wide_page, cast.finn).goto("/office/")
    wide_page.keyboard.press("/")
    assert wide_page.evaluate("document.activeElement.id") == "search"
