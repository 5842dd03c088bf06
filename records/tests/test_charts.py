"""Charts are begun, written on, signed and amended: what each act keeps, refuses and notes."""

from datetime import date

import pytest

from audit.models import Event
from common.tests.at_once import at_once, errors
from common.tests.moment import AT
from records.actions import charts
from records.models import Chart, ChartRevision
from records.tests.factories import ActivityAssignmentFactory, ChartFactory, DocumentFactory
from records.writing import filled, is_hollow, plan_filled

TODAY = AT.date()


@pytest.fixture
def draft(cast):
    return charts.begin(
        patient=cast.ana_record, practitioner=cast.petra, day=TODAY, by=cast.petra_account, at=AT
    )


@pytest.fixture
def by(cast):
    return {"by": cast.petra_account, "at": AT}


def verbs(chart) -> list[str]:
    return list(Event.objects.filter(target=str(chart.pk)).order_by("id").values_list("verb", flat=True))


def test_a_note_is_begun_with_nothing_in_it(draft):
    assert (is_hollow(draft), draft.version, draft.is_locked) == (True, 1, False)
    assert verbs(draft) == ["chart.begun"]


def test_what_is_saved_rises_by_one_and_a_stretch_of_writing_is_noted_once(draft, by):
    saved = charts.save(draft, {"subjective": "Tired.", "plan": {"goals": "Sleep\n\n"}}, version=1, **by)
    assert (saved.subjective, saved.plan, saved.version, saved.saved_at) == (
        "Tired.",
        {"goals": ["Sleep"]},
        2,
        AT,
    )
    assert charts.save(saved, {"subjective": "Tired."}, version=1, **by).version == 2, "nothing changes"
    charts.save(saved, {"subjective": "Tired now."}, version=2, **by)
    assert verbs(draft) == ["chart.begun", "chart.saved"]
    charts.save(saved, {"subjective": "Better."}, version=3, **by)
    assert Chart.objects.get(pk=draft.pk).subjective == "Better."


def test_two_tabs_never_overwrite_each_other(draft, by):
    charts.save(draft, {"subjective": "One."}, version=1, **by)
    with pytest.raises(charts.Changed) as met:
        charts.save(draft, {"subjective": "Two."}, version=1, **by)
    assert met.value.chart.subjective == Chart.objects.get(pk=draft.pk).subjective == "One."
    assert met.value.chart.version == 2


def test_signing_keeps_what_was_read(draft, by):
    with pytest.raises(charts.Hollow):
        charts.sign(draft, version=1, **by)
    charts.save(
        draft,
        {"subjective": "Tired.", "private_notes": "Mine.", "plan": {"summary": "Rest."}},
        version=1,
        **by,
    )
    with pytest.raises(charts.Changed):
        charts.sign(draft, version=1, **by)
    assert charts.sign(draft, version=2, **by) is True
    assert charts.sign(draft, version=2, **by) is False
    now = Chart.objects.get(pk=draft.pk)
    assert (now.locked_at, now.locked_by, now.version) == (AT, by["by"], 3)
    with pytest.raises(charts.Signed):
        charts.save(draft, {"subjective": "Else."}, version=3, **by)
    (only,) = ChartRevision.objects.filter(chart=draft)
    assert (only.number, only.subjective, only.plan, only.reason) == (1, "Tired.", {"summary": "Rest."}, "")
    assert "Mine." not in str(ChartRevision.objects.values().get())
    assert verbs(draft) == ["chart.begun", "chart.saved", "chart.signed"]


def test_an_amendment_keeps_both_texts(cast, by):
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra, signed=True, private_notes="Mine.")
    said = {
        "plan": {"summary": "Walk."},
        "private_notes": "Else.",
        "confidential": True,
        "day": date(2026, 11, 3),
    }
    now = charts.amend(chart, said, reason="Too much rest", version=1, **by)
    assert (now.plan, now.private_notes, now.confidential, now.version) == (
        {"summary": "Walk."},
        "Mine.",
        False,
        2,
    )
    assert list(ChartRevision.objects.values_list("number", "plan", "reason", "day")) == [
        (1, {"summary": "Rest."}, "", TODAY),
        (2, {"summary": "Walk."}, "Too much rest", date(2026, 11, 3)),
    ]
    with pytest.raises(charts.Unchanged):
        charts.amend(chart, {"plan": {"summary": " Walk. "}}, reason="x", version=2, **by)
    with pytest.raises(charts.Changed):
        charts.amend(chart, {"plan": {"summary": "Run."}}, reason="x", version=1, **by)
    assert charts.amend(now, {"plan": {}}, reason="No plan", version=2, **by).plan == {}
    assert verbs(chart) == ["chart.amended", "chart.amended"]


