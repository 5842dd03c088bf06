"""Cancelling and moving online are two switches: each opens its own way, its words and nothing of the other."""

import pytest

from booking.models import Appointment, Preferences
from booking.policies import CANCEL, MOVE, why_not_change
from booking.policy_words import sentence
from booking.rules import rules_of
from clinic.models import Clinic
from common.tests.moment import AT
from portal.tests.test_cancelling import address, page_of, press

UNTIL = "online until 5:00 am on Thursday 19 November."
BOTH, NEITHER = {"cancel_online": True, "move_online": True}, {"cancel_online": False, "move_online": False}


@pytest.fixture
def switch(cast):
    def switched(**switches):
        Preferences.objects.filter(clinic=cast.harbour).update(fee=0, **NEITHER | switches)
        Clinic.objects.filter(pk=cast.harbour.pk).update(phone="(902) 555-0100")
        cast.harbour.refresh_from_db()
        return Appointment.objects.select_related("clinic").get(pk=cast.ana_visit.pk)

    return switched


@pytest.mark.parametrize(
    ("switches", "ways", "words"),
    [
        (BOTH, (None, None), f"You can cancel or move this visit {UNTIL} After that, call (902) 555-0100."),
        (
            {"cancel_online": True},
            (None, "off"),
            f"You can cancel this visit {UNTIL} After that, or to move it, call (902) 555-0100.",
        ),
        (
            {"move_online": True},
            ("off", None),
            f"You can move this visit {UNTIL} After that, or to cancel it, call (902) 555-0100.",
        ),
        (NEITHER, ("off", "off"), "To cancel or move this visit, call (902) 555-0100."),
    ],
)
def test_each_switch_opens_its_own_way(switch, switches, ways, words):
    visit = switch(**switches)
    assert tuple(why_not_change(visit, at=AT, how=how) for how in (CANCEL, MOVE)) == ways
    assert sentence(visit.clinic, rules_of(visit.clinic), visit.starts_at, at=AT) == words


def test_the_page_shows_the_open_way_only_and_the_other_refuses(client, sign_in, cast, switch):
    visit = switch(move_online=True)
    page = sign_in(client, cast.ana).get(page_of(visit))
    assert page.context["change"]["cancel_url"] == ""
    assert page.context["change"]["move_url"] == f"{page_of(visit)}move/"
    answer = press(client, visit)
    assert answer.status_code == 403
    assert "This clinic does not take that online." in answer.text
    visit.refresh_from_db()
    assert visit.cancelled_at is None
    assert client.get(address(visit)).status_code == 403
