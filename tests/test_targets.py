"""What one presses is large enough, at a desk and in the hand: the measure itself, and the way to a visit."""

import pytest

from tests.ground import targets
from tests.journeys.steps import Traveller, chooses_a_time, makes_an_account

SIZES = [{"width": 1280}, {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"]),
]


def test_the_measures_see_what_is_small_and_what_is_mute(cast, open_page, axe, size):
    page = open_page(**size)
    page.goto("/accounts/login/")
    page.evaluate(
        """() => {
          const [link, button] = [document.createElement("a"), document.createElement("button")];
          Object.assign(link, { href: "/", className: "bare", textContent: "alone" });
          Object.assign(button, { className: "button", textContent: "low" });
          button.style.minHeight = "40px";
          document.querySelector("main").append(document.createElement("p"));
          document.querySelector("main > p:last-child").append(link);
          document.querySelector("main").append(button);
        }"""
    )
    found = [words.partition(":")[0] for words in targets.too_small(page)]
    assert found == ['a.bare "alone"', 'button.button "low"']
    page.evaluate("document.querySelector('main').append(new Image(10, 10))")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_while_booking(cast, open_page, well_sized, size):
    page = open_page(**size)
    sara = Traveller(page, well_sized)  # looks at every page it comes to
    page.goto("/accounts/login/")
    well_sized(page)
    chooses_a_time(sara)
    makes_an_account(sara, email="sara@example.org", password="a blue bicycle")
    sara.sees("Who is this visit for?").chooses("Me").born(4, 5, 1988).presses("Continue")
    sara.sees("Check and confirm").ticks("I understand the cancellation policy").presses("Confirm visit")
    sara.sees("You’re booked")