def test_what_was_locked_without_a_revision_gets_one_with_its_first_amendment(cast, by):
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    with pytest.raises(charts.Unsigned):
        charts.amend(chart, {"subjective": "x"}, reason="x", version=1, **by)
    Chart.objects.filter(pk=chart.pk).update(locked_at=AT, locked_by=cast.petra_account)
    charts.amend(chart, {"subjective": "Very tired."}, reason="Typing", version=1, **by)
    assert list(ChartRevision.objects.values_list("number", "subjective")) == [
        (1, "Tired."),
        (2, "Very tired."),
    ]


def test_the_mark_that_keeps_it_from_proxies_may_change_after_signing(cast, by):
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra, signed=True)
    assert charts.keep_from_proxies(chart, confidential=True, by=by["by"]) is True
    assert charts.keep_from_proxies(chart, confidential=True, by=by["by"]) is False
    assert charts.keep_from_proxies(chart, confidential=False, by=by["by"]) is True
    assert verbs(chart) == ["chart.hidden", "chart.unhidden"]


def test_only_an_empty_draft_is_taken_away(draft, cast, by):
    written = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    assert charts.discard(written, by=by["by"]) is False
    assert charts.discard(draft, by=by["by"]) is True
    assert charts.discard(draft, by=by["by"]) is False
    assert set(Chart.objects.all()) == {written}


def test_a_template_fills_only_what_is_empty(cast):
    chart = ChartFactory.build(patient=None, practitioner=None, plan={"summary": "Mine."}, subjective="Mine.")
    source = ChartFactory.build(
        patient=None,
        practitioner=None,
        subjective="x",
        objective="Knee.",
        plan={"summary": "x", "diet": "Lentils."},
    )
    said, parts = filled(chart, source)
    assert said == {"objective": "Knee.", "plan": {"summary": "Mine.", "diet": "Lentils."}}
    assert parts == ["objective", "diet"]
    assert filled(chart, chart) == ({}, [])
    assert plan_filled({}, {"diet": "x"}) == ({"diet": "x"}, ["diet"])


def write_in_two_tabs(draft, account):
    """Both tabs save what they read the same version of, at the same moment."""
    return at_once(*[
        lambda words=words: charts.save(draft, {"subjective": words}, version=1, by=account, at=AT)
        for words in ("One.", "Two.")
    ])  # fmt: skip


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_one_is_kept_and_the_other_told(cast, draft):
    answers = write_in_two_tabs(draft, cast.petra_account)
    (told,) = errors(answers)
    assert isinstance(told, charts.Changed)
    assert Chart.objects.get(pk=draft.pk).version == 2
    assert {told.chart.subjective} == {Chart.objects.get(pk=draft.pk).subjective} < {"One.", "Two."}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_red_control_without_the_version_one_text_is_lost_unseen(cast, draft, monkeypatch):
    class Blind(int):
        __ne__ = lambda self, other: False  # noqa: E731

    real = charts._alone_with

    def blind(chart):
        now = real(chart)
        now.version = Blind(now.version)
        return now

    monkeypatch.setattr(charts, "_alone_with", blind)
    assert errors(write_in_two_tabs(draft, cast.petra_account)) == []


@pytest.mark.parametrize("is_closed", [True, False])
def test_what_belonged_to_an_emptied_note_stands_by_itself(cast, is_closed):
    """As closed as the note was: what a proxy did not read because of it, they do not read now."""
    blank = ("subjective", "objective", "assessment", "private_notes")
    draft = ChartFactory(
        patient=cast.ana_record, practitioner=cast.petra, plan={}, **dict.fromkeys(blank, "")
    )
    paper = DocumentFactory(patient=cast.ana_record, chart=draft)
    walk = ActivityAssignmentFactory(patient=cast.ana_record, chart=draft)
    charts.keep_from_proxies(draft, confidential=is_closed, by=cast.petra_account)
    assert charts.discard(draft, by=cast.petra_account)
    for row in (paper, walk):
        row.refresh_from_db()
        assert (row.chart, row.confidential) == (None, is_closed)
