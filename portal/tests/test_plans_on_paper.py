"""Treatment plans on paper, hostile words in them, and how much their pages cost."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import pdf
from common.tests.moment import AT
from portal.tests.family import ana_in_full
from portal.tests.plans import DAY, HOSTILE, IRON, NOTE, PLAN, TODAY, address, of_ana, room, seen
from records.models import Chart, ChartRevision
from records.tests.factories import ActivityAssignmentFactory, revised


@pytest.fixture
def ana(cast, client, sign_in):
    """Ana sees all of her own record."""
    ana_in_full(cast)
    return sign_in(client, cast.ana)


# Paper --------------------------------------------------------------------------------------------


def printed(monkeypatch, client, url):
    """The values the page was printed with, and the answer."""
    told = {}
    real = pdf.render

    def render(template, values, **how):
        told.update(values)
        return real(template, values, **how)

    monkeypatch.setattr("common.pdf.render", render)
    return client.get(url), told


def test_a_plan_on_paper_says_whose_it_is(cast, ana, monkeypatch):
    chart = of_ana(cast, signed=True)
    ActivityAssignmentFactory(patient=cast.ana_record, chart=chart)
    answer, told = printed(monkeypatch, ana, address("plan_paper", chart))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert (told["about"], told["title"]) == (["Ana Cast", "Born 4 May 1988"], "Your treatment plan")
    assert [part["title"] for part in told["parts"]] == [
        "In short", "Goals", "Supplements", "Food", "Movement", "Next visit",
    ]  # fmt: skip
    assert [word for word in NOTE.values() if word in json.dumps(told, default=str)] == []
    assert seen(cast.ana, "plan.printed") == 1
    assert ana.get(room("current_plan_paper", cast.ana_record)).status_code == 200
    assert seen(cast.ana, "current_plan.printed") == 1


def test_hostile_words_are_inert_on_page_and_paper(cast, ana):
    rows = [dict.fromkeys(IRON, HOSTILE)]
    plan = {
        "summary": HOSTILE,
        "goals": [HOSTILE],
        "supplements": rows,
        "prescriptions": rows,
        "tests": HOSTILE,
    }
    chart = of_ana(cast, plan=plan, signed=True)
    changed = plan | {"tests": HOSTILE + "!"}
    revised(chart, by=cast.petra_account, reason=HOSTILE[:200], plan=changed)
    Chart.objects.filter(pk=chart.pk).update(plan=changed)
    ActivityAssignmentFactory(
        patient=cast.ana_record,
        chart=chart,
        title=HOSTILE[:120],
        instructions=HOSTILE,
        link="https://x.example/<b>",
    )
    for url in (
        address("plan", chart),
        address("plan_changes", chart),
        room("current_plan", cast.ana_record),
        room("activities", cast.ana_record),
    ):
        page = ana.get(url).text
        assert "<script>alert" not in page and "<img src=http" not in page and '<b>"' not in page
        assert "{{7*7}}" in page and ">49" not in page
    for url in (address("plan_paper", chart), room("current_plan_paper", cast.ana_record)):
        answer = ana.get(url)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert b"169.254" not in answer.content and b"/JavaScript" not in answer.content


def test_what_is_too_long_for_paper_is_said_on_the_page(cast, ana, monkeypatch):
    def refuse(*args, **kwargs):
        raise pdf.Unprintable("long")

    monkeypatch.setattr("common.pdf.render", refuse)
    chart = of_ana(cast)
    answer = ana.get(address("plan_paper", chart), follow=True)
    assert "too long for one file" in answer.text
    assert seen(cast.ana, "plan.printed") == 0


def test_the_longest_plan_can_be_printed(cast, ana):
    row = dict.fromkeys(IRON, "w " * 149)
    text = "words of ten thousand letters " * 333
    plan = {
        "summary": text,
        "recommendations": text,
        "diet": text,
        "supplements": [row] * 30,
        "prescriptions": [row] * 30,
    }
    assert ana.get(address("plan_paper", of_ana(cast, plan=plan))).status_code == 200


# How much it costs --------------------------------------------------------------------------------


def many(cast, number):
    rows = [
        Chart(patient=cast.ana_record, practitioner=cast.petra, day=TODAY - n * DAY, written_at=AT, plan=PLAN)
        for n in range(number)
    ]
    Chart.objects.bulk_create(rows)
    return rows[0]


@pytest.mark.parametrize(
    ("name", "most"),
    [("plans", 10), ("plan", 14), ("current_plan", 13), ("plan_paper", 14), ("patient", 10)],
)
def test_the_queries_do_not_follow_the_rows(cast, ana, name, most):
    def queries(number):
        chart = many(cast, number)
        for one in ActivityAssignmentFactory.build_batch(3):
            ActivityAssignmentFactory(patient=cast.ana_record, chart=chart, title=one.title)
        url = (
            address(name, chart)
            if name.startswith("plan_") or name == "plan"
            else room(name, cast.ana_record)
        )
        ana.get(url)
        with CaptureQueriesContext(connection) as found:
            assert ana.get(url).status_code == 200
        return len([query for query in found if "SAVEPOINT" not in query["sql"]])

    few = queries(10)
    assert few <= most
    assert queries(3000) == few


def test_the_revisions_of_many_amendments_are_read_at_once(cast, ana):
    chart = of_ana(cast, signed=True)
    for number in range(30):
        revised(
            chart, by=cast.petra_account, reason=f"no {number}", plan=PLAN | {"diet": f"Lentils {number}."}
        )
    assert ChartRevision.objects.filter(chart=chart).count() == 31
    ana.get(address("plan_changes", chart))
    with CaptureQueriesContext(connection) as queries:
        page = ana.get(address("plan_changes", chart))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 9
    assert len(page.context["changes"]) == 30
