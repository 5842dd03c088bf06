"""A family day in a real browser: the whole way with its errors, with scripts and without, by day and in the dark."""

import pytest

from booking.models import Appointment, FamilyDay, Hold
from booking.tests.family import plans_of
from tests.story import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Maximiliane-Alexandra"


@pytest.mark.parametrize(
    ("width", "script", "scheme"), [(390, True, "dark"), (1280, False, "light")], ids=["scripts", "plain"]
)
def test_a_family_books_its_day(cast, open_page, enter, look, width, script, scheme):
    page = enter(open_page(width=width, script=script), cast.ben)
    page.emulate_media(color_scheme=scheme)
    page.complaints.expect("422|409")

    def go_on(name):
        page.get_by_role("button", name=name, exact=True).click()

    def refused(words):
        page.locator(".errors", has_text=words).wait_for()
        look(page)

    def arrives(heading):
        page.get_by_role("heading", name=heading, level=1).wait_for()
        look(page)

    page.goto("/book/together/")
    arrives("Who is coming?")
    page.get_by_label("Kit Cast").check()
    go_on("Continue")
    refused("Choose at least two people")
    go_on("Add a family member")
    arrives("Who else is coming?")
    go_on("Add this person")
    refused("Enter the first name")
    page.get_by_label("First name").fill(LONG)
    page.get_by_label("Last name").fill("Cast")
    for part, number in (("Day", "3"), ("Month", "2"), ("Year", "2019")):
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_label("How do you look after this person?").select_option("parent")
    go_on("Add this person")
    arrives("Who is coming?")
    assert page.get_by_label("Kit Cast").is_checked() and page.get_by_label(LONG).is_checked()
    go_on("Continue")
    arrives("What does each of you come in for?")
    go_on("Continue")
    refused("Choose the visit for Kit")
    for box in page.get_by_label("Visit", exact=True).all():
        box.select_option("Treatment")
    page.get_by_label("Anything to know before the visit?").first.fill("His knee hurts\nsince Sunday.")
    go_on("Continue")
    arrives("How would you like to come?")
    if page.locator("input[name=way]:checked").count() == 0:
        go_on("Continue")
        refused("Choose how you would like to come")
    page.get_by_label("One after another").check()
    go_on("Continue")
    arrives(f"Choose a time for Kit and {LONG}")
    _somebody_takes_the_first(cast)
    page.locator("button[name=start]").first.click()
    page.get_by_text("is no longer free").wait_for()
    look(page)
    assert Hold.objects.count() == 0
    page.locator(".lost button[name=start]").first.click()
    arrives("Check and confirm")
    assert page.get_by_text("His knee hurts").is_visible()
    go_on("Confirm 2 visits")
    refused("Tick that you understand the cancellation policy")
    page.get_by_label("I understand the cancellation policy").check()
    go_on("Confirm 2 visits")
    arrives("are booked")
    made = Appointment.objects.filter(made_online_by=cast.ben, booking__family_day__isnull=False)
    assert sorted(made.values_list("patient__given_name", "note")) == [
        ("Kit", "His knee hurts\nsince Sunday."), (LONG, ""),
    ]  # fmt: skip
    page.get_by_role("button", name="Undo all of it").click()
    page.wait_for_url("**/book/**")
    assert not made.filter(cancelled_at=None).exists()


def _somebody_takes_the_first(cast):
    """Both practitioners are busy at the first time on the page before it is pressed."""
    first = plans_of(FamilyDay.objects.get())[0][0].slot.starts_at
    for person in (cast.petra, cast.quinn):
        visit(cast.at_harbour, person, cast.ana_record, first)
