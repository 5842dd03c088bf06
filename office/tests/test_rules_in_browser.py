"""The booking rules in a real browser: what they mean follows what is typed, and what does not fit is mended."""

import pytest

from booking.models import Preferences
from clinic.tests.factories import ResourceFactory
from common.tests.moment import LONG_AGO

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


@pytest.mark.parametrize("width", [1280, 390])
def test_what_does_not_fit_is_mended_from_the_settings_check(cast, open_page, enter, look, width):
    Preferences.objects.filter(clinic=cast.harbour).update(reminder_hours=12)
    cast.treatment.resources.add(
        ResourceFactory(clinic=cast.harbour, name="Treatment room 2 " * 5, retired_at=LONG_AGO)
    )
    page = enter(open_page(width=width), cast.nora)
    page.goto(f"{PAGE}check/")
    look(page, staff=True)
    page.locator(".notice", has_text="which is retired").get_by_role("link", name="Mend it").click()
    page.get_by_role("checkbox", name="Treatment room 2").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Treatment is saved.").wait_for()
    page.goto(f"{PAGE}check/")
    page.locator(".notice", has_text="The reminder goes out").get_by_role("link", name="Mend it").click()
    page.get_by_label("Reminder", exact=True).fill("24")
    page.get_by_role("button", name="Save rules").click()
    page.get_by_text("The booking rules are saved.").wait_for()
    page.goto(f"{PAGE}check/")
    page.get_by_text("Everything fits together.").wait_for()
    look(page, staff=True)
