"""The calendar as the front desk sees it."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from booking.actions.cancelling import cancel
from booking.models import Appointment
from clinic.tests.factories import ClosureFactory
from common.tests.moment import AT
from tests.story import visit

THURSDAY = "/office/calendar/?day=2026-11-19"


@pytest.fixture
def desk(cast, client, sign_in):
    return sign_in(client, cast.finn)


def groups_of(answer):
    return {
        group["title"]: [
            (item["time"], item["title"], item["text"], item.get("tag_label")) for item in group["items"]
        ]
        for group in answer.context["groups"]
    }


def test_a_day_shows_its_visits_and_no_others(cast, desk):
    answer = desk.get(THURSDAY)
    assert answer.context["title"] == "Thursday 19 November"
    assert answer.context["counts"] == "3 visits"
    assert groups_of(answer) == {
        "Visits": [
            ("9:00 am", "Ana Cast", "Treatment", "Booked"),
            ("11:00 am", "Ana Cast", "Treatment", "Booked"),
            ("1:00 pm", "Kit Cast, 9", "Treatment", "Booked"),
        ]
    }
    assert [column["name"] for column in answer.context["calendar"]["columns"]] == [
        "Petra Cast",
        "Quinn Cast",
    ]
    assert [column["detail"] for column in answer.context["calendar"]["columns"]] == [
        "9 to 5, 3 visits",
        "9 to 5, 0 visits",
    ]


def test_nothing_of_the_other_clinic_is_ever_there(cast, desk):
    """Zoe comes to Lakeside tomorrow, under Ana's name."""
    answer = desk.get("/office/calendar/?day=2026-11-18")
    assert (answer.context["counts"], answer.context["groups"]) == ("0 visits", [])
    assert str(cast.zoe_record.pk) not in answer.text


def test_states_are_said_in_words(cast, desk):
    def come(hour, **facts):
        made = visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(hours=hour))
        Appointment.objects.filter(pk=made.pk).update(**facts)
        return made

    come(-2, completed_at=AT)
    come(-1, no_show_at=AT)
    come(0, arrived_at=AT - timedelta(minutes=10))
    waiting = come(1)
    waiting.assignments.add(cast.kit_open)
    answered = come(2)
    answered.assignments.add(cast.kit_sent)
    cancel(come(3), by=cast.finn, at=AT)
    answer = desk.get("/office/calendar/")
    assert groups_of(answer) == {
        "Now": [("9:00 am", "Kit Cast, 9", "Treatment, here since 8:50", "Here")],
        "Next": [
            ("10:00 am", "Kit Cast, 9", "Treatment", "Form missing"),
            ("11:00 am", "Kit Cast, 9", "Treatment", "Booked"),
        ],
        "Earlier": [
            ("7:00 am", "Kit Cast, 9", "Treatment", "Done"),
            ("8:00 am", "Kit Cast, 9", "Treatment", "No-show"),
        ],
        "Cancelled": [("12:00 pm", "Kit Cast, 9", "Treatment", "Cancelled")],
    }
    assert answer.context["counts"] == "5 visits, 1 form missing"
    blocks = [
        block for block in answer.context["calendar"]["columns"][1]["blocks"] if block["kind"] != "closed"
    ]
    assert [(block["kind"], block["minute"], block["icon"]) for block in blocks] == [
        ("done", 420, "check"),
        ("done", 480, "user-x"),
        ("visit", 540, "map-pin-check"),
        ("visit", 600, "clipboard-x"),
        ("visit", 660, ""),
    ]


def test_now_stands_on_today_alone(cast, desk):
    today, other = (desk.get(url).context["calendar"] for url in ("/office/calendar/", THURSDAY))
    assert (today["now_minute"], today["now_label"]) == (540, "9:00")
    assert "now_minute" not in other


def test_the_ways_to_other_days(cast, desk):
    answer = desk.get(f"/office/calendar/?day=2026-12-31&view=list&person={cast.petra.pk}")
    kept = f"view=list&person={cast.petra.pk}"
    assert answer.context["earlier_url"] == f"/office/calendar/?day=2026-12-30&{kept}"
    assert answer.context["later_url"] == f"/office/calendar/?day=2027-01-01&{kept}"
    assert answer.context["today_url"] == f"/office/calendar/?{kept}"


def test_one_practitioner_alone(cast, desk):
    answer = desk.get(f"{THURSDAY}&person={cast.quinn.pk}")
    assert [column["name"] for column in answer.context["calendar"]["columns"]] == ["Quinn Cast"]
    assert answer.context["groups"] == []
    assert [(one["label"], one["current"]) for one in answer.context["people"]] == [
        ("Everyone", False),
        ("Petra Cast", False),
        ("Quinn Cast", True),
    ]


def test_another_clinics_practitioner_is_nobody(cast, desk):
    answer = desk.get(f"/office/calendar/?day=2026-11-18&person={cast.lena.pk}")
    assert (answer.context["calendar"], answer.context["groups"]) == (None, [])
    assert "Lena" not in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "day=",
        "day=tomorrow",
        "day=0001-01-01",
        "day=9999-12-31",
        "day=2026-02-30",
        "person=x",
        "person=²",
        "view=month",
    ],
)
def test_nonsense_is_today(cast, desk, asked):
    answer = desk.get(f"/office/calendar/?{asked}")
    assert (answer.status_code, answer.context["title"], answer.context["is_list"]) == (
        200,
        "Tuesday 17 November",
        False,
    )


def test_the_clocks_are_said_to_change(cast, desk):
    notes = [
        desk.get(f"/office/calendar/?day={day}").context["clock_note"]
        for day in ("2026-11-01", "2026-03-08", "2026-11-17")
    ]
    assert notes == ["The clocks go back on this day.", "The clocks go forward on this day.", ""]


def test_looking_is_written_down_once(cast, desk):
    desk.get(THURSDAY)
    desk.get(THURSDAY + "&view=list")
    event = Event.objects.get(verb="calendar.opened")
    assert (event.actor, event.clinic, event.target) == (cast.finn.pk, cast.harbour.pk, "2026-11-19")
    assert event.ids == sorted([str(cast.ana_record.pk), str(cast.kit_record.pk)])


def test_a_clinic_without_practitioners_has_a_page(cast, client, sign_in):
    cast.lena.retired_at = AT
    cast.lena.save()
    sign_in(client, cast.omar)
    answer = client.get("/office/calendar/", headers={"host": "lakeside.localhost"})
    assert (answer.context["calendar"], answer.status_code) == (None, 200)
    assert "Nobody is booked on this day" in answer.text


@pytest.mark.parametrize(
    ("reason", "words"), [("Boiler repair", "closed: Boiler repair."), ("", "closed on this day.")]
)
def test_a_closed_day_says_so_with_what_is_still_booked(client, sign_in, cast, reason, words):
    ClosureFactory(clinic=cast.harbour, first_day=date(2026, 11, 19), reason=reason)
    desk = sign_in(client, cast.finn)
    assert desk.get("/office/calendar/?day=2026-11-19").context["closed"] == (
        f"The clinic is {words} 3 visits are still booked."
    )
    assert desk.get("/office/calendar/?day=2026-11-18").context["closed"] == ""
