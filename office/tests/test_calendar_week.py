"""The week: of one practitioner by the hour, of everybody stacked; and the filters, which stay while one steps on."""

from datetime import timedelta

import pytest

from audit.models import Event
from booking.models import Appointment
from booking.tests.factories import HoldFactory
from clinic.tests.factories import LocationFactory
from common.tests.moment import AT
from office.tests.people import billing
from tests.story import open_form, visit

WEEK = "/office/calendar/?view=week&day=2026-11-18"


@pytest.fixture
def desk(cast, client, sign_in):
    return sign_in(client, cast.finn)


def rows_of(answer):
    """Who has a row, and what stands in their cells, by day."""
    return {
        row["name"]: [[f"{one['time']} {one['title']}" for one in cell["items"]] for cell in row["cells"]]
        for row in answer.context["week"]["rows"]
    }


def test_everybody_stacked(cast, desk):
    visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(days=1))
    answer = desk.get(WEEK)
    assert answer.context["title"] == "16 Nov to 22 Nov 2026"
    assert rows_of(answer) == {
        "Petra Cast": [[], [], [], ["9:00 Ana Cast", "11:00 Ana Cast", "1:00 Kit Cast, 9"], [], [], []],
        "Quinn Cast": [[], [], ["9:00 Kit Cast, 9"], [], [], [], []],
    }
    assert answer.context["counts"] == "4 visits"
    assert [day["is_today"] for day in answer.context["week"]["days"]] == [False, True] + [False] * 5
    says = [cell["says"] for cell in answer.context["week"]["rows"][0]["cells"]]
    assert says == [""] * 5 + ["Not in"] * 2
    # Zoe comes to Lakeside on that very Wednesday.
    assert str(cast.zoe_record.pk) not in answer.text


def test_one_by_the_hour_with_a_column_for_each_day(cast, desk):
    answer = desk.get(f"{WEEK}&person={cast.petra.pk}")
    columns = answer.context["calendar"]["columns"]
    assert [(one["name"], one["detail"], one["has_now"]) for one in columns[:4]] == [
        ("Mon 16 Nov", "9 to 5, 0 visits", False),
        ("Tue 17 Nov", "9 to 5, 0 visits", True),
        ("Wed 18 Nov", "9 to 5, 0 visits", False),
        ("Thu 19 Nov", "9 to 5, 3 visits", False),
    ]
    assert answer.context["week"] is None
    assert columns[3]["url"] == f"/office/calendar/?day=2026-11-19&person={cast.petra.pk}"


def test_steps_keep_what_is_chosen(cast, desk):
    kept = f"view=week&person={cast.petra.pk}&service=treatment&state=booked"
    page = desk.get(f"/office/calendar/?day=2026-11-18&{kept}").context
    assert page["earlier_url"] == f"/office/calendar/?day=2026-11-11&{kept}"
    assert page["later_url"] == f"/office/calendar/?day=2026-11-25&{kept}"
    assert page["today_url"] == f"/office/calendar/?{kept}"
    chosen = f"person={cast.petra.pk}&service=treatment&state=booked"
    assert [one["url"] for one in page["views"]] == [
        f"/office/calendar/?day=2026-11-18&{chosen}",
        f"/office/calendar/?day=2026-11-18&{kept}",
        f"/office/calendar/?day=2026-11-18&view=list&{chosen}",
    ]
    assert page["filters"]["chosen"] == "Petra Cast, Treatment, Booked"
    assert page["filters"]["all_url"] == "/office/calendar/?day=2026-11-18&view=week"


def shown(client, query) -> list[str]:
    answer = client.get(f"/office/calendar/?day=2026-11-19&{query}")
    return [item["time"] for group in answer.context["groups"] for item in group["items"]]


