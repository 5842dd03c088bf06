"""Treatment plans in the portal: who reads them, what of a note is in them, and what counts now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import audit
from booking.models import Appointment
from common.tests.moment import AT
from portal.tests.family import ana_in_full
from portal.tests.plans import DAY, IRON, NOTE, PLAN, TODAY, address, of_ana, parts, room, seen
from records.models import AccessRules, Chart
from records.reading_plans import for_reader
from records.tests.factories import ActivityAssignmentFactory, revised
from tests.story import visit

NEW = '<span class="tag k-warn">New</span>'


@pytest.fixture
def ana(cast, client, sign_in):
    """Ana sees all of her own record."""
    ana_in_full(cast)
    return sign_in(client, cast.ana)


# The list -----------------------------------------------------------------------------------------


def test_without_a_plan_the_list_says_when_one_comes(cast, ana):
    page = ana.get(room("plans", cast.ana_record))
    assert "After a visit your plan appears here." in page.text
    assert page.context["rows"] == []
    tabs = [(tab["label"], tab["current"]) for tab in page.context["record_tabs"]]
    assert tabs[:2] == [("Treatment plans", True), ("Activities", False)]


def test_the_list_says_what_is_new_what_may_change_and_what_was_changed(cast, ana):
    draft = of_ana(cast, day=TODAY)
    amended = of_ana(cast, day=TODAY - DAY, signed=True)
    revised(amended, by=cast.petra_account, reason="less", plan={"summary": "Rest more."})
    Chart.objects.filter(pk=amended.pk).update(plan={"summary": "Rest more."})
    signed = of_ana(cast, day=TODAY - 2 * DAY, signed=True)
    of_ana(cast, plan={})
    of_ana(cast, patient=cast.kit_record)

    def tags():
        rows = ana.get(room("plans", cast.ana_record)).context["rows"]
        return [(row["text"], row.get("tag_label")) for row in rows]

    days = ["Visit of 17 November 2026", "Visit of 16 November 2026", "Visit of 15 November 2026"]
    assert tags() == [(day, "New") for day in days]
    for chart in (draft, amended, signed):
        ana.get(address("plan", chart))
    assert tags() == list(zip(days, ["May still change", "Changed", None], strict=True))


def test_whoever_lacks_that_part_is_told_and_learns_nothing_of_it(cast, client, sign_in):
    chart = of_ana(cast)
    sign_in(client, cast.ana)  # limited
    for name in ("plans", "current_plan", "current_plan_paper", "activities"):
        page = client.get(room(name, cast.ana_record))
        assert (page.status_code, "Petra" in page.text) == (403, False), name
    assert {client.get(address(name, chart)).status_code for name in ("plan", "plan_paper")} == {404}
    sign_in(client, cast.dov)
    assert client.get(room("plans", cast.ana_record)).status_code == 404


def test_what_is_confidential_is_absent_for_others(cast, client, sign_in):
    kept, open_one = of_ana(cast, confidential=True, plan={"summary": "Qkept"}), of_ana(cast)
    ben = sign_in(client, cast.ben)
    assert [row["url"] for row in ben.get(room("plans", cast.ana_record)).context["rows"]] == [
        address("plan", open_one)
    ]
    for name in ("plan", "plan_paper", "plan_changes"):
        assert ben.get(address(name, kept)).status_code == 404
    for page in (room("current_plan", cast.ana_record), room("patient", cast.ana_record)):
        assert "Qkept" not in ben.get(page).text


def test_a_clinic_may_wait_until_a_plan_is_signed(cast, ana):
    draft, signed = of_ana(cast), of_ana(cast, signed=True)
    rules = AccessRules.objects.create(clinic=cast.harbour)
    pages = [address("plan", draft), address("plan", signed)]
    assert [ana.get(page).status_code for page in pages] == [200, 200]
    AccessRules.objects.filter(pk=rules.pk).update(plans_when_signed=True)
    assert [ana.get(page).status_code for page in pages] == [404, 200]
    assert ana.get(address("plan_paper", draft)).status_code == 404
    assert len(ana.get(room("plans", cast.ana_record)).context["rows"]) == 1
    AccessRules.objects.filter(pk=rules.pk).update(clinic=cast.lakeside)
    assert ana.get(pages[0]).status_code == 200, "another clinic's rule"


# One plan -----------------------------------------------------------------------------------------


def test_a_plan_is_read_section_by_section_and_nothing_of_the_note(cast, ana):
    chart = of_ana(cast)
    coming = visit(cast.at_harbour, cast.petra, cast.ana_record, AT + 5 * DAY)
    Appointment.objects.exclude(pk=coming.pk).filter(patient=cast.ana_record).update(
        cancelled_at=AT, cancelled_by=cast.nora
    )
    with CaptureQueriesContext(connection) as queries:
        page = ana.get(address("plan", chart))
    found = parts(page)
    assert list(found) == ["In short", "Goals", "Supplements", "Food", "Next visit"]
    assert found["Supplements"]["entries"][0]["rows"] == [
        {"what": "Iron", "note": "Not with milk", "dose": "25 mg", "route": "by mouth",
         "frequency": "Mornings", "duration": "3 months"}
    ]  # fmt: skip
    assert found["Next visit"]["next"]["when"] == "Sunday 22 November, 9:00 am"
    assert page.context["notice"]["title"] == "May still change"
    assert [word for word in NOTE.values() if word in page.text] == []
    asked = " ".join(query["sql"] for query in queries)
    assert [column for column in NOTE if f'"{column}"' in asked] == [], "not even read"
    assert seen(cast.ana, "plan.opened") == 1


def test_a_signed_plan_says_by_whom_and_what_changed_and_no_more(cast, ana):
    chart = of_ana(cast, signed=True)
    assert (
        ana.get(address("plan", chart)).context["signed"]
        == "Signed by Petra Cast on 17 November 2026 at 9:00 am."
    )
    assert ana.get(address("plan_changes", chart)).status_code == 404
    revised(chart, by=cast.petra_account, reason="a slip of the pen", assessment="Qother")
    less = PLAN | {"supplements": [IRON | {"dose": "20 mg"}]}
    revised(chart, by=cast.petra_account, reason="less iron", plan=less, assessment="Qother")
    Chart.objects.filter(pk=chart.pk).update(plan=less, assessment="Qother")
    page = ana.get(address("plan", chart))
    assert page.context["signed"].endswith("Changed once: less iron, 17 November.")
    assert page.context["notice"] is None
    changes = ana.get(address("plan_changes", chart))
    assert [
        (one["reason"], [section["title"] for section in one["sections"]])
        for one in changes.context["changes"]
    ] == [("less iron", ["Supplements"])]
    assert "Qother" not in changes.text and "slip of the pen" not in changes.text


def test_the_plan_shows_its_activities_and_only_its_own(cast, ana):
    chart, other = of_ana(cast), of_ana(cast)
    walk = ActivityAssignmentFactory(patient=cast.ana_record, chart=chart, title="Walk")
    ActivityAssignmentFactory(patient=cast.ana_record, chart=other, title="Swim")
    ActivityAssignmentFactory(patient=cast.ana_record, chart=chart, ended_at=AT, ended_by=cast.nora)
    found = parts(ana.get(address("plan", chart)))
    assert [one["id"] for one in found["Movement"]["activities"]] == [walk.pk]


def test_the_visit_and_the_home_page_lead_to_the_plan(cast, ana):
    chart = of_ana(cast)
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(chart=chart)
    page = ana.get(reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk]))
    assert page.context["plan_url"] == address("plan", chart)
    home = ana.get(room("patient", cast.ana_record))
    assert [(row["title"], row["text"]) for row in home.context["latest"]] == [
        ("Treatment plan", "17 November, Petra")
    ]
    Chart.objects.filter(pk=chart.pk).update(plan={})
    assert (
        ana.get(reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk])).context["plan_url"]
        == ""
    )


# What counts now ----------------------------------------------------------------------------------


def test_what_counts_now_names_the_visit_it_comes_from(cast, ana):
    new = of_ana(cast, plan={"summary": "Better.", "supplements": [IRON | {"what": "Zinc", "duration": "10 days"}]},
                 signed=True)  # fmt: skip
    old = of_ana(cast, day=TODAY - 40 * DAY, signed=True)
    knee = of_ana(cast, practitioner=cast.quinn, day=TODAY - 50 * DAY, plan={"summary": "Knee."}, signed=True)
    page = ana.get(room("current_plan", cast.ana_record))

    def words(entry):
        return entry["text"] or entry["lines"] or entry["rows"][0]["what"], entry["source_url"]

    found = {title: list(map(words, part["entries"])) for title, part in parts(page).items()}
    assert found == {
        "In short": [("Better.", address("plan", new)), ("Knee.", address("plan", knee))],
        "Goals": [(["Sleep seven hours"], address("plan", old))],
        "Supplements": [("Zinc", address("plan", new)), ("Iron", address("plan", old))],
        "Food": [("Lentils.", address("plan", old))],
        "Next visit": [],
    }
    assert page.context["notice"] is None
    assert seen(cast.ana, "current_plan.opened") == 1


def test_nothing_counts_now(cast, ana):
    Appointment.objects.filter(patient=cast.ana_record).update(cancelled_at=AT, cancelled_by=cast.nora)
    page = ana.get(room("current_plan", cast.ana_record))
    assert "Nothing counts now" in page.text


def test_a_plan_that_was_read_on_paper_is_new_no_more(cast, ana):
    """The mail, the list and one's own page go by the same looks."""
    chart = of_ana(cast, day=TODAY, signed=True)
    ana.get(address("plan_paper", chart))
    assert "tag_label" not in ana.get(room("patient", cast.ana_record)).context["latest"][0]
    assert for_reader(Chart.objects.all(), cast.ana).get(pk=chart.pk).last_read is not None
    assert for_reader(Chart.objects.all(), cast.ben).get(pk=chart.pk).last_read is None


def test_the_newest_plan_is_new_on_ones_own_page_until_this_account_opens_it(cast, ana):
    of_ana(cast, day=TODAY - DAY, signed=True)
    chart = of_ana(cast, day=TODAY, signed=True)

    def latest() -> list:
        page = ana.get(room("patient", cast.ana_record))
        told = page.text.partition('<ul class="latest">')[2].partition("</ul>")[0]
        return [(row["url"], NEW in told) for row in page.context["latest"]]

    assert latest() == [(address("plan", chart), True)]
    with audit.looking_as(cast.ana, by=cast.petra_account):
        audit.opened("plan.opened", by=cast.ana, target=chart, patient=cast.ana_record, at=AT)
    assert latest() == [(address("plan", chart), True)], "somebody else looked with her eyes"
    ana.get(address("plan", chart))
    assert latest() == [(address("plan", chart), False)]
