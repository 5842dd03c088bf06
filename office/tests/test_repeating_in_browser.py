"""A series in a real browser: its times, the weeks that fail, and saved, with scripts and without them."""

from datetime import date, timedelta

import pytest

from booking.models import Appointment
from booking.tests.test_holding import TEN
from clinic.tests.factories import ClosureFactory
from office.tests.people import place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEEK_FIVE = "Week 5, Thu 17 Dec 2026, 10:30 am: The clinic is closed then."


@pytest.mark.parametrize(
    ("width", "script", "scheme"), [(390, True, "dark"), (1280, False, "light")], ids=["scripts", "plain"]
)
def test_a_series_is_booked_over_a_closed_day(cast, open_page, enter, look, width, script, scheme):
    ClosureFactory(clinic=cast.harbour, first_day=date(2026, 12, 17))
    before = set(Appointment.objects.values_list("pk", flat=True))
    page = enter(open_page(width=width, script=script), cast.finn)
    page.emulate_media(color_scheme=scheme)
    page.complaints.expect("422")
    page.goto(place("booking", cast.kit_record))
    page.get_by_label("Service").select_option("Treatment")
    page.get_by_label("With").select_option("Quinn Cast")
    page.get_by_label("Repeat").select_option("Every week")
    page.get_by_role("button", name="Show times").click()
    page.locator(".errors", has_text="Enter how many visits in all, from 2 to 26").wait_for()
    look(page, staff=True)
    page.get_by_label("How many visits in all").fill("8")
    page.get_by_role("button", name="Show times").click()
    page.get_by_role("heading", name="Thursday 19 November").wait_for()
    look(page, staff=True)
    page.locator("h3:has-text('Thursday 19 November') + ul").get_by_role("link", name="10:30 am").click()
    page.get_by_role("heading", name="8 visits, all or none").wait_for()
    page.get_by_text(WEEK_FIVE).wait_for()
    look(page, staff=True)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errors", has_text="Say why it is made all the same").wait_for()
    look(page, staff=True)
    page.get_by_label("Why it is made all the same").fill("Quinn has the key")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".toast").wait_for()
    look(page, staff=True)
    assert page.locator(".toast").inner_text() == (
        "Booked: 8 visits with Quinn Cast, the first on Thursday 19 November, 10:30 am."
    )
    made = Appointment.objects.exclude(pk__in=before).order_by("starts_at")
    assert [(one.starts_at, one.overridden) for one in made] == [
        (TEN + timedelta(weeks=week), ["closed"] if week == 4 else []) for week in range(8)
    ]
