"""Home activities of a patient in the office: how they go, given, ended."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from office.tests.people import place, says
from records.models import ActivityAssignment, ActivityDone
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    HomeActivityFactory,
    done_on,
)

TODAY, DAY = AT.date(), timedelta(days=1)  # a Tuesday
TYPED = {
    "title": "Wall slides", "instructions": "Slowly.", "link": "https://films.example/1", "times": "2", "per": "day",
}  # fmt: skip
HOSTILE = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture
def petra(cast, client, sign_in):
    return sign_in(client, cast.petra_account)


def library(name="activity_library", *args):
    return reverse(f"office:{name}", args=args)


def date(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_how_it_goes_is_seen_with_the_last_weeks(cast, petra):
    walk = ActivityAssignmentFactory(
        patient=cast.ana_record, practitioner=cast.petra, starts_on=TODAY - 14 * DAY, until=TODAY + 7 * DAY
    )
    done_on(walk, TODAY, TODAY - DAY, TODAY - 3 * DAY, by=cast.ben)
    over = ActivityAssignmentFactory(patient=cast.ana_record, title="Over", ended_at=AT, ended_by=cast.nora)
    done_on(over, TODAY - 9 * DAY, by=cast.ben)
    ActivityDone.objects.create(
        assignment=over, on_day=TODAY, done_at=AT, done_by=cast.ben, undone_at=AT, undone_by=cast.ben
    )
    ActivityAssignmentFactory(patient=cast.kit_record, title="Of Kit")
    page = petra.get(place("activities", cast.ana_record))
    (row,) = page.context["rows"]
    assert (row["title"], row["done"], row["span"]) == (
        "Walk, 20 minutes",
        "2 of 5 this week",
        "Until Tue 24 Nov",
    )
    assert row["weeks"] == [
        {"name": "Week of 9 November", "done": "1 of 5"},
        {"name": "Week of 2 November", "done": "0 of 5"},
    ]
    assert row["last"] == "Last: Tue 17 Nov, Ben Cast"
    assert [(one["title"], one["done"], one["span"]) for one in page.context["over"]] == [
        ("Over", "Done 1 time", "Until Tuesday 17 November 2026")
    ]
    assert "Activities" in [tab["label"] for tab in page.context["tabs"]]
    assert Event.objects.filter(verb="activities.opened", patient=cast.ana_record.pk).count() == 1


def test_nothing_given_yet(cast, petra):
    assert "Nothing is asked for at home now." in petra.get(place("activities", cast.ana_record)).text


def test_only_who_cares_for_the_patient_sees_gives_and_ends(cast, client, sign_in):
    walk = ActivityAssignmentFactory(patient=cast.ana_record, title="Qwalk")
    for who, code in (
        (cast.quinn_account, 403),
        (cast.finn, 403),
        (cast.nora, 403),
        (cast.omar, 404),
        (cast.ana, 404),
    ):
        sign_in(client, who)
        pages = [place("activities", cast.ana_record), place("activity_new", cast.ana_record)]
        pages.append(place("activity_ending", cast.ana_record, walk.pk))
        answers = [client.get(page) for page in pages] + [client.post(page, TYPED) for page in pages[1:]]
        assert {answer.status_code for answer in answers} == {code}
        assert "Qwalk" not in "".join(answer.text for answer in answers)
    assert ActivityAssignment.objects.get().ended_at is None


def test_given_out_of_the_library_it_may_be_said_otherwise(cast, petra):
    one = HomeActivityFactory(
        clinic=cast.harbour, title="Walk", instructions="In daylight.", times=5, per="week"
    )
    HomeActivityFactory(clinic=cast.lakeside, title="Lakeside walk")
    HomeActivityFactory(clinic=cast.harbour, title="Gone", retired_at=AT, retired_by=cast.nora)
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra, confidential=True)
    ChartFactory(patient=cast.ana_record, practitioner=cast.quinn)
    here = place("activity_new", cast.ana_record)
    page = petra.get(f"{here}?from={one.pk}")
    assert [(choice["title"], choice["current"]) for choice in page.context["choices"]] == [("Walk", True)]
    assert page.context["form"].initial["instructions"] == "In daylight."
    offered = page.context["form"].fields["chart"].choices
    assert offered == [
        ("", "No visit in particular"), (str(chart.pk), "Visit of 17 November 2026, Petra Cast"),
    ]  # fmt: skip
    typed = TYPED | {"title": "Walk", "chart": str(chart.pk)} | date("until", TODAY + 30 * DAY)
    answer = petra.post(f"{here}?from={one.pk}", typed, follow=True)
    assert says(answer) == ["Walk is given."]
    given = ActivityAssignment.objects.get()
    assert (given.activity, given.practitioner, given.chart, given.confidential) == (
        one,
        cast.petra,
        chart,
        True,
    )
    assert (given.instructions, given.times, given.per) == ("Slowly.", 2, "day")
    assert (given.starts_on, given.until) == (TODAY, TODAY + 30 * DAY)


@pytest.mark.parametrize("query", ["?from=0", "?from=x", "?from=²", "?from=" + "9" * 40])
def test_what_is_not_in_the_library_cannot_be_given_from_it(cast, petra, query):
    gone = HomeActivityFactory(clinic=cast.harbour, retired_at=AT, retired_by=cast.nora)
    elsewhere = HomeActivityFactory(clinic=cast.lakeside)
    here = place("activity_new", cast.ana_record)
    for each in (query, f"?from={gone.pk}", f"?from={elsewhere.pk}"):
        assert petra.get(here + each).status_code == 404
        assert petra.post(here + each, TYPED).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"title": ""}, "title", "Enter a title"),
        ({"title": "x" * 121}, "title", "Use at most 120 characters"),
        ({"link": "http://films.example/"}, "link", "Enter an address that begins with https://"),
        ({"link": "javascript:alert(1)"}, "link", "Enter an address that begins with https://"),
        ({"times": "0"}, "times", "Enter a number from 1 to 20"),
        ({"times": "many"}, "times", "Enter a number from 1 to 20"),
        ({"times": "8", "per": "week"}, "times", "In a week it counts once a day: at most 7 times"),
        ({"per": "year"}, "per", "Choose a week or a day"),
        (date("starts_on", TODAY - DAY), "starts_on", "Enter a date after 16 November 2026"),
        (
            date("starts_on", TODAY + 3 * DAY) | date("until", TODAY + DAY),
            "until",
            "The last day must not be before the first",
        ),
        ({"chart": "0"}, "chart", "Choose one of the visits"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_stays(cast, petra, typed, field, words):
    ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    answer = petra.post(place("activity_new", cast.ana_record), TYPED | typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [words]
    assert "Slowly." in answer.text
    assert not ActivityAssignment.objects.exists()


def test_a_note_of_somebody_else_is_not_joined(cast, petra):
    for chart in (
        ChartFactory(patient=cast.kit_record, practitioner=cast.petra),
        ChartFactory(patient=cast.ana_record),
    ):
        answer = petra.post(place("activity_new", cast.ana_record), TYPED | {"chart": str(chart.pk)})
        assert answer.status_code in (302, 422)
    assert set(ActivityAssignment.objects.values_list("chart", flat=True)) <= {None}


def test_one_is_ended_once(cast, petra):
    walk = ActivityAssignmentFactory(patient=cast.ana_record)
    url = place("activity_ending", cast.ana_record, walk.pk)
    assert "How often it was done stays." in petra.get(url).text
    assert [says(petra.post(url, follow=True)) for _twice in range(2)] == [["Walk, 20 minutes is ended."], []]
    assert petra.get(url).status_code == 302
    of_kit = ActivityAssignmentFactory(patient=cast.kit_record)
    assert petra.post(place("activity_ending", cast.ana_record, of_kit.pk)).status_code == 404


def test_hostile_words_are_inert(cast, petra):
    ActivityAssignmentFactory(patient=cast.ana_record, title=HOSTILE, instructions=HOSTILE)
    one = HomeActivityFactory(clinic=cast.harbour, title=HOSTILE, instructions=HOSTILE)
    for url in (
        place("activities", cast.ana_record),
        place("activity_new", cast.ana_record) + f"?from={one.pk}",
        library(),
        library("activity_edit", one.pk),
    ):
        text = petra.get(url).text
        assert "<script>alert" not in text and "{{7*7}}" in text


def test_the_queries_do_not_follow_the_rows(cast, petra):
    def queries(number):
        rows = ActivityAssignment.objects.bulk_create(
            ActivityAssignment(
                patient=cast.ana_record, practitioner=cast.petra, title=f"No {n}", times=5, per="week",
                starts_on=TODAY - 20 * DAY, assigned_at=AT, assigned_by=cast.nora,
                ended_at=AT if n % 2 else None, ended_by=cast.nora if n % 2 else None,
            )
            for n in range(number)
        )  # fmt: skip
        ActivityDone.objects.bulk_create(
            ActivityDone(assignment=row, on_day=TODAY - DAY, done_at=AT, done_by=cast.ana) for row in rows
        )
        petra.get(place("activities", cast.ana_record))
        with CaptureQueriesContext(connection) as found:
            petra.get(place("activities", cast.ana_record))
        return len([query for query in found if "SAVEPOINT" not in query["sql"]])

    few = queries(10)
    assert few <= 12
    assert queries(3000) == few
