"""Staff change how long a visit lasts: the same checks as for another time, and no mail that names no other time."""

from datetime import timedelta

from audit.models import Event
from booking.models import Appointment, Occupancy
from booking.tests.test_mail import confirm
from common.tests.moment import AT
from office.tests.people import place, says
from office.tests.test_visit_move import press
from outbox.models import Message
from tests.story import visit

NINE = AT + timedelta(days=2)
HOUR = timedelta(hours=1)


def longer(client, cast, minutes):
    page = client.get(place("visit", cast.ana_record, cast.ana_visit.pk))
    return client.get(f"{page.context['length_url']}&minutes={minutes}")


def taken(cast) -> list:
    rows = Occupancy.objects.filter(appointment=cast.ana_visit, released_at=None)
    return [(row.during.lower, row.during.upper) for row in rows]


def test_made_longer_where_nothing_speaks_against_it(cast, finn, at):
    confirm(cast.ana_visit, at=at)
    page = longer(finn, cast, 90)
    assert (page.context["objections"], page.context["minutes"], page.context["button"]) == (
        [],
        90,
        "Change the length",
    )
    assert "tells" not in page.context["form"].fields
    page = press(finn, page)
    assert says(page) == ["The visit now lasts from 9:00 to 10:30 am."]
    assert page.context["facts"][-1] == "Its length was changed, it lasted 40 minutes"
    now = Appointment.objects.get(pk=cast.ana_visit.pk)
    assert (now.starts_at, now.ends_at, now.sequence) == (NINE, NINE + timedelta(minutes=90), 1)
    assert taken(cast) == [(NINE, NINE + timedelta(minutes=95))]  # five minutes of a break after it
    assert not Message.objects.filter(kind="booking.moved").exists()
    assert Event.objects.filter(verb="appointment.moved", target=str(now.pk)).count() == 1


def test_what_was_made_longer_stays_so_when_it_moves(cast, finn):
    press(finn, longer(finn, cast, 90))
    day = NINE + timedelta(days=1)
    chosen = {
        "service": "treatment", "practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk,
        "day_day": day.day, "day_month": day.month, "day_year": day.year, "start": int(day.timestamp() // 60),
    }  # fmt: skip
    press(finn, finn.get(place("visit_move", cast.ana_record, cast.ana_visit.pk), chosen))
    assert taken(cast) == [(day, day + timedelta(minutes=95))]


def test_into_the_next_visit_only_with_a_reason(cast, finn):
    visit(cast.at_harbour, cast.petra, cast.kit_record, NINE + HOUR)
    page = longer(finn, cast, 90)
    assert [one.code for one in page.context["objections"]] == ["taken"]
    refused = press(finn, page)
    assert (refused.status_code, refused.context["form"].errors) == (
        422,
        {"reason": ["Say why it is made all the same"]},
    )
    assert taken(cast) == [(NINE, NINE + timedelta(minutes=45))]
    press(finn, page, reason="They are siblings")
    assert Appointment.objects.get(pk=cast.ana_visit.pk).overridden == ["taken"]


def test_nobody_is_told_off_for_a_start_that_stays(cast, finn, monkeypatch):
    """A quarter of an hour before: patients could not book that start any more, and nobody books it."""
    monkeypatch.setattr("common.clock.now", lambda: NINE - timedelta(minutes=15))
    assert longer(finn, cast, 60).context["objections"] == []


def test_a_length_that_makes_no_sense(cast, finn):
    for minutes in ("0", "721", "soon"):
        page = longer(finn, cast, minutes)
        assert (page.status_code, page.context["form"].errors) == (
            422,
            {"minutes": ["Enter how many minutes, from 5 to 720"]},
        )


def test_pressed_twice_it_is_changed_once(cast, finn):
    page = longer(finn, cast, 60)
    press(finn, page)
    press(finn, page)
    assert Appointment.objects.get(pk=cast.ana_visit.pk).sequence == 1
