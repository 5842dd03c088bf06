"""Why is there no time? The account of a day, for the desk, managers and owners."""

import pytest

from booking.models import Preferences
from clinic.models import Resource, TimeOff
from common.tests.moment import AT

PAGE = "/office/reports/times/"


@pytest.fixture
def ask(cast, client, sign_in):
    """`ask(**changes)`: Finn asks about Petra's Thursday."""
    sign_in(client, cast.finn)
    asked = {
        "service": "treatment", "practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk,
        "day_day": 19, "day_month": 11, "day_year": 2026,
    }  # fmt: skip
    return lambda **changes: client.get(PAGE, asked | changes)


def told(answer) -> list[tuple[str, str]]:
    return [(row["term"], row["answer"].replace("\u00a0", " ")) for row in answer.context["rows"]]


def test_hours_what_each_rule_takes_and_what_is_left(cast, ask):
    Preferences.objects.filter(clinic=cast.harbour).update(start_grid=60, keeps_together=True)
    answer = ask()
    assert told(answer) == [
        ("Hours that day", "8 h 00"),
        ("Too short for a visit, or between the start times", "− 2 h 40"),
        ("Booked or held, with breaks", "− 2 h 00"),
        ("Keeping the day together", "− 1 h 20"),
        ("Offered", "2 h 00"),
    ]
    assert answer.context["rows"][-1]["detail"] == "10:00 am, 12:00 pm, 2:00 pm"
    assert answer.context["title"] == "Petra Cast on Thursday 19 November 2026"
    assert "Ana" not in answer.text and "Kit" not in answer.text


def test_rooms_are_named(cast, ask):
    room = Resource.objects.create(clinic=cast.harbour, name="Pool")
    cast.treatment.resources.add(room)
    TimeOff.objects.create(bookable=room, starts_at=AT, ends_at=AT.replace(day=21))
    assert [row for row in told(ask()) if row[0].startswith("Taken")][0][0] == "Taken or closed: Pool"


def test_a_day_without_hours(ask):
    assert told(ask(day_day=21)) == [("Hours that day", "0 h 00"), ("Offered", "0 h 00")]


def test_what_is_not_there_is_said_beside_its_field(cast, ask):
    answer = ask(practitioner=cast.lena.pk, day_day=31)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["day", "practitioner"])
    assert "rows" not in answer.context


def test_the_page_asks_before_it_answers(cast, client, sign_in, ask, django_assert_num_queries):
    assert sign_in(client, cast.finn).get(PAGE).status_code == 200
    ask()
    with django_assert_num_queries(6):
        ask()
    assert sign_in(client, cast.petra_account).get(PAGE).status_code == 403
    assert sign_in(client, cast.omar).get(PAGE).status_code == 404
