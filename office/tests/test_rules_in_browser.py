"""The booking rules in a real browser: what they mean follows what is typed, and nothing keeps anybody out."""

import pytest

from booking.models import Preferences

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/office/settings/booking/"


def test_what_the_rules_mean_follows_what_is_typed(cast, wide_page, enter):
    page = enter(wide_page, cast.nora)
    page.goto(PAGE)
    assert not page.get_by_role("button", name="Show what this means").is_visible()
    page.get_by_label("Start times").select_option("60")
    page.get_by_label("Keep the day together").check()
    page.locator(".offered dd", has_text="9:00 am · 12:00 pm · 4:00 pm").first.wait_for()
    page.get_by_label("Days ahead").fill("2")
    page.get_by_label("Days ahead").blur()
    page.get_by_text("Next week nothing is offered.").wait_for()
    assert Preferences.objects.get(clinic=cast.harbour).days_ahead == 90
