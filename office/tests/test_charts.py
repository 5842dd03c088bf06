"""Charts in a patient's workspace: who reads which, the list, one chart, its history and its paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from booking.actions.by_staff import cancel_for
from booking.actions.cancelling import undo
from booking.models import Appointment
from common.tests.moment import AT
from common.tests.paper import words as printed_words
from office.tests.charting import HOSTILE, at
from office.tests.people import billing, place
from records.actions import charts
from records.models import CareRelation, Chart
from records.tests.factories import CareRelationFactory, ChartFactory

SUPPLEMENTS = [
    {"what": "Iron", "dose": "25 mg", "note": "Not with coffee"},
    {"what": "Vitamin C", "frequency": "Every other morning"},
]


@pytest.fixture
def petra(client, cast, sign_in):
    return sign_in(client, cast.petra_account)


@pytest.fixture
def chart(cast):
    return ChartFactory(
        patient=cast.ana_record,
        practitioner=cast.petra,
        signed=True,
        private_notes="Qprivatewords",
        plan={"summary": "Rest.\nThen walk.", "goals": ["Sleep"], "supplements": SUPPLEMENTS},
    )


def noted(verb) -> int:
    return Event.objects.filter(verb=verb).count()


def test_the_list_has_the_newest_first_and_says_where_each_stands(petra, cast, chart):
    cast.ana_visit.chart = ChartFactory(
        patient=cast.ana_record,
        practitioner=cast.quinn,
        day=AT.date() + timedelta(days=1),
        plan={},
        confidential=True,
    )
    cast.ana_visit.save()
    ChartFactory(patient=cast.kit_record, practitioner=cast.petra)
    charts.amend(chart, {"plan": {"summary": "Walk."}}, reason="x", version=1, by=cast.petra_account, at=AT)
    page = petra.get(place("charts", cast.ana_record))
    assert [
        (row["day"], row["who"], row["what"], row["plan"], [tag["label"] for tag in row["tags"]])
        for row in page.context["rows"]
    ] == [
        ("18 November 2026", "Quinn Cast", "Treatment", [], ["Draft", "Kept from proxies"]),
        ("17 November 2026", "Petra Cast", "Without a visit", ["In short"], ["Signed", "Changed once"]),
    ]
    assert noted("charts.opened") == 1
    assert "Qprivatewords" not in page.content.decode()


def test_without_charts_the_page_says_what_will_be_here(petra, cast):
    page = petra.get(place("charts", cast.ana_record))
    assert "No notes yet" in page.content.decode()
    assert place("chart_beginning", cast.ana_record) in page.content.decode()


@pytest.mark.parametrize("name", ["charts", "chart", "chart_history", "chart_paper"])
def test_only_who_cares_for_the_patient_reads_and_each_refusal_is_noted(client, cast, sign_in, chart, name):
    address = place(name, cast.ana_record, *([] if name == "charts" else [chart.pk]))
    for account in (cast.finn, cast.nora, cast.quinn_account, billing(cast)):
        page = sign_in(client, account).get(address)
        assert page.status_code == 403
        assert "practitioners who have the patient among their own" in page.content.decode()
    assert noted("chart.refused") + noted("charts.refused") == 4
    for account in (cast.ana, cast.ben, cast.omar):
        assert sign_in(client, account).get(address).status_code == 404
    assert sign_in(client, cast.petra_account).get(address).status_code == 200


def test_another_patient_s_chart_is_not_there(petra, cast, chart):
    CareRelation.objects.get_or_create(
        patient=cast.kit_record, practitioner=cast.petra, defaults={"since": AT, "why": "visit"}
    )
    for name in (
        "chart",
        "chart_paper",
        "chart_history",
        "chart_writing",
        "chart_amendment",
        "chart_signing",
    ):
        assert petra.get(place(name, cast.kit_record, chart.pk)).status_code == 404


def test_a_chart_is_read_whole_by_its_author_and_without_private_notes_by_a_colleague(
    client, cast, sign_in, chart
):
    own = sign_in(client, cast.petra_account).get(at("chart", chart))
    assert own.context["private"] == "Qprivatewords"
    assert own.context["amend_url"] == at("chart_amendment", chart)
    CareRelationFactory(practitioner=cast.quinn, patient=cast.ana_record)
    page = sign_in(client, cast.quinn_account).get(at("chart", chart))
    assert page.status_code == 200
    assert [part["label"] for part in page.context["note"]] == ["Subjective"]
    assert [(part["label"], part["heads"]) for part in page.context["plan"]] == [
        ("In short", []), ("Goals", []), ("Products and supplements", ["What", "How much", "When"]),
    ]  # fmt: skip
    assert "Qprivatewords" not in page.content.decode()
    assert page.context["write_url"] == page.context["amend_url"] == page.context["hide_url"] == ""
    (event,) = Event.objects.filter(verb="chart.opened", actor=cast.quinn_account.pk)
    assert (event.target, event.patient) == (str(chart.pk), cast.ana_record.pk)


def test_private_notes_are_not_even_fetched_for_a_colleague(client, cast, sign_in, chart):
    CareRelationFactory(practitioner=cast.quinn, patient=cast.ana_record)
    quinn = sign_in(client, cast.quinn_account)
    for name in ("chart", "chart_history", "chart_paper"):
        with CaptureQueriesContext(connection) as asked:
            assert quinn.get(at(name, chart)).status_code == 200
        assert "private_notes" not in str(asked.captured_queries)


def test_what_changed_is_told_part_by_part(petra, cast, chart):
    plan = chart.plan | {"supplements": [SUPPLEMENTS[0] | {"dose": "20 mg"}, SUPPLEMENTS[1]]}
    said = {"plan": plan, "subjective": "Very tired."}
    charts.amend(chart, said, reason="Iron lowered", version=1, by=cast.petra_account, at=AT)
    page = petra.get(at("chart_history", chart))
    (one,) = page.context["amendments"]
    assert (one["reason"], one["who"]) == ("Iron lowered", "Petra Cast")
    assert [(part.key, [(line.before, line.after) for line in part.lines]) for part in one["sections"]] == [
        ("subjective", [("Tired.", "Very tired.")]),
        ("supplements", [("Iron, 25 mg (Not with coffee)", "Iron, 20 mg (Not with coffee)")]),
    ]
    assert "Qprivatewords" not in page.content.decode()
    assert (
        petra.get(
            at("chart_history", ChartFactory(patient=cast.ana_record, practitioner=cast.petra))
        ).status_code
        == 404
    )


def test_the_paper_has_the_note_and_the_plan_and_no_private_notes(petra, cast, chart):
    answer = petra.get(at("chart_paper", chart))
    assert (answer["Content-Type"], answer.status_code) == ("application/pdf", 200)
    assert answer["Content-Disposition"] == 'inline; filename="note-2026-11-17.pdf"'
    said = printed_words(answer.content)
    for words in (
        "Ana Cast",
        "Tired.",
        "Then walk.",
        "Sleep",
        "Iron",
        "Not with coffee",
        "Signed by Petra Cast",
    ):
        assert words in said
    assert "Qprivatewords" not in said
    assert noted("chart.printed") == 1
    draft = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    assert "Draft, not signed" in printed_words(petra.get(at("chart_paper", draft)).content)


def test_hostile_words_stay_words(petra, cast):
    rows = [{"what": HOSTILE, "dose": HOSTILE, "note": HOSTILE}]
    chart = ChartFactory(
        patient=cast.ana_record, practitioner=cast.petra, subjective=HOSTILE, private_notes=HOSTILE,
        plan={"summary": HOSTILE, "goals": [HOSTILE], "supplements": rows},
    )  # fmt: skip
    by = {"by": cast.petra_account, "at": AT}
    pages = [petra.get(at(name, chart)) for name in ("chart", "chart_writing", "chart_signing")]
    charts.sign(chart, version=1, **by)
    charts.amend(chart, {"plan": {"summary": HOSTILE * 2}}, reason=HOSTILE, version=2, **by)
    pages += [petra.get(at(name, chart)) for name in ("chart", "chart_history", "chart_amendment")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "{{7*7}}" in page.content.decode()
    said = printed_words(petra.get(at("chart_paper", chart)).content)
    assert "{{7*7}} {% debug %}" in said


# A visit's note stays, whatever becomes of the visit ------------------------------------------------


@pytest.fixture
def visited(cast):
    cast.ana_visit.chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    cast.ana_visit.save()
    return cast.ana_visit


def declined(visit, cast):
    facts = {"requested_at": AT, "declined_at": AT, "declined_by": cast.nora}
    return Appointment.objects.filter(pk=visit.pk).update(**facts)


@pytest.mark.parametrize(
    "ends",
    [
        lambda visit, cast: cancel_for(
            visit, asked_by_patient=True, because="", tells=False, with_following=False, by=cast.finn, at=AT
        ),
        declined,
        lambda visit, cast: undo(visit, by=cast.ana, at=visit.booking.made_at),
    ],
    ids=["cancelled", "declined", "undone"],
)
def test_a_visit_that_does_not_take_place_leaves_its_note_readable_and_reachable(petra, cast, visited, ends):
    assert ends(visited, cast)
    assert Appointment.objects.get(pk=visited.pk).is_off
    chart = Chart.objects.get(pk=visited.chart_id)
    (row,) = petra.get(place("charts", cast.ana_record)).context["rows"]
    assert (row["url"], row["what"], row["is_off"]) == (at("chart", chart), "Treatment", True)
    page = petra.get(at("chart", chart))
    assert (page.status_code, page.context["visit"]) == (200, "Treatment (did not take place)")
    assert petra.get(place("visit", cast.ana_record, visited.pk)).context["chart_url"] == at("chart", chart)


def test_the_page_of_a_visit_leads_to_its_note_only_who_may_read_it(client, cast, sign_in, visited):
    page = sign_in(client, cast.finn).get(place("visit", cast.ana_record, visited.pk))
    assert "chart_url" not in page.context and "begin_note_url" not in page.context
    CareRelationFactory(practitioner=cast.quinn, patient=cast.ana_record)
    quinn = sign_in(client, cast.quinn_account)
    assert "chart_url" in quinn.get(place("visit", cast.ana_record, visited.pk)).context
    assert "begin_note_url" not in quinn.get(place("visit", cast.ana_record, cast.ana_staff_visit.pk)).context


# How many queries -----------------------------------------------------------------------------------


def grow(cast, number):
    made = [
        Chart(
            patient=cast.ana_record,
            practitioner=cast.petra,
            day=AT.date(),
            written_at=AT,
            plan={"summary": "x"},
        )
        for _each in range(number)
    ]
    Chart.objects.bulk_create(made)


def test_the_list_costs_the_same_with_ten_charts_and_with_thousands(petra, cast):
    address = place("charts", cast.ana_record)
    grow(cast, 10)
    petra.get(address)

    def asked(place_of):
        with CaptureQueriesContext(connection) as queries:
            assert petra.get(place_of).status_code == 200
        return len(queries)

    few = asked(address)
    grow(cast, 3000)
    assert asked(address) == asked(f"{address}?page=90") == few <= 12