def test_filters(cast, desk):
    other = LocationFactory(clinic=cast.harbour, name="2 Harbour Street")
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(location=other)
    visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(days=2), service=cast.assessment)
    asks = visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(days=2, hours=2))
    asks.assignments.add(cast.kit_open)
    late = visit(cast.at_harbour, cast.quinn, cast.kit_record, AT + timedelta(days=2, hours=3))
    Appointment.objects.filter(pk=late.pk).update(
        cancelled_at=AT, cancelled_by=cast.finn, cancelled_late=True
    )
    common = {"clinic": cast.harbour, "practitioner": cast.quinn, "location": cast.at_harbour.place}
    HoldFactory(
        **common, service=cast.treatment, starts_at=AT + timedelta(days=2, hours=5),
        held_until=AT + timedelta(minutes=5),
    )  # fmt: skip
    found = {
        query: shown(desk, query)
        for query in (
            f"person={cast.petra.pk}",
            f"place={other.pk}",
            "service=assessment",
            "state=form",
            "state=late",
            "state=cancelled",
            "state=completed",
            "state=nonsense",
            "service=../../etc",
            "service=nothing",
        )
    }
    everything = ["9:00 am", "9:00 am", "11:00 am", "11:00 am", "1:00 pm", "2:00 pm", "12:00 pm"]
    assert found == {
        f"person={cast.petra.pk}": ["9:00 am", "11:00 am", "1:00 pm"],
        f"place={other.pk}": ["9:00 am"],
        "service=assessment": ["9:00 am"],
        "state=form": ["11:00 am"],
        "state=late": ["12:00 pm"],
        "state=cancelled": ["12:00 pm"],
        "state=completed": [],
        "state=nonsense": everything,
        "service=../../etc": everything,
        "service=nothing": [],
    }
    columns = desk.get("/office/calendar/?day=2026-11-19&state=late").context["calendar"]["columns"]
    blocks = [block for column in columns for block in column["blocks"] if block["kind"] != "closed"]
    assert [(one["kind"], one["text"]) for one in blocks] == [("done", "Treatment, cancelled late")]


def test_billing_learns_nothing_of_forms(cast, client, sign_in):
    cast.ana_visit.assignments.add(cast.ana_open)
    cast.ana_visit.assignments.add(open_form(cast.at_harbour, cast.ana_record, account=cast.ana))
    tags = {}
    for name, account in (("desk", cast.finn), ("billing", billing(cast))):
        answer = sign_in(client, account).get("/office/calendar/?day=2026-11-19")
        states = [value for value, _label in _states(answer)]
        first = answer.context["groups"][0]["items"][0]
        tags[name] = (first["tag_label"], answer.context["counts"], "form" in states)
    assert tags == {
        "desk": ("2 forms missing", "3 visits, 2 forms missing", True),
        "billing": ("Booked", "3 visits", False),
    }


def _states(answer):
    field = next(one for one in answer.context["filters"]["fields"] if one["name"] == "state")
    return [(one["value"], one["label"]) for one in field["options"]]


def test_only_what_one_may_move_can_be_dragged(cast, client, sign_in):
    found = {}
    for account in (cast.finn, cast.petra_account, cast.quinn_account, billing(cast)):
        columns = (
            sign_in(client, account).get("/office/calendar/?day=2026-11-19").context["calendar"]["columns"]
        )
        blocks = [block for block in columns[0]["blocks"] if block["kind"] == "visit"]
        found[account.given_name] = [bool(one["moves"]) for one in blocks]
    assert found == {"Finn": [True] * 3, "Petra": [True] * 3, "Quinn": [False] * 3, "Dov": [False] * 3}


def test_the_menu_leads_to_the_rules_for_those_who_keep_them(cast, client, sign_in):
    menus = {
        account.given_name: [one["label"] for one in sign_in(client, account).get(WEEK).context["gear"]]
        for account in (cast.nora, cast.finn)
    }
    assert menus == {"Nora": ["Online booking", "Weekly hours"], "Finn": []}


def test_a_week_is_written_down_as_one_look(cast, desk):
    desk.get(WEEK)
    event = Event.objects.get(verb="calendar.opened")
    assert (event.target, event.ids) == (
        "2026-11-16 week",
        sorted([str(cast.ana_record.pk), str(cast.kit_record.pk)]),
    )


def test_a_week_with_nobody_in_it(cast, desk):
    page = desk.get("/office/calendar/?view=week&day=2027-02-01")
    assert (page.context["groups"], page.context["none"]) == (
        [],
        "Nobody is booked in this week. Visits appear here as soon as they are booked.",
    )
